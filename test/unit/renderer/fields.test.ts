import { describe, expect, it, test } from 'vitest'
import { envNamesOf, fitsPattern, isEmpty, withField } from '../../../renderer/feature/token/fields'
import { services } from '../../component/fake-platforms'
import type { FieldSpec } from '../../../shared/model/service'

const field: FieldSpec = {
  key: 'limits',
  type: 'text',
  options: [],
  requiredFor: 'check',
  pattern: '^[a-z ]+$',
}

describe('a field of a kind', () => {
  it('takes a text with spaces, letter by letter', () => {
    let values = {}
    for (const typed of ['my', 'my ', 'my n', 'my namespace'])
      values = withField(values, field.key, typed)
    expect(values).toEqual({ limits: 'my namespace' })
    expect(withField({}, field.key, 'my ')).toEqual({ limits: 'my ' })
  })

  it('is empty with nothing but white space in it', () => {
    expect(isEmpty(' ')).toBe(true)
    expect(isEmpty([])).toBe(true)
    expect(isEmpty(undefined)).toBe(true)
    expect(isEmpty(' a')).toBe(false)
    expect(withField({ limits: 'a', role: 'admin' }, 'limits', ' ')).toEqual({ role: 'admin' })
  })

  it('is held to its form without the space around it', () => {
    const tight = { ...field, pattern: '^[a-z]+$' }
    expect(fitsPattern(tight, ' abc ')).toBe(true)
    expect(fitsPattern(tight, 'a c')).toBe(false)
    expect(fitsPattern(tight, ' ')).toBe(true)
  })
})

const kinds = services.flatMap((service) => service.kinds)

test('the variable of a token’s product comes first', () => {
  const kind = kinds.find(({ id }) => id === 'phrase/platform-token')!
  expect(envNamesOf(kind, {})).toEqual(kind.envNames)
  const names = envNamesOf(kind, { product: 'Connectors' })
  expect(names[0]).toBe('PHRASE_CONNECTORS_TOKEN')
  expect([...names].sort()).toEqual([...kind.envNames].sort())
  // no variable is known for it
  expect(envNamesOf(kind, { product: 'Studio' })).toEqual(kind.envNames)
  expect(envNamesOf(kind, { product: 'constructor' })).toEqual(kind.envNames)
})
