import { expect, test } from 'vitest'
import { envNamesOf } from '../../../renderer/feature/token/fields'
import { services } from '../../component/fake-platforms'

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
