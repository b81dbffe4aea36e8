import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ADAPTERS } from '../../../electron/platform/registry'
import { describeServices } from '../../../electron/platform/services'
import { SIMULATED_KINDS } from '../../simulator'

const services = describeServices(ADAPTERS)
const kinds = services.flatMap((service) => service.kinds)

const folder = join(import.meta.dirname, '../../../renderer/i18n/en/platform')
const messages = Object.assign(
  {},
  ...readdirSync(folder).map(
    (file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as object,
  ),
) as Record<string, string>

describe('the services as data', () => {
  test('are the five, with their ten kinds', () => {
    expect(services.map(({ name }) => name)).toEqual([
      'Transifex',
      'Phrase',
      'Lokalise',
      'Tolgee',
      'Locize',
    ])
    expect(kinds.map(({ id }) => id).sort()).toEqual([...SIMULATED_KINDS].sort())
  })

  test('claim no more than there is', () => {
    const managed: Readonly<Record<string, string>> = {
      'lokalise/sdk-token': 'by-token',
      'tolgee/pat': 'by-sign-in',
      'tolgee/pak': 'by-sign-in',
      'tolgee/legacy-key': 'by-sign-in',
      'phrase/strings-token': 'by-sign-in',
    }
    for (const kind of kinds) {
      expect(kind.capabilities).toEqual({
        verify: 'by-token',
        describe: 'by-token',
        // only a token of Phrase's platform opens nothing by itself
        exchange: kind.id === 'phrase/platform-token' ? 'by-token' : 'none',
        create: managed[kind.id] ?? 'in-browser',
        revoke: managed[kind.id] ?? 'in-browser',
        list: managed[kind.id] ?? 'none',
      })
    }
  })

  test('a new operation shows as a capability by itself', () => {
    const [first] = ADAPTERS
    const [kind] = first!.kinds
    const silent = { ...kind }
    delete silent.describe
    const made = describeServices([
      { ...first!, kinds: [{ ...silent, guided: { revoke: 'by-sign-in' } }] },
    ])
    expect(made[0]?.kinds[0]?.capabilities).toMatchObject({
      describe: 'none',
      create: 'none',
      revoke: 'by-sign-in',
    })
  })

  test('tell the documented rules', () => {
    const byId = Object.fromEntries(kinds.map((kind) => [kind.id, kind]))
    expect(byId['phrase/platform-token']).toMatchObject({
      expiryRule: { type: 'days-from-creation', days: 730 },
      perUserLimit: 20,
    })
    expect(byId['transifex/api-token']?.expiryRule).toEqual({ type: 'never' })
    expect(byId['lokalise/api-token']?.expiryRule).toEqual({ type: 'never' })
    expect(byId['tolgee/pak']?.expiryRule).toEqual({ type: 'platform' })
    expect(byId['tolgee/pat']?.rateLimit).toEqual({ requests: 400, seconds: 60, per: 'account' })
    expect(byId['locize/api-key']?.expiryRule).toEqual({ type: 'unknown' })
  })

  test('name the variables of every framework for Tolgee', () => {
    const prefixes = ['', 'VITE_', 'VITE_APP_', 'NEXT_PUBLIC_', 'VUE_APP_', 'REACT_APP_', 'GATSBY_']
    const names = prefixes.map((prefix) => `${prefix}TOLGEE_API_KEY`)
    expect(kinds.find(({ id }) => id === 'tolgee/pat')?.envNames).toEqual(names)
  })

  test('name a variable only for options that there are, and only one of the kind', () => {
    for (const { fields, envNames } of kinds) {
      for (const field of fields) {
        for (const [option, name] of Object.entries(field.envNames ?? {})) {
          expect(field.options).toContain(option)
          expect(envNames).toContain(name)
        }
      }
    }
  })
})

describe('the words of the platforms', () => {
  test('are there for every service, kind, field, server and step', () => {
    const wanted = services.flatMap(({ id }) => [`service.${id}`])
    for (const kind of kinds) {
      wanted.push(`kind.${kind.id}`, `kind.${kind.id}.what`)
      for (const { key } of kind.fields) {
        wanted.push(`field.${kind.id}.${key}`, `field.${kind.id}.${key}.help`)
      }
      for (const task of ['create', 'delete'] as const) {
        for (let n = 1; n <= kind.steps[task]; n++) wanted.push(`step.${kind.id}.${task}.${n}`)
        expect(messages).not.toHaveProperty([`step.${kind.id}.${task}.${kind.steps[task] + 1}`])
      }
      const servers = [
        ...kind.servers.map(({ id }) => id),
        ...(kind.customServer ? ['custom'] : []),
      ]
      for (const server of servers) {
        const ids = [`server.${kind.id}.${server}`, `server.${kind.service}.${server}`]
        wanted.push(ids.find((id) => id in messages) ?? ids[1]!)
      }
    }
    expect(wanted.filter((id) => (messages[id] ?? '') === '')).toEqual([])
  })

  test('are there for every fact that an adapter can tell', () => {
    const root = join(import.meta.dirname, '../../../electron/platform')
    const sources = readdirSync(root, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !file.startsWith('_template'))
      .map((file) => readFileSync(join(root, file), 'utf8'))
    const used = sources.flatMap((source) =>
      [...source.matchAll(/(?:text|date|number|flag|list)Fact\(\s*'([a-z-]+)'/g)].map(
        (match) => `fact.${match[1]!}`,
      ),
    )
    expect(used.length).toBeGreaterThan(20)
    expect(used.filter((id) => !(id in messages))).toEqual([])
    const unused = Object.keys(messages).filter(
      (id) => id.startsWith('fact.') && !used.includes(id),
    )
    expect(unused).toEqual([])
  })
})
