import { afterEach, describe, expect, it } from 'vitest'
import { createSecrets } from '../../simulator/secrets'
import { scanFolder, scanTexts } from '../../helper/canary'
import { eventually } from '../../helper/eventually'
import { overriding } from '../../helper/overriding'
import { openBench, type Bench, type BenchOptions } from '../../helper/services'
import type { Script } from '../../helper/scripted-platforms'
import { codeOf } from '../../helper/vault'
import { Asker } from '../../../electron/service/asker'
import { ExchangeService, type ExchangeMade } from '../../../electron/service/exchange-service'
import { appError } from '../../../shared/error'
import type { TokenId } from '../../../shared/model/token'
import { err } from '../../../shared/result'

const secrets = createSecrets('exchanges')
const HOUR = 3_600_000
const LIFE = 4 * HOUR
const MARGIN = 60_000

let bench: Bench
afterEach(() => bench.end())

let serial = 0
/** Looks like no other, so that it is found wherever it may turn up. */
const access = (): string => `header${++serial}.${secrets.make('lokalise/api-token')}.signature`

const server = { id: 'us', baseUrl: null }

/** From now on the platform gives this for the token. */
function give(value: string, grant = access(), change: Partial<Script> = {}): string {
  bench.platforms.script(value, {
    verdict: 'valid',
    server,
    grant: { value: grant, seconds: LIFE / 1000 },
    ...change,
  })
  return grant
}

async function withToken(options: BenchOptions = {}): Promise<{ id: TokenId; value: string }> {
  bench = await openBench(options)
  const value = secrets.make('phrase/platform-token')
  const { id } = await bench.add(value, { fields: { product: 'Strings' } })
  return { id, value }
}

async function copied() {
  const token = await withToken()
  const grant = give(token.value)
  const answer = await bench.must('exchange.copy', { id: token.id })
  return { ...token, grant, answer }
}

const exchanges = () => bench.platforms.asked.filter(({ exchange }) => exchange === true)
const told = () => bench.told('exchange.changed').map(({ expiresAt }) => expiresAt)
const state = (id: TokenId) => bench.must('exchange.state', { id })

describe('copying access', () => {
  it('exchanges the token, puts what it got on the clipboard, and says for how long', async () => {
    const { id, value, grant, answer } = await copied()
    const { clock } = bench
    expect(bench.clipboard.text).toBe(grant)
    expect(answer).toEqual({ clearsAt: clock.now() + 30_000, expiresAt: clock.now() + LIFE })
    expect(exchanges()).toMatchObject([{ value, server: { id: 'auto' } }])
    expect(bench.told('exchange.changed')).toEqual([{ id, expiresAt: answer.expiresAt }])
    expect(bench.told('clipboard.changed')).toEqual([
      { token: id, what: 'access-token', clearsAt: answer.clearsAt, state: 'copied' },
    ])
    const { expiresAt } = answer
    expect(await state(id)).toEqual({ expiresAt, product: 'Strings', server })
    clock.pass(30_000)
    await eventually(() => bench.clipboard.text).toBe('')
    expect(await state(id)).not.toBeNull()
  })

  it('gives out the same one while it lives long enough, and a new one after that', async () => {
    const { id, value, grant } = await copied()
    const next = give(value)
    bench.platforms.script(value, { verdict: 'unreachable', reason: 'offline' })
    bench.clock.pass(LIFE - MARGIN - 1)
    await bench.must('exchange.copy', { id })
    expect(bench.clipboard.text).toBe(grant)
    expect(exchanges()).toHaveLength(1)
    bench.clock.pass(1)
    // a minute is too short to be given out, even where nothing better is to be had
    expect(codeOf(await bench.call('exchange.copy', { id }))).toBe('exchange.refused')
    give(value, next)
    await bench.must('exchange.copy', { id })
    expect(bench.clipboard.text).toBe(next)
  })

  it('asks once for all that want one at the same time', async () => {
    const { id, value } = await withToken()
    const grant = give(value)
    bench.platforms.hold()
    const both = Promise.all([
      bench.must('exchange.copy', { id }),
      bench.must('exchange.copy', { id }),
    ])
    await eventually(() => bench.platforms.waiting).toBe(1)
    bench.platforms.release()
    const [one, other] = await both
    expect(one.expiresAt).toBe(other.expiresAt)
    expect(exchanges()).toHaveLength(1)
    expect(bench.clipboard.text).toBe(grant)
  })

  it('gives out even one that ends within the minute, and keeps it for nobody else', async () => {
    const { id, value } = await withToken()
    give(value, access(), { grant: { value: 'short.lived.access', seconds: 30 } })
    await bench.must('exchange.copy', { id })
    expect(bench.clipboard.text).toBe('short.lived.access')
    await bench.must('exchange.copy', { id })
    expect(exchanges()).toHaveLength(2)
    bench.clock.pass(30_000)
    expect(told().at(-1)).toBeNull()
    expect(bench.clock.waiting).toBe(2) // the reminders' own, and the next backup's
  })

  it('is for kinds that have the operation, and for tokens that are there', async () => {
    const { id } = await copied()
    const other = await bench.add(secrets.make('tolgee/pat'))
    expect(codeOf(await bench.call('exchange.copy', { id: other.id }))).toBe(
      'capability.unsupported',
    )
    const nobody = 'A'.repeat(22) as TokenId
    for (const name of ['exchange.copy', 'exchange.state', 'exchange.drop'] as const) {
      expect(codeOf(await bench.call(name, { id: nobody }))).toBe('token.not-found')
    }
    expect(await state(id)).not.toBeNull()
  })

  it('says so when the clipboard does not work, and holds what it got', async () => {
    const { id, value } = await withToken()
    give(value)
    bench.clipboard.broken = true
    expect(codeOf(await bench.call('exchange.copy', { id }))).toBe('clipboard.failed')
    expect(await state(id)).not.toBeNull()
  })
})

describe('what the platform says', () => {
  it('is kept as a check: it gave access, so the token lives, and where', async () => {
    const { id } = await copied()
    const [token] = await bench.list()
    expect(token).toMatchObject({ id, check: { verdict: 'valid' }, server })
    expect((await bench.must('token.details', { id })).checks).toHaveLength(1)
  })

  it('is kept as a check when it refuses, and what was held goes', async () => {
    const { id, value } = await copied()
    await bench.must('exchange.drop', { id })
    bench.platforms.script(value, { verdict: 'rejected', reason: 'unknown-or-expired' })
    const refused = await bench.call('exchange.copy', { id })
    expect(refused).toMatchObject({
      ok: false,
      error: {
        code: 'exchange.refused',
        params: { verdict: 'rejected', reason: 'unknown-or-expired' },
        retryable: true,
      },
    })
    const [token] = await bench.list()
    expect(token?.check?.verdict).toBe('rejected')
    expect(token?.settled?.verdict).toBe('rejected')
  })

  it.each([
    ['unreachable', 'offline'],
    ['rate-limited', 'too-many-requests'],
    ['unclear', 'refused-request'],
  ] as const)('says nothing about the token when it is %s', async (verdict, reason) => {
    const { id, value } = await withToken()
    bench.platforms.script(value, { verdict, reason })
    const refused = await bench.call('exchange.copy', { id })
    expect(refused).toMatchObject({ error: { code: 'exchange.refused', params: { reason } } })
    expect((await bench.list())[0]?.check).toBeNull()
    expect(told()).toEqual([])
  })

  it('in a check that is an exchange, takes the place of what is held, and of nothing else', async () => {
    const { id, value } = await withToken()
    give(value)
    await bench.must('check.one', { id })
    expect(await state(id)).toBeNull()
    await bench.must('exchange.copy', { id })
    const next = give(value)
    bench.clock.pass(HOUR)
    await bench.must('check.one', { id })
    expect((await state(id))?.expiresAt).toBe(bench.clock.now() + LIFE)
    await bench.must('exchange.copy', { id })
    expect(bench.clipboard.text).toBe(next)
    expect(exchanges()).toHaveLength(1)
    bench.platforms.script(value, { verdict: 'rejected' })
    await bench.must('check.one', { id })
    expect(await state(id)).toBeNull()
  })
})

it('is given out even where the vault cannot keep what the platform said', async () => {
  let full = false
  const { id, value } = await withToken({
    vault: (vault) =>
      overriding(vault, {
        tokens: overriding(vault.tokens, {
          update: (...write) =>
            full ? err(appError('vault.no-space')) : vault.tokens.update(...write),
        }),
      }),
  })
  const grant = give(value)
  full = true
  await bench.must('exchange.copy', { id })
  expect(bench.clipboard.text).toBe(grant)
  expect((await bench.list())[0]?.check).toBeNull()
})

describe('its end', () => {
  it('is put off before it comes, as long as somebody copies', async () => {
    const { id, value } = await copied()
    const next = give(value)
    bench.clock.pass(LIFE - MARGIN)
    await eventually(() => exchanges().length).toBe(2)
    await eventually(() => told().length).toBe(2)
    expect((await state(id))?.expiresAt).toBe(bench.clock.now() + LIFE)
    await bench.must('exchange.copy', { id })
    expect(bench.clipboard.text).toBe(next)
    expect(exchanges()).toHaveLength(2)
    expect(told()).not.toContain(null)
  })

  it('comes when nobody has copied for so long as one lives, and nothing is asked any more', async () => {
    const { id, value } = await copied()
    give(value)
    bench.clock.pass(LIFE - MARGIN)
    await eventually(() => told().length).toBe(2)
    bench.clock.pass(LIFE - MARGIN)
    expect(await state(id)).not.toBeNull()
    bench.clock.pass(MARGIN)
    expect(told().at(-1)).toBeNull()
    expect(await state(id)).toBeNull()
    bench.clock.pass(10 * LIFE)
    expect(exchanges()).toHaveLength(2)
  })

  it('comes on time when a renewal fails, and the failed one is not repeated', async () => {
    const { id, value } = await copied()
    bench.platforms.script(value, { verdict: 'unreachable', reason: 'offline' })
    bench.clock.pass(LIFE - MARGIN)
    await eventually(() => exchanges().length).toBe(2)
    expect(await state(id)).not.toBeNull()
    bench.clock.pass(MARGIN)
    expect(await state(id)).toBeNull()
    expect(exchanges()).toHaveLength(2)
    expect((await bench.list())[0]?.check?.verdict).toBe('valid')
  })

  it('comes at once when a renewal is refused for good', async () => {
    const { id, value } = await copied()
    bench.platforms.script(value, { verdict: 'rejected' })
    bench.clock.pass(LIFE - MARGIN)
    await eventually(() => told().at(-1)).toBeNull()
    expect(await state(id)).toBeNull()
    expect((await bench.list())[0]?.check?.verdict).toBe('rejected')
  })

  it('comes by whichever clock is first: one that slept, or one that was set back', async () => {
    const { id, value } = await copied()
    bench.clock.sleep(LIFE)
    bench.services.exchanges.onResume()
    expect(told().at(-1)).toBeNull()
    expect(await state(id)).toBeNull()
    give(value)
    await bench.must('exchange.copy', { id })
    bench.clock.sleep(-10 * LIFE)
    bench.platforms.script(value, { verdict: 'unreachable' })
    bench.clock.pass(LIFE)
    expect(await state(id)).toBeNull()
    expect(codeOf(await bench.call('exchange.copy', { id }))).toBe('exchange.refused')
  })

  it('comes on request, on the clipboard too', async () => {
    const { id, grant } = await copied()
    expect(bench.clipboard.text).toBe(grant)
    await bench.must('exchange.drop', { id })
    expect(bench.clipboard.text).toBe('')
    expect(await state(id)).toBeNull()
    expect(told().at(-1)).toBeNull()
    // the token itself is left where it is
    await bench.must('token.copy', { id })
    await bench.must('exchange.drop', { id })
    expect(bench.clipboard.text).not.toBe('')
  })
})

describe('it is gone', () => {
  it('with the vault', async () => {
    const { id } = await copied()
    bench.services.vault.close()
    expect(told().at(-1)).toBeNull()
    expect(codeOf(await bench.call('exchange.copy', { id }))).toBe('vault.not-open')
    await bench.services.vault.retry()
    expect(await state(id)).toBeNull()
  })

  it('with the vault, while it is still being asked for', async () => {
    const { id, value } = await withToken()
    const grant = give(value)
    bench.platforms.hold()
    const asking = bench.call('exchange.copy', { id })
    await eventually(() => bench.platforms.waiting).toBe(1)
    bench.services.vault.close()
    expect(codeOf(await asking)).toBe('http.cancelled')
    expect(bench.clipboard.text).not.toBe(grant)
    await bench.services.vault.retry()
    expect(await state(id)).toBeNull()
    expect((await bench.list())[0]?.check).toBeNull()
  })

  it('with its token, on the clipboard too', async () => {
    const { id } = await copied()
    await bench.must('token.forget', { id })
    await eventually(() => bench.clipboard.text).toBe('')
    expect(told().at(-1)).toBeNull()
    await bench.must('token.restore', { id })
    expect(await state(id)).toBeNull()
  })

  it('with the value that it was made from', async () => {
    const { id } = await copied()
    const next = secrets.make('phrase/platform-token')
    const grant = give(next)
    await bench.must('rotation.begin', { id })
    await bench.must('rotation.submit', { id, text: next })
    expect(await state(id)).not.toBeNull()
    await bench.must('rotation.promote', { id })
    expect(told().at(-1)).toBeNull()
    expect(await state(id)).toBeNull()
    await bench.must('exchange.copy', { id })
    expect(bench.clipboard.text).toBe(grant)
  })

  it('with the server that gave it', async () => {
    const { id, value } = await copied()
    const { version } = (await bench.list())[0]!
    await bench.must('token.edit', { id, version, server: { id: 'eu', baseUrl: null } })
    expect(told().at(-1)).toBeNull()
    expect(await state(id)).toBeNull()
    // what is under way meanwhile is about the other server
    give(value)
    bench.platforms.hold()
    const asking = bench.call('exchange.copy', { id })
    await eventually(() => bench.platforms.waiting).toBe(1)
    const { version: now } = (await bench.list())[0]!
    await bench.must('token.edit', { id, version: now, server })
    bench.platforms.release()
    expect(codeOf(await asking)).toBe('token.changed-elsewhere')
    expect(await state(id)).toBeNull()
  })
})

it('is wiped wherever it is not held any more', async () => {
  const wiped = () => bench.platforms.given.map((each) => each.bytes().every((byte) => byte === 0))
  const { id, value } = await withToken()
  give(value)
  await bench.must('check.one', { id })
  expect(wiped()).toEqual([true])
  await bench.must('exchange.copy', { id })
  expect(wiped()).toEqual([true, false])
  await bench.must('check.one', { id })
  expect(wiped()).toEqual([true, true, false])
  await bench.must('exchange.drop', { id })
  expect(wiped()).toEqual([true, true, true])
  await bench.must('exchange.copy', { id })
  bench.services.vault.close()
  expect(wiped()).toEqual([true, true, true, true])
})

it('tells whoever keeps a record what was tried, and what was copied', async () => {
  const { id, value } = await withToken()
  const { index, copy } = bench.services
  const made: ExchangeMade[] = []
  const asker = new Asker({ index, platforms: bench.platforms })
  const exchange = new ExchangeService({
    index,
    asker,
    copy,
    clock: bench.clock,
    log: bench.log,
    announcer: { announce: () => undefined },
    onMade: (each) => made.push(each),
  })
  bench.platforms.script(value, { verdict: 'unreachable' })
  await exchange.copy(id)
  give(value)
  await exchange.copy(id)
  await exchange.copy(id)
  bench.clock.pass(LIFE - MARGIN)
  await eventually(() => made.length).toBe(3)
  expect(made).toEqual([
    { id, by: 'copy', verdict: 'unreachable' },
    { id, by: 'copy', verdict: 'valid' },
    { id, by: 'renewal', verdict: 'valid' },
  ])
  exchange.stop()
})

it('keeps access and token out of events, answers, logs and the vault', async () => {
  const { id, value, grant } = await copied()
  const answers = [
    await bench.call('exchange.copy', { id }),
    await bench.call('exchange.state', { id }),
    await bench.call('check.one', { id }),
    await bench.call('token.details', { id }),
    await bench.call('exchange.drop', { id }),
  ]
  bench.platforms.script(value, { verdict: 'rejected' })
  answers.push(await bench.call('exchange.copy', { id }))
  const texts = {
    answers: JSON.stringify(answers),
    events: JSON.stringify(bench.events),
    log: bench.log.lines.join('\n'),
  }
  expect(scanTexts(texts, [grant, value])).toEqual([])
  bench.services.vault.close()
  expect(scanFolder(bench.place.folder, [grant, value])).toEqual([])
})
