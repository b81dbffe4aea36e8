import { afterEach, describe, expect, it } from 'vitest'
import type { TokenStore } from '../../../electron/service/port'
import type { TokenId } from '../../../shared/model/token'
import { CHECKS_MAX } from '../../../electron/service/checked'
import { createSecrets } from '../../simulator/secrets'
import { eventually } from '../../helper/eventually'
import { overriding } from '../../helper/overriding'
import { openBench, type Bench } from '../../helper/services'
import { codeOf } from '../../helper/vault'

const secrets = createSecrets('checks')

let bench: Bench
afterEach(() => bench.end())

/** Waits until the run is over and answers its last word. */
async function outcome(run: number) {
  await eventually(() => bench.told('check.progress').at(-1)).toMatchObject({
    run,
    state: expect.stringMatching(/finished|cancelled/) as string,
  })
  return bench.told('check.progress').at(-1)!
}

/** A store that breaks down over the secrets of some tokens. */
function failing(store: TokenStore, breaks: (id: TokenId) => boolean): TokenStore {
  return {
    list: () => store.list(),
    damaged: () => store.damaged(),
    get: (id) => store.get(id),
    details: (id) => store.details(id),
    insert: (id, token) => store.insert(id, token),
    insertMany: (tokens) => store.insertMany(tokens),
    update: (id, version, change) => store.update(id, version, change),
    remove: (id) => store.remove(id),
    findBySecret: (secret) => store.findBySecret(secret),
    secret: (id, slot) => {
      if (breaks(id)) throw new Error('defect')
      return store.secret(id, slot)
    },
  }
}

describe('one check', () => {
  it('takes over what a living token’s platform tells', async () => {
    bench = await openBench()
    const value = secrets.make('tolgee/pat')
    const { id } = await bench.add(value)
    bench.platforms.script(value, {
      verdict: 'valid',
      description: {
        account: 'Ann',
        accountId: '7',
        access: [{ layer: 'effective', values: ['keys.view'], source: 'platform' }],
        facts: [{ key: 'plan', value: 'Pro', format: 'text', source: 'platform' }],
      },
    })
    const { token, check } = await bench.must('check.one', { id })
    expect(check).toMatchObject({ verdict: 'valid', at: bench.clock.now() })
    expect(token).toMatchObject({ account: 'Ann', check, settled: check })
    expect(await bench.list()).toEqual([token])
    expect(bench.platforms.asked.at(-1)).toMatchObject({ value, describe: true })
    const details = await bench.must('token.details', { id })
    expect(details).toMatchObject({ checks: [check], facts: [{ key: 'plan' }] })
    bench = await bench.restart()
    expect(await bench.list()).toEqual([token])
  })

  it.each(['unreachable', 'rate-limited', 'unclear'] as const)(
    'shows a try that is %s, and forgets nothing for it',
    async (verdict) => {
      bench = await openBench()
      const value = secrets.make('tolgee/pat')
      const { id } = await bench.add(value)
      bench.platforms.script(value, { verdict: 'valid', description: { account: 'Ann' } })
      const alive = (await bench.must('check.one', { id })).check
      bench.platforms.script(value, { verdict, description: { account: 'Somebody else' } })
      bench.clock.pass(1000)
      const tried = (await bench.must('check.one', { id })).token
      expect(tried).toMatchObject({ account: 'Ann', check: { verdict }, settled: alive })

      bench.platforms.script(value, { verdict: 'rejected' })
      const dead = (await bench.must('check.one', { id })).check
      bench.platforms.script(value, { verdict })
      expect((await bench.must('check.one', { id })).token.settled).toEqual(dead)
    },
  )

  it('takes no facts from a platform that refuses the token, but for its end', async () => {
    bench = await openBench()
    const value = secrets.make('tolgee/pat')
    const { id } = await bench.add(value)
    bench.platforms.script(value, {
      verdict: 'expired',
      reason: 'past-expiry',
      description: { account: 'Mallory', expiry: { known: 'date', at: 5, source: 'platform' } },
    })
    expect((await bench.must('check.one', { id })).token).toMatchObject({
      account: null,
      expiry: { known: 'date', at: 5, source: 'platform' },
      settled: { verdict: 'expired' },
    })
  })

  it('remembers the last checks only', async () => {
    bench = await openBench()
    const value = secrets.make('tolgee/pat')
    const { id } = await bench.add(value)
    bench.platforms.script(value, { verdict: 'valid' })
    for (let i = 0; i < CHECKS_MAX + 3; i++) {
      bench.clock.pass(1)
      await bench.must('check.one', { id })
    }
    const { checks } = await bench.must('token.details', { id })
    expect(checks).toHaveLength(CHECKS_MAX)
    expect(checks[0]?.at).toBe(bench.clock.now())
    expect(checks.map((each) => each.at)).toEqual(
      checks.map((each) => each.at).sort((a, b) => b - a),
    )
  })

  it('joins a check of the same token that is under way', async () => {
    bench = await openBench()
    const { id } = await bench.add(secrets.make('tolgee/pat'))
    bench.platforms.hold()
    const both = [bench.must('check.one', { id }), bench.must('check.one', { id })]
    await eventually(() => bench.platforms.waiting).toBe(1)
    bench.platforms.release()
    const [a, b] = await Promise.all(both)
    expect(a).toEqual(b)
    expect(bench.platforms.asked).toHaveLength(1)
  })

  it('drops an answer about a server that the token has left', async () => {
    bench = await openBench()
    const { id, version } = await bench.add(secrets.make('tolgee/pat'))
    bench.platforms.hold()
    const checking = bench.call('check.one', { id })
    await eventually(() => bench.platforms.waiting).toBe(1)
    const server = { id: 'custom', baseUrl: 'https://tolgee.example.test' }
    await bench.must('token.edit', { id, version, server })
    bench.platforms.release()
    expect(codeOf(await checking)).toBe('token.changed-elsewhere')
    expect(await bench.list()).toMatchObject([{ server, check: null, settled: null }])
  })

  it('asks anew for whoever joined a question about a server that the token has left', async () => {
    bench = await openBench()
    const value = secrets.make('tolgee/pat')
    const { id, version } = await bench.add(value)
    bench.platforms.script(value, { verdict: 'valid' })
    bench.platforms.hold()
    const first = bench.call('check.one', { id })
    await eventually(() => bench.platforms.waiting).toBe(1)
    const server = { id: 'custom', baseUrl: 'https://tolgee.example.test' }
    await bench.must('token.edit', { id, version, server })
    const joined = [bench.must('check.one', { id }), bench.must('check.one', { id })]
    bench.platforms.release()
    expect(codeOf(await first)).toBe('token.changed-elsewhere')
    for (const { check, token } of await Promise.all(joined)) {
      expect(check.verdict).toBe('valid')
      expect(token.server).toEqual(server)
    }
    expect(bench.platforms.asked.map((each) => each.server.id)).toEqual(['cloud', 'custom'])
  })

  it('keeps an edit that is made meanwhile', async () => {
    bench = await openBench()
    const value = secrets.make('tolgee/pat')
    const { id, version } = await bench.add(value)
    bench.platforms.script(value, { verdict: 'valid' })
    bench.platforms.hold()
    const checking = bench.must('check.one', { id })
    await eventually(() => bench.platforms.waiting).toBe(1)
    await bench.must('token.edit', { id, version, label: 'Edited', note: 'kept' })
    bench.platforms.release()
    expect((await checking).token).toMatchObject({ label: 'Edited', check: { verdict: 'valid' } })
    expect((await bench.must('token.details', { id })).note).toBe('kept')
  })

  it('drops the answer about a token that was forgotten meanwhile', async () => {
    bench = await openBench()
    const { id } = await bench.add(secrets.make('tolgee/pat'))
    bench.platforms.hold()
    const checking = bench.call('check.one', { id })
    await eventually(() => bench.platforms.waiting).toBe(1)
    await bench.must('token.forget', { id })
    bench.platforms.release()
    expect(codeOf(await checking)).toBe('token.not-found')
  })

  it('writes nothing when the app ends meanwhile', async () => {
    bench = await openBench()
    const { id } = await bench.add(secrets.make('tolgee/pat'))
    bench.platforms.hold()
    const checking = bench.call('check.one', { id })
    await eventually(() => bench.platforms.waiting).toBe(1)
    bench.services.vault.close()
    expect(codeOf(await checking)).toBe('token.not-found')
    bench.platforms.release()
    bench = await bench.restart()
    expect(await bench.list()).toMatchObject([{ check: null }])
  })
})

describe('many checks', () => {
  it('asks about each token, tells the progress, and ends', async () => {
    bench = await openBench()
    const values = [
      ...Array.from({ length: 20 }, () => secrets.make('tolgee/pat')),
      ...Array.from({ length: 5 }, () => secrets.make('transifex/api-token')),
    ]
    for (const value of values) await bench.add(value)
    for (const value of values.slice(0, 18)) bench.platforms.script(value, { verdict: 'valid' })
    const { run, total } = await bench.must('check.many', { ids: null })
    expect(total).toBe(25)
    expect(codeOf(await bench.call('check.many', { ids: null }))).toBe('check.running')
    expect(await outcome(run)).toEqual({
      run,
      total,
      done: 25,
      state: 'finished',
      verdicts: { valid: 18, rejected: 7 },
    })
    expect(bench.platforms.asked.map((each) => each.value).sort()).toEqual([...values].sort())
    expect(bench.platforms.asked.every((each) => !each.describe)).toBe(true)
    expect((await bench.list()).every((each) => each.check !== null)).toBe(true)
    expect(codeOf(await bench.call('check.many', { ids: null }))).toBe('ok')
  })

  it('asks about the named ones only, and leaves out what was revoked', async () => {
    bench = await openBench()
    const gone = await bench.add(secrets.make('tolgee/pat'))
    const other = await bench.add(secrets.make('tolgee/pat'))
    await bench.must('revocation.begin', { id: gone.id })
    await bench.must('revocation.prove', { id: gone.id })
    bench.platforms.asked.length = 0
    expect((await bench.must('check.many', { ids: null })).total).toBe(1)
    await eventually(() => bench.told('check.progress').at(-1)?.state).toBe('finished')
    expect((await bench.must('check.many', { ids: [gone.id, other.id, gone.id] })).total).toBe(2)
  })

  it('is over at once when there is nothing to ask', async () => {
    bench = await openBench()
    const { run, total } = await bench.must('check.many', { ids: [] })
    expect(total).toBe(0)
    expect(await outcome(run)).toMatchObject({ state: 'finished', done: 0 })
  })

  it('stops when asked to, and records nothing of what was broken off', async () => {
    bench = await openBench()
    for (let i = 0; i < 30; i++) await bench.add(secrets.make('tolgee/pat'))
    bench.platforms.hold()
    const { run } = await bench.must('check.many', { ids: null })
    await eventually(() => bench.platforms.waiting).toBeGreaterThan(0)
    expect(bench.platforms.waiting).toBeLessThan(30)
    await bench.must('check.cancel', { run: run + 1 })
    expect(bench.told('check.progress').at(-1)?.state).toBe('running')
    await bench.must('check.cancel', { run })
    expect(await outcome(run)).toMatchObject({ state: 'cancelled', done: 0, verdicts: {} })
    expect((await bench.list()).every((each) => each.check === null)).toBe(true)
    expect(bench.platforms.asked.length).toBeLessThan(30)
  })

  it('does not take a check along that was asked for by itself', async () => {
    bench = await openBench()
    const value = secrets.make('tolgee/pat')
    bench.platforms.script(value, { verdict: 'valid' })
    const { id } = await bench.add(value)
    bench.platforms.hold()
    const { run } = await bench.must('check.many', { ids: [id] })
    await eventually(() => bench.platforms.waiting).toBe(1)
    const own = bench.must('check.one', { id })
    await bench.must('check.cancel', { run })
    await eventually(() => bench.platforms.asked.length).toBe(2)
    bench.platforms.release()
    expect((await own).check.verdict).toBe('valid')
  })

  it('does not let a slow platform hold up the others', async () => {
    bench = await openBench()
    for (let i = 0; i < 12; i++) await bench.add(secrets.make('tolgee/pat'))
    const quick = secrets.make('transifex/api-token')
    await bench.add(quick)
    bench.platforms.hold()
    await bench.must('check.many', { ids: null })
    await eventually(() => bench.platforms.asked.map((each) => each.value)).toContain(quick)
    bench.platforms.release()
  })

  it('goes on when one token cannot be opened', async () => {
    const broken = { id: '' }
    bench = await openBench({
      vault: (vault) =>
        overriding(vault, { tokens: failing(vault.tokens, (id) => id === broken.id) }),
    })
    const first = await bench.add(secrets.make('tolgee/pat'))
    await bench.add(secrets.make('tolgee/pat'))
    broken.id = first.id
    const { run } = await bench.must('check.many', { ids: null })
    expect(await outcome(run)).toMatchObject({
      done: 2,
      state: 'finished',
      verdicts: { rejected: 1, failed: 1 },
    })
  })
})
