import { describe, expect, test } from 'vitest'
import { parseBaseUrl } from '../../../shared/base-url'
import { rank } from '../../../electron/platform/choose'
import { ADAPTERS, Registry } from '../../../electron/platform/registry'
import { describeServices } from '../../../electron/platform/services'
import { systemClock } from '../../../electron/app/clock'
import { systemRandom } from '../../../electron/app/random'
import { SecretText } from '../../../electron/service/secret'
import { keptLog } from '../../integration/platform/desk'
import { makeSecret } from '../../simulator'
import type { SimulatedKind } from '../../simulator/types'

const KINDS = ADAPTERS.flatMap(({ kinds }) => kinds)
const NOWHERE = { variable: null, header: null, host: null, around: '' }
const KEBAB = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/

const registry = new Registry({
  version: '1.2.3',
  clock: systemClock,
  random: systemRandom,
  log: keptLog(),
  proxyFor: () => Promise.resolve(null),
})

test('ids are kebab-case and each used once', () => {
  const ids = [...ADAPTERS.map(({ id }) => id), ...KINDS.map(({ id }) => id)]
  for (const id of ids) for (const part of id.split('/')) expect(part).toMatch(KEBAB)
  expect(new Set(ids).size).toBe(ids.length)
  for (const { id, kinds } of ADAPTERS) {
    for (const kind of kinds) expect(kind.id.startsWith(`${id}/`)).toBe(true)
  }
})

test('the window can be told of all of them', () => {
  expect(describeServices(ADAPTERS)).toHaveLength(ADAPTERS.length)
})

describe.each(KINDS.map((kind) => [kind.id, kind] as const))('%s', (id, kind) => {
  test('every address is https, without secrets in it', () => {
    const servers = kind.servers.flatMap(({ apiBase, webBase }) => [apiBase, webBase])
    const extra = Object.values(kind.extraBases ?? {}).flatMap((bases) => Object.values(bases))
    for (const base of [...servers, ...extra]) {
      expect(base).toMatch(/^https:/)
      expect(parseBaseUrl(base)).toEqual({ ok: true, value: base })
    }
    for (const { title, url } of kind.sources) {
      expect(title).not.toBe('')
      expect(new URL(url).protocol).toBe('https:')
    }
    expect(kind.sources.length).toBeGreaterThan(0)
  })

  test('its pages can be opened for every server', () => {
    for (const page of ['create', 'delete', 'docs'] as const) {
      for (const server of kind.servers) {
        const link = registry.page(page, {
          kind: id,
          server: { id: server.id, baseUrl: null },
          fields: {},
        })
        const url = new URL(link.ok ? link.value : 'about:blank')
        expect(url.protocol).toBe('https:')
        if (page !== 'docs') expect(url.origin).toBe(new URL(server.webBase).origin)
      }
    }
    const own = { id: 'custom', baseUrl: 'https://own.example/base' }
    const link = registry.page('create', { kind: id, server: own, fields: {} })
    const there = link.ok && link.value.startsWith('https://own.example/base/')
    expect(there).toBe(kind.selfHosted === true)
  })

  test('servers that it would try are servers that it has', () => {
    const known = kind.servers.map((server) => server.id)
    expect(new Set(known).size).toBe(known.length)
    for (const server of known) {
      for (const fields of [{}, { projectId: 'x' }]) {
        for (const tried of kind.tries?.(server, fields) ?? []) expect(known).toContain(tried)
      }
    }
    for (const server of Object.keys(kind.extraBases ?? {})) expect(known).toContain(server)
  })

  test('what takes its place is another kind of its platform, with its servers and fields', () => {
    if (kind.successor === undefined) return
    const successor = KINDS.find((each) => each.id === kind.successor)
    expect(successor?.id.split('/')[0]).toBe(id.split('/')[0])
    expect(successor?.servers).toEqual(kind.servers)
    expect(successor?.fields).toEqual(kind.fields)
  })

  test('what manages it is there, and the browser too where that fails', () => {
    if (kind.manage === undefined) return
    const { access, nameMax } = kind.manage
    if (access.by === 'token') {
      const manager = KINDS.find((each) => each.id === access.kind)
      expect(manager?.id.split('/')[0]).toBe(id.split('/')[0])
      expect(manager?.id).not.toBe(id)
    }
    // a label and a mark of its own have to fit, or it has no name at all
    expect(nameMax === 0 || nameMax >= 60).toBe(true)
    expect(kind.guided).toMatchObject({ create: 'in-browser', revoke: 'in-browser' })
    // a successor's session is this one's
    const next = KINDS.find((each) => each.id === kind.successor)
    if (next !== undefined) expect(next.manage).toBe(kind.manage)
  })

  test('its fields make sense', () => {
    for (const { type, options, pattern } of kind.fields) {
      expect(options.length > 0).toBe(type === 'select' || type === 'multi')
      if (pattern !== null) expect(() => new RegExp(pattern)).not.toThrow()
    }
    if (kind.expiryRule.type === 'days-from-creation') {
      expect(kind.fields).toContainEqual(
        expect.objectContaining({ key: 'createdOn', type: 'date' }),
      )
    }
  })

  test('a value of it is recognized, and starts with its prefix', () => {
    for (let i = 0; i < 20; i++) {
      const value = makeSecret(id as SimulatedKind)
      const found = rank(ADAPTERS.flatMap((adapter) => adapter.recognize(value, NOWHERE)))
      expect(found[0]?.kind).toBe(id)
      expect(value.startsWith(kind.prefix)).toBe(true)
    }
  })

  test('its credential goes into one header that can carry it', () => {
    const secret = makeSecret(id as SimulatedKind)
    const { header, value } = kind.authorize(SecretText.fromText(secret))
    expect(header).toMatch(/^[a-z-]+$/)
    expect(value).toMatch(/^(?:[A-Za-z]+ )?[\x21-\x7e]+$/)
    expect(value.endsWith(secret)).toBe(true)
  })

  test('it always finds a label, and never the same twice', () => {
    const taken: string[] = []
    for (let i = 0; i < 5; i++) {
      const label = kind.suggestLabel({}, taken)
      expect(label.length).toBeGreaterThan(0)
      expect(label.length).toBeLessThanOrEqual(200)
      expect(taken).not.toContain(label)
      taken.push(label)
    }
    const long = 'x'.repeat(500)
    const full = { account: long, project: long, suggestedLabel: long }
    expect(kind.suggestLabel(full, []).length).toBeLessThanOrEqual(200)
  })
})

test('a kind that nobody knows is no crash', async () => {
  const subject = {
    kind: 'future/api-key',
    secret: SecretText.fromText('whatever-it-may-be'),
    server: { id: 'cloud', baseUrl: null },
    fields: {},
  } as const
  const signal = new AbortController().signal
  const found = await registry.check(subject, { describe: true, signal })
  expect(found.evidence).toMatchObject({ verdict: 'unclear', reason: 'unexpected' })
  expect(registry.page('create', subject).ok).toBe(false)
})
