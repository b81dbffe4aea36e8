import { describe, expect, test, vi } from 'vitest'
import { createAddFlow } from '../../../renderer/feature/add/flow'
import { firstServer, hostOf, standingOf } from '../../../renderer/feature/add/rules'
import { services } from '../../component/fake-platforms'
import { PASTE_MAX } from '../../../shared/model/limit'
import type { ServerRef } from '../../../shared/model/service'
import { DEFAULT_SETTINGS } from '../../../shared/model/settings'
import type { TokenId, TokenSummary } from '../../../shared/model/token'
import { isAlive, VERDICTS } from '../../../shared/model/verdict-list'
import { replaceAll } from '../../../renderer/store/tokens'
import { eventually } from '../../helper/eventually'
import { makeSecret } from '../../simulator/secrets'
import { loadedHarness, type Harness } from './harness'

const asked = ({ fake }: Harness): string[] => fake.log.calls.map((call) => call.name)

/** Leaves tokens of Tolgee at these servers only. */
function tolgeeAt(harness: Harness, ...servers: readonly ServerRef[]): Harness {
  const rows = harness.app.tokens.getState().list.filter((row) => !row.kind.startsWith('tolgee/'))
  const known = harness.app.tokens.getState().list.find((row) => row.settled?.verdict === 'valid')
  if (!known) throw new Error('No sample works')
  const there = servers.map((server, index) => ({
    ...known,
    id: `${index}`.padStart(22, 't') as TokenId,
    kind: 'tolgee/pat' as const,
    server,
  }))
  harness.app.tokens.setState(replaceAll([...rows, ...there]))
  return harness
}

const CLOUD: ServerRef = { id: 'cloud', baseUrl: null }
const OWN: ServerRef = { id: 'custom', baseUrl: 'https://tolgee.acme.example' }
const checksOf = ({ fake }: Harness) =>
  fake.log.calls.filter((call) => call.name === 'draft.check').map((call) => call.input)

const kindOf = (id: string) => {
  const kind = services.flatMap((service) => service.kinds).find((each) => each.id === id)
  if (!kind) throw new Error(`There is no kind ${id}`)
  return kind
}

describe('adding a token', () => {
  test('with a clear beginning is recognized and checked without a question', async () => {
    const harness = tolgeeAt(loadedHarness(), CLOUD)
    const flow = createAddFlow(harness.app)
    await flow.open(`export TOLGEE_API_KEY="${makeSecret('tolgee/pak', { projectId: 875 })}"`)
    expect(flow.store.getState()).toMatchObject({ stage: 'draft', kind: 'tolgee/pak' })
    expect(flow.store.getState().draft?.variable).toBe('TOLGEE_API_KEY')
    await eventually(() => flow.store.getState().findings?.evidence.verdict).toBe('valid')
    expect(flow.store.getState().label).toBe('website-ci')
  })

  test('keeps no text of the paste anywhere in its state', async () => {
    const harness = tolgeeAt(loadedHarness(), CLOUD)
    const flow = createAddFlow(harness.app)
    const secret = makeSecret('tolgee/pat')
    await flow.open(secret)
    await eventually(() => flow.store.getState().findings).not.toBeNull()
    const kept = JSON.stringify([flow.store.getState(), harness.app.overlay.getState()])
    expect(kept).not.toContain(secret)
  })

  test('that may be of several kinds is sent nowhere before the user says which', async () => {
    const harness = loadedHarness()
    const flow = createAddFlow(harness.app)
    await flow.open(makeSecret('lokalise/api-token'))
    expect(flow.store.getState().draft?.candidates.length).toBeGreaterThan(1)
    // the likeliest is proposed
    expect(flow.store.getState().kind).toBe(flow.store.getState().draft?.candidates[0]?.kind)
    for (const { id } of services.flatMap((service) => service.kinds)) {
      flow.chooseKind(id)
      harness.clock.pass(60_000)
    }
    flow.chooseKind('phrase/platform-token')
    flow.chooseKind('lokalise/api-token')
    harness.clock.pass(60_000)
    expect(asked(harness)).not.toContain('draft.check')
    expect(flow.store.getState().sent).toEqual([])

    await flow.check()
    await eventually(() => flow.store.getState().findings?.evidence.verdict).toBe('valid')
    const checks = harness.fake.log.calls.filter((call) => call.name === 'draft.check')
    expect(checks.map((call) => (call.input as { kind: string }).kind)).toEqual([
      'lokalise/api-token',
    ])
    expect(flow.store.getState().sent).toEqual(['Lokalise'])
  })

  test('that was sent to its platform is not sent to another by a change of the kind', async () => {
    const harness = loadedHarness()
    const flow = createAddFlow(harness.app)
    await flow.open(makeSecret('transifex/api-token'))
    await eventually(() => flow.store.getState().findings).not.toBeNull()
    flow.chooseKind('phrase/strings-token')
    flow.setServer({ id: 'us', baseUrl: null })
    flow.setFields({})
    harness.clock.pass(60_000)
    expect(checksOf(harness)).toHaveLength(1)
    // what the window says of it stays true
    expect(flow.store.getState()).toMatchObject({ findings: null, sent: ['Transifex'] })
    await flow.check()
    expect(flow.store.getState().sent).toEqual(['Transifex', 'Phrase'])
    flow.discard()
    expect(flow.store.getState().sent).toEqual([])
  })

  test('waits for the fields that its platform needs', async () => {
    const harness = loadedHarness()
    const flow = createAddFlow(harness.app)
    await flow.open(makeSecret('locize/api-key'))
    expect(flow.store.getState().kind).toBe('locize/api-key')
    await flow.check()
    expect(asked(harness)).not.toContain('draft.check')
    flow.setFields({ projectId: 'not a project' })
    await flow.check()
    expect(asked(harness)).not.toContain('draft.check')
    flow.setFields({ projectId: '7a3c9e10-4f6b-4a6e-9d1b-2f1f6f0a8c55' })
    harness.clock.pass(60_000)
    expect(asked(harness)).not.toContain('draft.check')
    await flow.check()
    await eventually(() => flow.store.getState().findings?.evidence.verdict).toBe('valid')
  })

  test('takes over the fields that stood beside it', async () => {
    const harness = loadedHarness()
    const flow = createAddFlow(harness.app)
    const projectId = '7a3c9e10-4f6b-4a6e-9d1b-2f1f6f0a8c55'
    await flow.open(`LOCIZE_PROJECTID=${projectId}\nLOCIZE_API_KEY=${makeSecret('locize/api-key')}`)
    expect(flow.store.getState()).toMatchObject({ kind: 'locize/api-key', fields: { projectId } })
    await eventually(() => flow.store.getState().findings?.evidence.verdict).toBe('valid')
    // taken away, it is gone
    flow.setFields({})
    expect(flow.store.getState().fields).toEqual({})
  })

  test('is not sent to the address of a page beside it', async () => {
    const harness = loadedHarness()
    const flow = createAddFlow(harness.app)
    await flow.open(
      `[https://app.transifex.com]\nrest_hostname = https://rest.api.transifex.com\ntoken = ${makeSecret('transifex/api-token')}`,
    )
    expect(flow.store.getState()).toMatchObject({
      kind: 'transifex/api-token',
      server: { id: 'cloud', baseUrl: null },
    })
  })

  test('is never sent to a half-typed server', async () => {
    const harness = tolgeeAt(loadedHarness(), CLOUD)
    const flow = createAddFlow(harness.app)
    await flow.open(makeSecret('tolgee/pat'))
    await eventually(() => flow.store.getState().findings).not.toBeNull()
    const before = checksOf(harness).length
    flow.setServer({ id: 'custom', baseUrl: 'https://tolgee.acm' })
    harness.clock.pass(5000)
    expect(checksOf(harness)).toHaveLength(before)
    expect(flow.store.getState().findings).toBeNull()
    await flow.check()
    expect(checksOf(harness)).toHaveLength(before + 1)
  })

  test('drops an answer to a question that is no longer asked', async () => {
    const harness = tolgeeAt(loadedHarness(), CLOUD)
    const flow = createAddFlow(harness.app)
    await flow.open(makeSecret('tolgee/pat'))
    expect(checksOf(harness)).toHaveLength(1)
    flow.setServer({ id: 'custom', baseUrl: 'https://tolgee.acme.example' })
    await new Promise((done) => setImmediate(done))
    expect(flow.store.getState()).toMatchObject({ findings: null, checking: false })
  })

  test('keeps a label that the user wrote', async () => {
    const harness = tolgeeAt(loadedHarness(), CLOUD)
    const flow = createAddFlow(harness.app)
    await flow.open(makeSecret('tolgee/pak'))
    flow.setLabel('my own')
    await eventually(() => flow.store.getState().findings).not.toBeNull()
    expect(flow.store.getState().label).toBe('my own')
  })

  test('is saved unchecked too, and starts anew afterwards', async () => {
    const harness = loadedHarness()
    const flow = createAddFlow(harness.app)
    await flow.open(makeSecret('locize/api-key'))
    flow.setLabel('offline')
    const saved = await flow.save()
    expect(saved?.label).toBe('offline')
    expect(flow.store.getState().stage).toBe('paste')
  })

  test('that is saved before the answer came is asked about once it is stored', async () => {
    const harness = tolgeeAt(loadedHarness(), CLOUD)
    const flow = createAddFlow(harness.app)
    vi.spyOn(harness.fake.fake, 'wait').mockReturnValueOnce(new Promise(() => undefined))
    await flow.open(makeSecret('tolgee/pat'))
    expect(flow.store.getState().checking).toBe(true)
    const saved = await flow.save()
    expect(saved?.check).toBeNull()
    await eventually(() => harness.app.token(saved?.id ?? null)?.check?.verdict).toBe('valid')
    expect(harness.app.toaster.store.getState().toasts).toEqual([])
  })

  test('that was sent nowhere yet is sent nowhere by being saved', async () => {
    const harness = tolgeeAt(loadedHarness())
    const flow = createAddFlow(harness.app)
    await flow.open(makeSecret('tolgee/pat'))
    expect(flow.store.getState().agreed).toBe(false)
    const saved = await flow.save()
    harness.clock.pass(60_000)
    expect(saved?.check).toBeNull()
    expect(checksOf(harness)).toEqual([])
    const asked = harness.fake.log.calls.filter(({ name }) => name.startsWith('check.'))
    expect(asked).toEqual([])
  })

  test('that was asked about, or cannot be, is not asked about again', async () => {
    const harness = tolgeeAt(loadedHarness(), CLOUD)
    const flow = createAddFlow(harness.app)
    await flow.open(makeSecret('tolgee/pat'))
    await eventually(() => flow.store.getState().findings).not.toBeNull()
    await flow.save()
    await flow.open(makeSecret('locize/api-key'))
    await flow.save()
    expect(asked(harness)).not.toContain('check.one')
  })

  test('of any length is refused for its length', async () => {
    const harness = loadedHarness()
    const flow = createAddFlow(harness.app)
    await flow.open('x'.repeat(3 * 1024 * 1024))
    const [call] = harness.fake.log.calls
    expect((call?.input as { text: string }).text).toHaveLength(PASTE_MAX + 1)
    expect(flow.store.getState().refused?.code).toBe('secret.too-long')
    harness.app.act.pasteAdd('x'.repeat(3 * 1024 * 1024))
    const last = harness.fake.log.calls.at(-1)
    expect((last?.input as { text: string }).text).toHaveLength(PASTE_MAX + 1)
  })

  test('says why a paste was refused, and takes the next one', async () => {
    const harness = loadedHarness()
    const flow = createAddFlow(harness.app)
    await flow.open('   ')
    expect(flow.store.getState()).toMatchObject({
      stage: 'paste',
      refused: { code: 'secret.empty' },
    })
    await flow.open(makeSecret('tolgee/pat'))
    expect(flow.store.getState().refused).toBeNull()
  })

  test('that is given up while it is read is given back, and sent nowhere', async () => {
    const harness = tolgeeAt(loadedHarness(), CLOUD)
    const flow = createAddFlow(harness.app)
    const opening = flow.open(makeSecret('tolgee/pat'))
    flow.discard()
    await opening
    harness.clock.pass(5000)
    expect(asked(harness).slice(-2)).toEqual(['draft.open', 'draft.discard'])
    expect(flow.store.getState()).toMatchObject({ stage: 'paste', draft: null, kind: null })
  })

  test('takes the place of one that was pasted before, whichever is read first', async () => {
    const harness = tolgeeAt(loadedHarness(), CLOUD)
    const flow = createAddFlow(harness.app)
    await Promise.all([flow.open(makeSecret('locize/pat')), flow.open(makeSecret('tolgee/pat'))])
    expect(flow.store.getState().kind).toBe('tolgee/pat')
    expect(asked(harness).filter((name) => name === 'draft.discard')).toHaveLength(1)
    await flow.open(makeSecret('tolgee/pak'))
    expect(asked(harness).filter((name) => name === 'draft.discard')).toHaveLength(2)
  })

  test('gives a draft back when it is given up', async () => {
    const harness = loadedHarness()
    const flow = createAddFlow(harness.app)
    await flow.open(makeSecret('tolgee/pat'))
    flow.discard()
    expect(asked(harness)).toContain('draft.discard')
    expect(flow.store.getState().draft).toBeNull()
  })

  test('proposes a rotation policy only where no end is known', async () => {
    const harness = loadedHarness()
    harness.app.session.setState({ settings: DEFAULT_SETTINGS })
    const flow = createAddFlow(harness.app)
    await flow.open(makeSecret('transifex/api-token'))
    expect(flow.store.getState().rotateEveryDays).toBe(90)
    await flow.open(makeSecret('tolgee/pat'))
    await flow.check()
    expect(flow.store.getState().findings).not.toBeNull()
    expect(flow.store.getState().rotateEveryDays).toBeNull()
  })
})

describe('a token that may belong to any server', () => {
  test.each([
    ['no other is known', []],
    ['others are at several servers', [OWN, CLOUD, OWN]],
  ])('is sent nowhere by itself where %s', async (_, servers) => {
    const harness = tolgeeAt(loadedHarness(), ...servers)
    const flow = createAddFlow(harness.app)
    await flow.open(`TOLGEE_API_KEY=${makeSecret('tolgee/pat')}`)
    expect(flow.store.getState()).toMatchObject({
      kind: 'tolgee/pat',
      agreed: false,
      server: servers[0] ?? CLOUD,
    })
    flow.setFields({ projectId: '875' })
    flow.setServer(OWN)
    flow.setServer(CLOUD)
    flow.setFields({})
    harness.clock.pass(60_000)
    expect(checksOf(harness)).toEqual([])

    await flow.check()
    expect(checksOf(harness)).toMatchObject([{ server: CLOUD }])
    flow.setFields({ projectId: '875' })
    harness.clock.pass(60_000)
    expect(checksOf(harness)).toHaveLength(1)
    expect(flow.store.getState().sent).toEqual([hostOf(kindOf('tolgee/pat'), CLOUD)])
  })

  test.each([CLOUD, OWN])('is checked at once where all others are at %j', async (server) => {
    const harness = tolgeeAt(loadedHarness(), server, server)
    const flow = createAddFlow(harness.app)
    await flow.open(makeSecret('tolgee/pak', { projectId: 875 }))
    await eventually(() => flow.store.getState().findings).not.toBeNull()
    expect(checksOf(harness)).toMatchObject([{ server }])
  })
})

describe('the server to begin with', () => {
  const tolgee = kindOf('tolgee/pat')
  const { list } = loadedHarness().app.tokens.getState()
  const worked = list.find((row) => row.settled?.verdict === 'valid')!
  const at = (server: ServerRef, change: object = {}): TokenSummary => ({
    ...worked,
    kind: 'tolgee/pak',
    server,
    ...change,
  })

  test('is the one whose address stood beside the value', () => {
    const beside = (url: string | null, ...tokens: TokenSummary[]) =>
      firstServer(tolgee, url, tokens)
    expect(beside('https://app.tolgee.io')).toEqual({ server: CLOUD, sure: true })
    // an address that somebody wrote beside a token is not reason enough to send it there
    expect(beside('https://tolgee.acme.example')).toEqual({ server: OWN, sure: false })
    expect(beside('https://tolgee.acme.example', at(OWN), at(CLOUD))).toEqual({
      server: OWN,
      sure: true,
    })
  })

  test('is else the one where the others have worked', () => {
    const usual = (...tokens: TokenSummary[]) => firstServer(tolgee, null, tokens)
    expect(usual()).toEqual({ server: CLOUD, sure: false })
    expect(usual(at(OWN), at(OWN))).toEqual({ server: OWN, sure: true })
    expect(usual(at(CLOUD), at(OWN), at(OWN))).toEqual({ server: OWN, sure: false })
    const rejected = { settled: { ...worked.settled, verdict: 'rejected' } }
    for (const change of [{ settled: null }, rejected, { kind: 'locize/pat' }]) {
      expect(usual(at(OWN, change))).toEqual({ server: CLOUD, sure: false })
    }
  })

  test('needs no question where there is no other', () => {
    const { id } = kindOf('transifex/api-token').servers[0]!
    expect(firstServer(kindOf('transifex/api-token'), null, [])).toEqual({
      server: { id, baseUrl: null },
      sure: true,
    })
  })

  test('keeps the path of an own one, and knows the pages of the platform’s', () => {
    const first = (kind: string, url: string) => firstServer(kindOf(kind), url, []).server
    expect(first('tolgee/pat', 'https://tolgee.acme.example/base')).toEqual({
      id: 'custom',
      baseUrl: 'https://tolgee.acme.example/base',
    })
    expect(first('phrase/strings-token', 'https://api.us.app.phrase.com/v2').id).toBe('us')
    expect(first('phrase/strings-token', 'https://us.app.phrase.com').id).toBe('us')
    expect(first('locize/pat', 'https://api.locize.app').id).toBe('pro')
  })

  test.each([
    ['transifex/api-token', 'https://app.transifex.com'],
    ['transifex/api-token', 'https://www.transifex.com'],
    ['locize/pat', 'https://mcp.locize.app'],
    ['tolgee/pat', 'https://docs.tolgee.io'],
    ['lokalise/api-token', 'https://app.lokalise.com'],
  ])('is for %s no custom one at %s', (kind, baseUrl) => {
    const info = kindOf(kind)
    expect(firstServer(info, baseUrl, []).server).toEqual({
      id: info.servers[0]?.id,
      baseUrl: null,
    })
  })

  test('is a custom one only for platforms that people run themselves', () => {
    const custom = services
      .flatMap((service) => service.kinds)
      .filter((kind) => firstServer(kind, 'https://own.example', []).server.id === 'custom')
    expect(custom.map((kind) => kind.id)).toEqual(['tolgee/pat', 'tolgee/pak', 'tolgee/legacy-key'])
  })
})

describe('what saving means after a check', () => {
  test('is nothing to speak of only where the token was seen to work', () => {
    const quiet = VERDICTS.filter((verdict) => standingOf(verdict, null) === null)
    expect(quiet).toEqual(VERDICTS.filter(isAlive))
    expect(standingOf('not-yet-active', null)).toBe('add.standing-open')
    expect(standingOf(undefined, null)).toBe('add.standing-unchecked')
    expect(standingOf('expired', { selfHosted: true })).toBe('add.standing-dead')
    expect(standingOf('rejected', { selfHosted: false })).toBe('add.standing-dead')
    expect(standingOf('rejected', { selfHosted: true })).toBe('add.standing-dead-here')
  })
})
