import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { KindAdapter, Subject } from '../../../electron/platform/adapter'
import type {
  Managed,
  ManagerKey,
  OpenSession,
  RemoteToken,
} from '../../../electron/platform/management'
import { ADAPTERS, Registry } from '../../../electron/platform/registry'
import { systemClock } from '../../../electron/app/clock'
import { systemRandom } from '../../../electron/app/random'
import type { Clock } from '../../../electron/service/port'
import { PROBLEMS } from '../../../shared/model/management'
import { scanTexts } from '../../helper/canary'
import { keptLog } from '../../integration/platform/desk'
import { bySignIn, byToken, subjectOf, value } from '../../integration/platform/managing'
import { startLoopback, type Loopback } from '../../integration/platform/loopback'
import { startSimulators, type Simulators } from '../../simulator'
import type { SimulatedKind } from '../../simulator/types'
import { GONE, manageScripts, OWN, type ManageScript } from './manage-answers'
import { startRelay, type Relay } from './relay'

const KINDS = ADAPTERS.flatMap(({ kinds }) => kinds).filter(({ manage }) => manage !== undefined)
const OPERATIONS = ['open', 'list', 'find', 'create', 'revoke', 'limit'] as const
type Operation = (typeof OPERATIONS)[number]
const WRITES: readonly Operation[] = ['create', 'revoke', 'limit']
const NAMES = manageScripts('').map(({ name }) => name)
/** Their refusals of a sign-in are documented without a body. */
const WORDLESS: readonly string[] = ['phrase/strings-token']
/** Their answer to a deletion has no body. */
const SILENT: readonly string[] = [
  'tolgee/pat',
  'tolgee/pak',
  'tolgee/legacy-key',
  'phrase/strings-token',
]

/** The machine's clock with its seconds four hundred times as short: pauses between calls are not tried here. */
const swift: Clock = {
  now: () => systemClock.now(),
  monotonic: () => systemClock.monotonic() * 400,
  after: (ms, run) => systemClock.after(ms / 400, run),
}
const PATIENT_MS = 8_000_000
const BRIEF_MS = 120_000

let simulators: Simulators
let relay: Relay
let stranger: Loopback
let all: readonly ManageScript[]
let ran = 0
beforeAll(async () => {
  simulators = await startSimulators({ seed: 'managing', limits: false })
  relay = await startRelay(simulators.endpoints())
  stranger = await startLoopback()
  all = manageScripts(stranger.origin)
})
beforeEach(() => simulators.reset())
afterAll(async () => {
  process.stdout.write(`Conformance: ${ran} combinations of kind, managing call and answer\n`)
  await Promise.all([relay.close(), stranger.close(), simulators.close()])
})

/** One person at work: a token, a way in, and what may never be told. */
function scene(id: SimulatedKind) {
  const token = simulators.issue(id, { label: 'Deploy' })
  const subject = subjectOf(token)
  if (id === 'lokalise/sdk-token') {
    const manager = simulators.issue('lokalise/api-token')
    return { subject, key: byToken(manager), secrets: [token.secret, manager.secret] }
  }
  const signIn = id.startsWith('tolgee/') ? simulators.tolgee.signIn() : simulators.phrase.signIn()
  const { password } = signIn
  return { subject, key: bySignIn(signIn), secrets: [token.secret, password] }
}

function deskOf(deadlineMs: number) {
  const log = keptLog()
  const registry = new Registry({
    version: '1.2.3',
    clock: swift,
    random: systemRandom,
    log,
    proxyFor: () => Promise.resolve(null),
    endpoints: relay.endpoints,
    deadlineMs,
  })
  const open = (subject: Subject, key: ManagerKey) =>
    registry.openSession(subject, key, { signal: new AbortController().signal })
  return { log, open, close: () => registry.close() }
}

function act(
  session: OpenSession,
  operation: Exclude<Operation, 'open'>,
  { subject, like }: { subject: Subject; like: RemoteToken },
): Promise<Managed<unknown>> {
  switch (operation) {
    case 'list':
      return session.list(subject)
    case 'find':
      return session.find(subject)
    case 'create':
      return session.create(subject, { name: 'Deploy (k7)', expiresAt: null, like })
    case 'revoke':
      return session.revoke(subject, like.id)
    case 'limit':
      return session.limit(subject, like.id, Date.now() + 60_000)
  }
}

/** Does one thing while the platform answers as scripted; what comes before goes well. */
async function run(
  kind: KindAdapter,
  operation: Operation,
  { answer, through }: Pick<ManageScript, 'answer'> & { through: number },
) {
  const { subject, key, secrets } = scene(kind.id as SimulatedKind)
  const desk = deskOf(answer === 'never' ? BRIEF_MS : PATIENT_MS)
  relay.script(operation === 'open' ? through : null, answer)
  const opening = await desk.open(subject, key)
  if (operation === 'open') return { outcome: opening, desk, secrets, before: simulators.live() }
  const session = value(opening)
  const like = value(await session.find(subject))!
  const heard = relay.requests.map(({ headers }) => headers.authorization?.split(' ')[1] ?? '')
  const before = simulators.live()
  relay.script(through, answer)
  const outcome = await act(session, operation, { subject, like })
  return { outcome, desk, before, secrets: [...secrets, ...heard.filter((each) => each !== '')] }
}

type Ran = Awaited<ReturnType<typeof run>>

/** What has to hold whatever a server says. */
async function expectContained(kind: KindAdapter, { outcome, desk, secrets }: Ran): Promise<void> {
  await desk.close()
  const texts = { outcome: JSON.stringify(outcome), log: desk.log.lines.join('\n') }
  expect(scanTexts(texts, secrets)).toEqual([])
  expect(desk.log.lines.filter((line) => line.startsWith('fault'))).toEqual([])
  if (!outcome.ok) {
    expect(PROBLEMS).toContain(outcome.error.problem)
    expect(outcome.error.code ?? '').toMatch(/^[A-Za-z0-9_. -]{0,64}$/)
  }
  expect({}).not.toHaveProperty('polluted')
  expect(stranger.requests).toEqual([])
  const access = kind.manage!.access
  const helping = access.by === 'token' ? [access.kind] : []
  const declared = ADAPTERS.flatMap(({ kinds }) => kinds)
    .filter(({ id }) => id === kind.id || helping.includes(id))
    .flatMap(({ servers }) => servers.map(({ apiBase }) => new URL(apiBase).origin))
  for (const { origin, url, headers } of relay.requests) {
    expect(declared).toContain(origin)
    expect(headers['user-agent']).toMatch(/^Keyglot\/1\.2\.3 /)
    expect(headers.cookie).toBeUndefined()
    expect(scanTexts({ url }, secrets)).toEqual([])
  }
}

describe.each(KINDS.map((kind) => [kind.id, kind] as const))('%s', (id, kind) => {
  for (const operation of OPERATIONS) {
    if (kind.manage![operation] === undefined) continue
    // signing in to Phrase asks nothing
    if (operation === 'open' && id === 'phrase/strings-token') continue
    const writes = WRITES.includes(operation)
    /** The last request of several is the one that is answered so. */
    const through = operation === 'find' && id.startsWith('tolgee/') ? 1 : 0

    test.each(NAMES)(`${operation}: %s`, async (name) => {
      const script = all.find((each) => each.name === name)!
      const done = await run(kind, operation, { answer: script.answer, through })
      const { outcome } = done
      const silent = script.silent === true && operation === 'revoke' && SILENT.includes(id)
      const wordless = WORDLESS.includes(id) ? script.wordless : undefined
      if (silent) expect(outcome).toEqual({ ok: true, value: 'revoked' })
      else if (script.problem === undefined) {
        // words that happen to be a platform's own for 'not there' may count, nothing else
        expect(outcome.ok ? outcome.value : 'failed').toMatch(/^(?:gone|failed)$/)
        if (!outcome.ok && !writes) expect(outcome.error.effect).toBe('none')
      } else {
        const effect = writes && wordless === undefined ? script.effect : 'none'
        const problem = wordless ?? script.problem
        expect(outcome).toMatchObject({ ok: false, error: { problem, effect } })
      }
      // a write is never tried twice, and nothing of this reached the platform
      if (writes) expect(relay.requests).toHaveLength(1)
      expect(simulators.live()).toEqual(done.before)
      await expectContained(kind, done)
      ran++
    })

    test(`${operation}: the right answer and __proto__`, async () => {
      const done = await run(kind, operation, { answer: 'with-proto', through: 0 })
      expect(done.outcome).toMatchObject({ ok: true })
      await expectContained(kind, done)
      ran++
    })

    if (operation === 'open') continue
    test.each(OWN[id] ?? [])(
      `${operation}: %i in its own words %j`,
      async (status, body, problem) => {
        const answer = { status, body: JSON.stringify(body) }
        const done = await run(kind, operation, { answer, through })
        expect(done.outcome).toMatchObject({ error: { problem, effect: 'none', status } })
        await expectContained(kind, done)
        ran++
      },
    )
  }

  test.each(GONE[id] ?? [])('revoke: %i %j says that it is gone', async (status, body) => {
    const answer = { status, body: JSON.stringify(body) }
    const done = await run(kind, 'revoke', { answer, through: 0 })
    expect(done.outcome).toEqual({ ok: true, value: 'gone' })
    await expectContained(kind, done)
    ran++
  })

  test('has its refusals written down', () => {
    expect(OWN[id]?.length).toBeGreaterThan(0)
  })
})
