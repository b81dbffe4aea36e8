import { describe, expect, it } from 'vitest'
import { projectSource, serverSource, sinceSource } from '../../../renderer/feature/details/origin'
import type { Fact } from '../../../shared/model/token'
import { services } from '../../component/fake-platforms'
import { DAY, sampleToken } from '../../component/sample'

const NOW = Date.UTC(2026, 10, 22)
const kinds = services.flatMap((service) => service.kinds)

function kindOf(id: string) {
  const kind = kinds.find((each) => each.id === id)
  if (!kind) throw new Error(`There is no kind ${id}`)
  return kind
}

type Draft = Parameters<typeof sampleToken>[1]
const summary = (draft: Omit<Draft, 'label'>) =>
  sampleToken(1, { label: 'a', ...draft }, NOW).summary

describe('who says which project a token belongs to', () => {
  it('is the user where it is the user’s own entry, and the platform where it is a name', () => {
    expect(projectSource('7a3c', { projectId: '7a3c' })).toBe('user')
    expect(projectSource('Website', { projectId: '7' })).toBe('platform')
    expect(projectSource('Website', {})).toBe('platform')
  })
})

describe('who says which server a token is bound to', () => {
  const source = (draft: Omit<Draft, 'label'>) => serverSource(summary(draft), kindOf(draft.kind))

  it('is the platform once it answered for the token there', () => {
    const kind = 'phrase/strings-token'
    const server = { id: 'eu', baseUrl: null }
    expect(source({ kind, server })).toBe('platform')
    expect(source({ kind, server, check: null, settled: null })).toBe('user')
    const auto = { id: 'auto', baseUrl: null }
    expect(source({ kind, server: auto, check: null, settled: null })).toBeUndefined()
    const first = { id: 'cloud', baseUrl: null }
    const unasked = { server: first, check: null, settled: null }
    expect(source({ kind: 'transifex/api-token', ...unasked })).toBeUndefined()
  })

  it('is the user for a server of the user’s own, and a rule where there is one only', () => {
    const own = { id: 'custom', baseUrl: 'https://tolgee.example' }
    expect(source({ kind: 'tolgee/pat', server: own })).toBe('user')
    const only = { ...kindOf('transifex/api-token'), customServer: false }
    const unasked = summary({ kind: 'transifex/api-token', check: null, settled: null })
    expect(serverSource(unasked, only)).toBe('rule')
  })
})

describe('who says since when a value is in use', () => {
  const at = NOW - 9 * DAY
  const made: Fact = { key: 'created', value: at + 0.4, format: 'date', source: 'platform' }

  it('is whoever told when it was made', () => {
    expect(sinceSource({ secretSince: at }, { facts: [made], fields: {} })).toBe('platform')
    expect(
      sinceSource({ secretSince: at }, { facts: [], fields: { createdOn: '2026-11-13' } }),
    ).toBe('user')
  })

  it('is nobody where it is the moment at which it came here', () => {
    const fields = { createdOn: '2026-11-13' }
    expect(sinceSource({ secretSince: at + 1 }, { facts: [made], fields })).toBeNull()
    expect(sinceSource({ secretSince: at }, { facts: [], fields: {} })).toBeNull()
  })
})
