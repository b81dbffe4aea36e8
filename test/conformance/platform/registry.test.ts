import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type {
  CheckedSubject,
  Grant,
  KindAdapter,
  Subject,
} from '../../../electron/platform/adapter'
import { ADAPTERS, Registry } from '../../../electron/platform/registry'
import { SecretText } from '../../../electron/service/secret'
import { systemRandom } from '../../../electron/app/random'
import type { FieldValues } from '../../../shared/model/service'
import { accessLayer, fact } from '../../../shared/model/token'
import { evidence } from '../../../shared/model/verdict'
import { scanTexts } from '../../helper/canary'
import { hurried, keptLog } from '../../integration/platform/desk'
import { startLoopback, type Loopback } from '../../integration/platform/loopback'
import { startSimulators, type IssuedToken, type Simulators } from '../../simulator'
import type { SimulatedKind } from '../../simulator/types'
import { scripts, type Script } from './answers'
import { startRelay, type Relay } from './relay'

const KINDS = ADAPTERS.flatMap(({ kinds }) => kinds)
const OPERATIONS = ['verify', 'describe', 'exchange'] as const
const NAMES = scripts('').map(({ name }) => name)

let simulators: Simulators
let relay: Relay
let stranger: Loopback
let all: readonly Script[]
let ran = 0
beforeAll(async () => {
  simulators = await startSimulators({ seed: 'conformance', limits: false })
  relay = await startRelay(simulators.endpoints())
  stranger = await startLoopback()
  all = scripts(stranger.origin)
})
beforeEach(() => simulators.reset())
afterAll(async () => {
  process.stdout.write(`Conformance: ${ran} combinations of kind, operation and answer\n`)
  await Promise.all([relay.close(), stranger.close(), simulators.close()])
})

/** The fields that a check needs, and the first of every choice, so that more is asked. */
function fieldsOf(kind: KindAdapter, token: IssuedToken): FieldValues {
  const entries = kind.fields.flatMap(({ key, type, options, requiredFor }) => {
    if (type === 'select') return [[key, options[0] ?? '']]
    return requiredFor === 'check' && token.project !== null ? [[key, token.project.id]] : []
  })
  return Object.fromEntries(entries) as FieldValues
}

type Run = {
  readonly operation: (typeof OPERATIONS)[number]
  readonly deadlineMs?: number
  readonly accepted?: 'value' | 'kind'
}

type Outcome = {
  readonly found: CheckedSubject
  /** What the token was exchanged for; a check hands it on too. */
  readonly grant: Grant | null
  readonly log: { readonly lines: string[] }
}

/** Phrase documents no body for a 401 of Strings, and is trusted by itself on its own hosts. */
const WORDLESS: readonly string[] = ['phrase/strings-token']

async function run(kind: KindAdapter, token: IssuedToken, how: Run): Promise<Outcome> {
  const log = keptLog()
  const registry = new Registry({
    version: '1.2.3',
    clock: hurried,
    random: systemRandom,
    log,
    proxyFor: () => Promise.resolve(null),
    endpoints: relay.endpoints,
    ...(how.deadlineMs === undefined ? {} : { deadlineMs: how.deadlineMs }),
  })
  const subject: Subject = {
    kind: kind.id,
    secret: SecretText.fromText(token.secret),
    server: { id: kind.servers[0].id, baseUrl: null },
    fields: fieldsOf(kind, token),
    since: 0,
    ...(how.accepted === undefined ? {} : { accepted: how.accepted }),
  }
  const { signal } = new AbortController()
  const describe = how.operation === 'describe'
  let grant: Grant | null = null
  let found: CheckedSubject
  if (how.operation === 'exchange') {
    ;({ grant, ...found } = await registry.exchange(subject, { signal }))
  } else {
    const keep = (given: Grant): void => void (grant = given)
    found = await registry.check(subject, { describe, signal, keep })
  }
  await registry.close()
  return { found, grant, log }
}

/** What has to hold whatever a server says. */
function expectContained(
  kind: KindAdapter,
  token: IssuedToken,
  { found, grant, log }: Outcome,
): void {
  const texts = { result: JSON.stringify({ found, grant }), log: log.lines.join('\n') }
  const secrets = [token.secret, ...(grant ? [grant.value.text()] : [])]
  expect(scanTexts(texts, secrets)).toEqual([])
  // access comes with a verdict that says that the token lives, and only from kinds that have it
  if (grant) {
    expect(found.evidence.verdict).toBe('valid')
    expect(kind.exchange !== undefined).toBe(true)
    expect(grant.expiresAt).toBeGreaterThan(found.at)
    expect(grant.value.text()).toMatch(/^[\x21-\x7e]{8,}$/)
  }
  expect(log.lines.filter((line) => line.startsWith('fault'))).toEqual([])
  expect(evidence.safeParse(found.evidence).error).toBeUndefined()
  for (const each of found.description.facts ?? []) expect(fact.parse(each)).toEqual(each)
  for (const each of found.description.access ?? []) expect(accessLayer.parse(each)).toEqual(each)
  expect({}).not.toHaveProperty('polluted')

  expect(stranger.requests).toEqual([])
  const declared = new Set(
    [
      ...kind.servers.map(({ apiBase }) => apiBase),
      ...Object.values(kind.extraBases ?? {}).flatMap((bases) => Object.values(bases)),
    ].map((base) => new URL(base).origin),
  )
  for (const { origin, url, headers } of relay.requests) {
    expect(declared).toContain(origin)
    expect(headers['user-agent']).toMatch(/^Keyglot\/1\.2\.3 /)
    expect(headers.cookie).toBeUndefined()
    expect(scanTexts({ url }, secrets)).toEqual([])
  }
}

describe.each(KINDS.map((kind) => [kind.id, kind] as const))('%s', (id, kind) => {
  const issue = (): IssuedToken => simulators.issue(id as SimulatedKind)

  /** How many requests `verify` makes while all goes well. */
  let verifying = 0
  beforeAll(async () => {
    relay.script(null)
    const { found } = await run(kind, issue(), { operation: 'verify' })
    expect(found.evidence.verdict).toBe('valid')
    verifying = relay.requests.length
  })

  test('verify: the right answer is valid, and the token’s end is seen', async () => {
    const token = issue()
    relay.script(null)
    const alive = await run(kind, token, { operation: 'describe' })
    expect(alive.found.evidence).toMatchObject({ verdict: 'valid', reason: 'accepted' })
    expectContained(kind, token, alive)
    simulators.all.find(({ service }) => id.startsWith(`${service}/`))?.revoke(token.secret)
    relay.script(null)
    // as the services do, which remember what was accepted
    const dead = await run(kind, token, { operation: 'describe', accepted: 'value' })
    expect(dead.found.evidence.verdict).toBe('rejected')
    expectContained(kind, token, dead)
    ran += 2
  })

  if (kind.exchange !== undefined) {
    test('exchange: the right answer is access, and the token’s end is seen', async () => {
      const token = issue()
      relay.script(null)
      const alive = await run(kind, token, { operation: 'exchange' })
      expect(alive.found.evidence).toMatchObject({ verdict: 'valid', reason: 'accepted' })
      expect(alive.grant).not.toBeNull()
      expectContained(kind, token, alive)
      simulators.all.find(({ service }) => id.startsWith(`${service}/`))?.revoke(token.secret)
      relay.script(null)
      const dead = await run(kind, token, { operation: 'exchange', accepted: 'value' })
      expect(dead.found.evidence.verdict).toBe('rejected')
      expect(dead.grant).toBeNull()
      expectContained(kind, token, dead)
      ran += 2
    })
  }

  for (const operation of OPERATIONS) {
    if (kind[operation] === undefined) continue
    test.each(NAMES)(`${operation}: %s`, async (name) => {
      const script = all.find((each) => each.name === name)!
      const token = issue()
      const describes = operation === 'describe'
      relay.script(describes ? verifying : 0, script.answer)
      const patience = script.answer === 'never' ? { deadlineMs: 6000 } : {}
      const outcome = await run(kind, token, { operation, ...patience })
      const { verdict, reason } = outcome.found.evidence
      if (describes) {
        // what comes after a token was proved to live does not change that
        expect(verdict).toBe('valid')
      } else {
        const counts = script.wordless === true && WORDLESS.includes(id)
        expect(counts ? ['rejected'] : script.verdicts).toContain(verdict)
        if (script.reason !== undefined) expect(reason).toBe(script.reason)
      }
      if (operation === 'exchange') expect(outcome.grant !== null).toBe(verdict === 'valid')
      expectContained(kind, token, outcome)
      ran++
    })
  }
})
