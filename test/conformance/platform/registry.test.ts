import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { CheckedSubject, KindAdapter } from '../../../electron/platform/adapter'
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
const OPERATIONS = ['verify', 'describe'] as const
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
  readonly describes: boolean
  readonly deadlineMs?: number
  readonly accepted?: 'value' | 'kind'
}

/** Phrase documents no body for a 401 of Strings, and is trusted by itself on its own hosts. */
const WORDLESS: readonly string[] = ['phrase/strings-token']

async function check(kind: KindAdapter, token: IssuedToken, run: Run) {
  const log = keptLog()
  const registry = new Registry({
    version: '1.2.3',
    clock: hurried,
    random: systemRandom,
    log,
    proxyFor: () => Promise.resolve(null),
    endpoints: relay.endpoints,
    ...(run.deadlineMs === undefined ? {} : { deadlineMs: run.deadlineMs }),
  })
  const found = await registry.check(
    {
      kind: kind.id,
      secret: SecretText.fromText(token.secret),
      server: { id: kind.servers[0].id, baseUrl: null },
      fields: fieldsOf(kind, token),
      since: 0,
      ...(run.accepted === undefined ? {} : { accepted: run.accepted }),
    },
    { describe: run.describes, signal: new AbortController().signal },
  )
  await registry.close()
  return { found, log }
}

/** What has to hold whatever a server says. */
function expectContained(
  kind: KindAdapter,
  token: IssuedToken,
  { found, log }: { found: CheckedSubject; log: { lines: string[] } },
): void {
  const texts = { result: JSON.stringify(found), log: log.lines.join('\n') }
  expect(scanTexts(texts, [token.secret])).toEqual([])
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
    expect(scanTexts({ url }, [token.secret])).toEqual([])
  }
}

describe.each(KINDS.map((kind) => [kind.id, kind] as const))('%s', (id, kind) => {
  const issue = (): IssuedToken => simulators.issue(id as SimulatedKind)

  /** How many requests `verify` makes while all goes well. */
  let verifying = 0
  beforeAll(async () => {
    relay.script(null)
    const { found } = await check(kind, issue(), { describes: false })
    expect(found.evidence.verdict).toBe('valid')
    verifying = relay.requests.length
  })

  test('verify: the right answer is valid, and the token’s end is seen', async () => {
    const token = issue()
    relay.script(null)
    const alive = await check(kind, token, { describes: true })
    expect(alive.found.evidence).toMatchObject({ verdict: 'valid', reason: 'accepted' })
    expectContained(kind, token, alive)
    simulators.all.find(({ service }) => id.startsWith(`${service}/`))?.revoke(token.secret)
    relay.script(null)
    // as the services do, which remember what was accepted
    const dead = await check(kind, token, { describes: true, accepted: 'value' })
    expect(dead.found.evidence.verdict).toBe('rejected')
    expectContained(kind, token, dead)
    ran += 2
  })

  for (const operation of OPERATIONS) {
    if (kind[operation] === undefined) continue
    test.each(NAMES)(`${operation}: %s`, async (name) => {
      const script = all.find((each) => each.name === name)!
      const token = issue()
      const describes = operation === 'describe'
      relay.script(describes ? verifying : 0, script.answer)
      const patience = script.answer === 'never' ? { deadlineMs: 6000 } : {}
      const outcome = await check(kind, token, { describes, ...patience })
      const { verdict, reason } = outcome.found.evidence
      if (describes) {
        // what comes after a token was proved to live does not change that
        expect(verdict).toBe('valid')
      } else {
        const counts = script.wordless === true && WORDLESS.includes(id)
        expect(counts ? ['rejected'] : script.verdicts).toContain(verdict)
        if (script.reason !== undefined) expect(reason).toBe(script.reason)
      }
      expectContained(kind, token, outcome)
      ran++
    })
  }
})
