import { afterEach, describe, expect, it } from 'vitest'
import type { Expiry } from '../../../shared/model/token'
import { createSecrets } from '../../simulator/secrets'
import { eventually } from '../../helper/eventually'
import { openBench, type Bench } from '../../helper/services'
import { codeOf } from '../../helper/vault'

const secrets = createSecrets('rotation')

let bench: Bench
afterEach(() => bench.end())

/** A token with a living value, and a new value that its platform knows too. */
async function started() {
  bench = await openBench()
  const old = secrets.make('tolgee/pat')
  const fresh = secrets.make('tolgee/pat')
  bench.platforms.script(old, { verdict: 'valid', description: { account: 'Ann', accountId: '7' } })
  bench.platforms.script(fresh, {
    verdict: 'valid',
    description: { account: 'Ann', accountId: '7' },
  })
  const { id } = await bench.add(old)
  await bench.must('check.one', { id })
  await bench.must('rotation.begin', { id })
  return { id, old, fresh }
}

async function promoted() {
  const parts = await started()
  await bench.must('rotation.submit', { id: parts.id, text: parts.fresh })
  await bench.must('rotation.promote', { id: parts.id })
  return parts
}

const reveal = async (id: Parameters<Bench['services']['tokens']['reveal']>[0]) =>
  (await bench.must('token.reveal', { id })).secret

describe('a rotation', () => {
  it('goes from the first step to the proof, with both values safe in between', async () => {
    const { id, old, fresh } = await started()
    const created = await bench.must('rotation.view', { id })
    expect(created).toMatchObject({ stage: 'planned', pendingHint: null, previousHint: null })
    expect(created?.remoteName).toMatch(/^.+ \d{4}-\d\d-\d\d [0-9a-f]{6}$/)

    const tested = await bench.must('rotation.submit', { id, text: `Bearer ${fresh}` })
    expect(tested.rotation).toMatchObject({
      stage: 'tested',
      pendingCheck: { verdict: 'valid' },
      differences: [{ subject: 'account', result: 'same', before: 'Ann', after: 'Ann' }],
    })
    expect(await reveal(id)).toBe(old)

    bench.clock.pass(1000)
    const swapped = await bench.must('rotation.promote', { id })
    expect(swapped.token).toMatchObject({
      phase: { name: 'rotating', stage: 'promoted' },
      secretSince: bench.clock.now(),
      settled: { verdict: 'valid' },
    })
    expect(swapped.token.hint.slice(-4)).toBe(fresh.slice(-4))
    expect(swapped.rotation).toMatchObject({ stage: 'promoted', pendingHint: null })
    expect(swapped.rotation.previousHint?.slice(-4)).toBe(old.slice(-4))
    expect(await reveal(id)).toBe(fresh)

    const early = await bench.must('rotation.prove', { id })
    expect(early.rotation).toMatchObject({ stage: 'promoted', previousCheck: { verdict: 'valid' } })

    bench.platforms.script(old, { verdict: 'rejected' })
    const done = await bench.must('rotation.prove', { id })
    expect(done.rotation).toMatchObject({ stage: 'done', previousCheck: { verdict: 'rejected' } })
    expect(done.token.phase).toEqual({ name: 'idle' })
    expect(await bench.must('rotation.view', { id })).toBeNull()
    expect(bench.services.index.secret(id, 'previous')).toEqual({ ok: true, value: null })
    expect(await reveal(id)).toBe(fresh)
  })

  it.each(['begin', 'submit', 'promote'] as const)(
    'is where it was after a restart at %s',
    async (step) => {
      const { id, old, fresh } = await started()
      if (step === 'begin') await bench.must('rotation.start', { id })
      else await bench.must('rotation.submit', { id, text: fresh })
      if (step === 'promote') await bench.must('rotation.promote', { id })
      const before = await bench.must('rotation.view', { id })
      bench = await bench.restart()
      expect(await bench.must('rotation.view', { id })).toEqual({ ...before, resumed: true })
      if (step === 'begin') await bench.must('rotation.submit', { id, text: fresh })
      if (step !== 'promote') await bench.must('rotation.promote', { id })
      bench.platforms.script(old, { verdict: 'expired' })
      expect((await bench.must('rotation.prove', { id })).rotation.stage).toBe('done')
      expect(await reveal(id)).toBe(fresh)
    },
  )

  it('stores a new value before anybody is asked about it', async () => {
    const { id, old, fresh } = await started()
    bench.platforms.hold()
    const submitting = bench.call('rotation.submit', { id, text: fresh })
    await eventually(() => bench.platforms.waiting).toBe(1)
    const pending = bench.services.index.secret(id, 'pending')
    expect(pending.ok && pending.value?.text()).toBe(fresh)
    // the app dies here
    bench.services.vault.close()
    bench.platforms.release()
    await submitting
    bench = await bench.restart()
    // asked about once more, since no answer came before
    const stage = async () => (await bench.must('rotation.view', { id }))?.stage
    await eventually(stage).toBe('tested')
    expect(await reveal(id)).toBe(old)
    expect((await bench.must('rotation.promote', { id })).rotation.stage).toBe('promoted')
    expect(await reveal(id)).toBe(fresh)
  })

  it('does not promote what was not proved to work', async () => {
    const { id, old, fresh } = await started()
    expect(codeOf(await bench.call('rotation.promote', { id }))).toBe('rotation.wrong-stage')
    for (const verdict of [
      'unreachable',
      'rate-limited',
      'unclear',
      'not-yet-active',
      'rejected',
      'expired',
    ] as const) {
      bench.platforms.script(fresh, { verdict })
      const submitted = await bench.must('rotation.submit', { id, text: fresh })
      expect(submitted.rotation).toMatchObject({ stage: 'created', pendingCheck: { verdict } })
      const refused = await bench.call('rotation.promote', { id })
      expect(refused).toMatchObject({ error: { code: 'rotation.not-proved', params: { verdict } } })
      expect(await reveal(id)).toBe(old)
    }
    bench.platforms.script(fresh, { verdict: 'valid' })
    expect((await bench.must('rotation.promote', { id })).rotation.stage).toBe('promoted')
  })

  it('asks with the age that the pasted value has, however often it is pasted or asked', async () => {
    const { id, fresh } = await started()
    bench.platforms.script(fresh, { verdict: 'not-yet-active' })
    const stored = bench.clock.now()
    bench.platforms.asked.length = 0
    await bench.must('rotation.submit', { id, text: fresh })
    bench.clock.pass(40_000)
    await bench.call('rotation.promote', { id })
    bench.clock.pass(40_000)
    await bench.must('rotation.submit', { id, text: fresh })
    expect(bench.platforms.asked.map(({ since }) => since)).toEqual([stored, stored, stored])
    // another value is as young as it is
    const other = secrets.make('tolgee/pat')
    await bench.must('rotation.submit', { id, text: other, replace: true })
    expect(bench.platforms.asked.at(-1)?.since).toBe(stored + 80_000)
  })

  it.each(['not-yet-active', 'unreachable', 'rejected'] as const)(
    'keeps the old value when the new one is %s in the same breath',
    async (verdict) => {
      const { id, old, fresh } = await promoted()
      bench.platforms.script(old, { verdict: 'rejected' })
      bench.platforms.script(fresh, { verdict })
      expect((await bench.must('rotation.prove', { id })).rotation.stage).toBe('promoted')
      const previous = bench.services.index.secret(id, 'previous')
      expect(previous.ok && previous.value?.text()).toBe(old)
    },
  )

  it.each([
    'valid',
    'forbidden',
    'unreachable',
    'rate-limited',
    'unclear',
    'not-yet-active',
  ] as const)('keeps the old value while its platform says %s', async (verdict) => {
    const { id, old } = await promoted()
    bench.platforms.script(old, { verdict })
    const proved = await bench.must('rotation.prove', { id })
    expect(proved.rotation).toMatchObject({ stage: 'promoted', previousCheck: { verdict } })
    const previous = bench.services.index.secret(id, 'previous')
    expect(previous.ok && previous.value?.text()).toBe(old)
  })

  it('takes no proof from a platform that refuses the new value as well', async () => {
    const { id, old, fresh } = await promoted()
    bench.platforms.script(old, { verdict: 'rejected' })
    bench.platforms.script(fresh, { verdict: 'rejected' })
    expect((await bench.must('rotation.prove', { id })).rotation.stage).toBe('promoted')
    bench.platforms.script(fresh, { verdict: 'unreachable' })
    expect((await bench.must('rotation.prove', { id })).rotation.stage).toBe('promoted')
    bench.platforms.script(fresh, { verdict: 'valid' })
    expect((await bench.must('rotation.prove', { id })).rotation.stage).toBe('done')
  })

  it('asks about the old value at its own server', async () => {
    const { id, old } = await promoted()
    bench.platforms.asked.length = 0
    await bench.must('rotation.prove', { id })
    expect(bench.platforms.asked).toMatchObject([{ value: old, server: { id: 'cloud' } }])
    const { version } = (await bench.list())[0]!
    const server = { id: 'custom', baseUrl: 'https://elsewhere.example.test' }
    const moved = await bench.call('token.edit', { id, version, server })
    expect(codeOf(moved)).toBe('rotation.already-open')
  })

  it('asks about the stored value again, and swaps nothing by that', async () => {
    const { id, old, fresh } = await started()
    expect(codeOf(await bench.call('rotation.test', { id }))).toBe('rotation.wrong-stage')
    bench.platforms.script(fresh, { verdict: 'unreachable' })
    await bench.must('rotation.submit', { id, text: fresh })
    bench.platforms.script(fresh, { verdict: 'valid', description: { account: 'Bob' } })
    const tested = await bench.must('rotation.test', { id })
    expect(tested.rotation).toMatchObject({ stage: 'tested', pendingCheck: { verdict: 'valid' } })
    expect(tested.rotation.differences).toMatchObject([{ subject: 'account', after: 'Bob' }])
    expect(await reveal(id)).toBe(old)
    bench.platforms.script(fresh, { verdict: 'rejected' })
    expect((await bench.must('rotation.test', { id })).rotation.stage).toBe('created')
    bench.platforms.script(fresh, { verdict: 'valid' })
    await bench.must('rotation.promote', { id })
    expect(codeOf(await bench.call('rotation.test', { id }))).toBe('rotation.wrong-stage')
  })

  it('tells what was accepted where, as far as it was seen', async () => {
    const { id, old, fresh } = await started()
    const asked = async (name: 'rotation.submit' | 'rotation.promote' | 'rotation.prove') => {
      bench.platforms.asked.length = 0
      await bench.call(name, name === 'rotation.submit' ? { id, text: fresh } : { id })
      return bench.platforms.asked.map((each) => each.accepted ?? null)
    }
    expect(await asked('rotation.submit')).toEqual([null])
    await bench.must('rotation.promote', { id })
    // the old value was accepted before the rotation, the new one by its test
    bench.platforms.script(old, { verdict: 'unclear' })
    expect(await asked('rotation.prove')).toEqual(['value'])
    bench.platforms.asked.length = 0
    await bench.must('check.one', { id })
    expect(bench.platforms.asked.map((each) => each.accepted)).toEqual(['value'])
  })

  it('knows of an old value that nobody saw accepted only that the new one was', async () => {
    bench = await openBench()
    const [old, fresh] = [secrets.make('tolgee/pat'), secrets.make('tolgee/pat')]
    const { id } = await bench.add(old)
    bench.platforms.script(fresh, { verdict: 'valid' })
    await bench.must('rotation.begin', { id })
    await bench.must('rotation.submit', { id, text: fresh })
    await bench.must('rotation.promote', { id })
    bench.platforms.script(old, { verdict: 'unclear' })
    bench.platforms.asked.length = 0
    await bench.must('rotation.prove', { id })
    expect(bench.platforms.asked.map((each) => each.accepted)).toEqual(['kind'])
  })

  it('refuses the old value, the value of another token, and another kind', async () => {
    const { id, old } = await started()
    const other = secrets.make('tolgee/pat')
    const { id: otherId } = await bench.add(other)
    const submit = (text: string) => bench.call('rotation.submit', { id, text })
    expect(codeOf(await submit(old))).toBe('rotation.same-secret')
    expect(await submit(other)).toMatchObject({
      error: { code: 'token.duplicate', params: { id: otherId } },
    })
    expect(await submit(secrets.make('tolgee/pak'))).toMatchObject({
      error: { code: 'rotation.other-kind', params: { kind: 'tolgee/pak' } },
    })
    expect(codeOf(await submit(secrets.make('lokalise/api-token')))).toBe('rotation.other-kind')
    expect(codeOf(await submit('two words'))).toBe('secret.white-space')
    expect(codeOf(await submit(''))).toBe('secret.empty')
    expect(await bench.must('rotation.view', { id })).toMatchObject({ pendingHint: null })
  })

  it('replaces a value of a kind that is not made any more by one of its successor', async () => {
    bench = await openBench()
    const [old, fresh] = [secrets.make('tolgee/legacy-key'), secrets.make('tolgee/pak')]
    for (const each of [old, fresh]) bench.platforms.script(each, { verdict: 'valid' })
    const { id, kind } = await bench.add(`TOLGEE_API_KEY=${old}`)
    expect(kind).toBe('tolgee/legacy-key')
    await bench.must('rotation.begin', { id })
    const other = secrets.make('tolgee/pat')
    expect(codeOf(await bench.call('rotation.submit', { id, text: other }))).toBe(
      'rotation.other-kind',
    )
    const kinds = () => bench.platforms.asked.splice(0).map((each) => each.kind)
    kinds()
    const { token, rotation } = await bench.must('rotation.submit', { id, text: fresh })
    expect([token.kind, rotation.stage, ...kinds()]).toEqual([
      'tolgee/legacy-key',
      'tested',
      'tolgee/pak',
    ])
    expect(rotation.pendingHint).toMatch(/^tgpak_/)
    bench = await bench.restart()
    expect((await bench.must('rotation.promote', { id })).token.kind).toBe('tolgee/pak')
    bench.platforms.script(old, { verdict: 'rejected' })
    const done = await bench.must('rotation.prove', { id })
    expect([done.rotation.stage, ...kinds()]).toEqual(['done', 'tolgee/legacy-key', 'tolgee/pak'])
    expect(done.token.kind).toBe('tolgee/pak')
  })

  it('says what differs before anything is swapped', async () => {
    const { id, fresh } = await started()
    const at = bench.clock.now() + 5
    bench.platforms.script(fresh, {
      verdict: 'valid',
      description: {
        account: 'Bob',
        accountId: '8',
        access: [{ layer: 'assigned', values: ['keys.view'], source: 'platform' }],
        expiry: { known: 'date', at, source: 'platform' },
      },
    })
    const { rotation } = await bench.must('rotation.submit', { id, text: fresh })
    expect(rotation.differences).toEqual([
      { subject: 'account', result: 'different', before: 'Ann', after: 'Bob' },
      { subject: 'access', result: 'unknown', before: null, after: 'keys.view' },
      { subject: 'expiry', result: 'unknown', before: null, after: String(at) },
    ])
    expect(rotation.pendingExpiry).toEqual({ known: 'date', at, source: 'platform' })
    const { token } = await bench.must('rotation.promote', { id })
    expect(token).toMatchObject({ account: 'Bob', expiry: rotation.pendingExpiry })
  })

  it('can be given up before the swap, and not after', async () => {
    const { id, old, fresh } = await started()
    await bench.must('rotation.submit', { id, text: fresh })
    expect((await bench.must('rotation.cancel', { id })).phase).toEqual({ name: 'idle' })
    expect(bench.services.index.secret(id, 'pending')).toEqual({ ok: true, value: null })
    expect(await reveal(id)).toBe(old)
    // what was dropped may be pasted again
    expect((await bench.must('draft.open', { text: fresh })).duplicateOf).toBeNull()
    await bench.must('rotation.begin', { id })
    await bench.must('rotation.submit', { id, text: fresh })
    await bench.must('rotation.promote', { id })
    expect(codeOf(await bench.call('rotation.cancel', { id }))).toBe('rotation.wrong-stage')
    expect(codeOf(await bench.call('rotation.submit', { id, text: fresh }))).toBe(
      'rotation.wrong-stage',
    )
  })

  it('goes back after the swap, to all that was known of the old value', async () => {
    const { id, old, fresh } = await started()
    const at = bench.clock.now() + 9_000_000
    const expiry: Expiry = { known: 'date', at, source: 'platform' }
    bench.platforms.script(fresh, { verdict: 'valid', description: { account: 'Bob', expiry } })
    const before = (await bench.must('rotation.submit', { id, text: fresh })).token
    const view = await bench.must('rotation.view', { id })
    const facts = await bench.must('token.details', { id })
    bench.clock.pass(1000)
    expect((await bench.must('rotation.promote', { id })).token.account).toBe('Bob')
    bench = await bench.restart()
    const back = await bench.must('rotation.back', { id })
    // it is looked at before it is the current one again
    const check = { ...before.check, at: bench.clock.now() }
    expect(back.token).toEqual({
      ...{ ...before, version: back.token.version },
      ...{ check, settled: check },
    })
    expect(back.rotation).toEqual({ ...view, resumed: true })
    expect(await bench.must('token.details', { id })).toMatchObject({
      fields: facts.fields,
      facts: facts.facts,
    })
    expect(await reveal(id)).toBe(old)
    const pending = bench.services.index.secret(id, 'pending')
    expect(pending.ok && pending.value?.text()).toBe(fresh)
    expect(bench.services.index.secret(id, 'previous')).toEqual({ ok: true, value: null })
    expect(codeOf(await bench.call('rotation.back', { id }))).toBe('rotation.wrong-stage')
    // and on again
    await bench.must('rotation.promote', { id })
    expect(await reveal(id)).toBe(fresh)
  })

  it('brings back what platforms said of both values since the swap', async () => {
    const { id, old, fresh } = await promoted()
    bench.platforms.script(old, { verdict: 'forbidden' })
    await bench.must('rotation.prove', { id })
    bench.platforms.script(fresh, { verdict: 'rejected' })
    await bench.must('check.one', { id })
    const { token, rotation } = await bench.must('rotation.back', { id })
    expect(token).toMatchObject({
      phase: { name: 'rotating', stage: 'created' },
      check: { verdict: 'forbidden' },
      settled: { verdict: 'forbidden' },
    })
    expect(rotation.pendingCheck).toMatchObject({ verdict: 'rejected' })
  })

  it('has no way back before the swap, nor after the proof', async () => {
    const { id, old, fresh } = await started()
    for (const name of ['rotation.back', 'rotation.finish'] as const) {
      expect(codeOf(await bench.call(name, { id }))).toBe('rotation.wrong-stage')
    }
    await bench.must('rotation.submit', { id, text: fresh })
    await bench.must('rotation.promote', { id })
    bench.platforms.script(old, { verdict: 'rejected' })
    await bench.must('rotation.prove', { id })
    for (const name of ['rotation.back', 'rotation.finish'] as const) {
      expect(codeOf(await bench.call(name, { id }))).toBe('rotation.none-open')
    }
    expect((await bench.must('token.details', { id })).unproved).toBeUndefined()
  })

  it('ends without proof where there is none to be had, and says so afterwards', async () => {
    const { id, old, fresh } = await promoted()
    bench.platforms.script(old, { verdict: 'unclear' })
    const { rotation } = await bench.must('rotation.prove', { id })
    const token = await bench.must('rotation.finish', { id })
    expect(token.phase).toEqual({ name: 'idle' })
    expect(await bench.must('rotation.view', { id })).toBeNull()
    expect(bench.services.index.secret(id, 'previous')).toEqual({ ok: true, value: null })
    expect(await reveal(id)).toBe(fresh)
    const { unproved } = await bench.must('token.details', { id })
    expect(unproved).toEqual([{ at: bench.clock.now(), hint: rotation.previousHint }])
    bench = await bench.restart()
    expect((await bench.must('token.details', { id })).unproved).toEqual(unproved)
  })

  it('takes another value in the place of one that does not work', async () => {
    const { id, fresh } = await started()
    const wrong = secrets.make('tolgee/pat')
    expect((await bench.must('rotation.submit', { id, text: wrong })).rotation.stage).toBe(
      'created',
    )
    expect((await bench.must('rotation.submit', { id, text: fresh })).rotation.stage).toBe('tested')
    // and back again: what is stored is what counts, not what was once tested
    const back = await bench.must('rotation.submit', { id, text: wrong, replace: true })
    expect(back.rotation.stage).toBe('created')
    expect(codeOf(await bench.call('rotation.promote', { id }))).toBe('rotation.not-proved')
  })

  it('does one thing at a time', async () => {
    const { id, fresh } = await started()
    const other = secrets.make('tolgee/pat')
    bench.platforms.script(other, { verdict: 'valid' })
    const all = await Promise.all([
      bench.call('rotation.submit', { id, text: other }),
      bench.call('rotation.submit', { id, text: fresh, replace: true }),
      bench.call('rotation.promote', { id }),
      bench.call('rotation.promote', { id }),
    ])
    expect(all.map(codeOf)).toEqual(['ok', 'ok', 'ok', 'rotation.wrong-stage'])
    expect(await reveal(id)).toBe(fresh)
  })

  it('needs to be begun, once', async () => {
    const { id } = await started()
    expect(codeOf(await bench.call('rotation.begin', { id }))).toBe('rotation.already-open')
    expect(codeOf(await bench.call('revocation.begin', { id }))).toBe('rotation.already-open')
    await bench.must('rotation.cancel', { id })
    for (const name of ['rotation.promote', 'rotation.prove', 'rotation.cancel'] as const) {
      expect(codeOf(await bench.call(name, { id }))).toBe('rotation.none-open')
    }
    expect(codeOf(await bench.call('rotation.submit', { id, text: 'x' }))).toBe(
      'rotation.none-open',
    )
  })

  it('starts the days of Phrase’s rule anew', async () => {
    bench = await openBench()
    const [old, fresh] = [
      secrets.make('phrase/platform-token'),
      secrets.make('phrase/platform-token'),
    ]
    bench.platforms.script(fresh, { verdict: 'valid' })
    const token = await bench.add(`PHRASE_TMS_TOKEN=${old}`, {
      fields: { createdOn: '2025-01-01', product: 'TMS' },
    })
    const { id } = token
    await bench.must('rotation.begin', { id })
    const { rotation } = await bench.must('rotation.submit', {
      id,
      text: `PHRASE_TMS_TOKEN=${fresh}`,
    })
    const endOf = (year: number, month: number, day: number): number =>
      new Date(year, month - 1, day + 730, 23, 59, 59).getTime()
    const today = new Date(bench.clock.now()).toISOString().slice(0, 10)
    const [year = 0, month = 0, day = 0] = today.split('-').map(Number)
    const expiry: Expiry = { known: 'date', at: endOf(year, month, day), source: 'rule' }
    expect(rotation.pendingExpiry).toEqual(expiry)
    expect(rotation.differences).toContainEqual({
      subject: 'expiry',
      result: 'wider',
      before: String(endOf(2025, 1, 1)),
      after: String(expiry.at),
    })
    expect((await bench.must('rotation.promote', { id })).token.expiry).toEqual(expiry)
    expect((await bench.must('token.details', { id })).fields).toEqual({
      createdOn: today,
      product: 'TMS',
    })
  })

  it('never shows a value in what crosses or is logged', async () => {
    const { id, old, fresh } = await promoted()
    const wrong = await bench.call('rotation.submit', { id, text: fresh })
    bench.platforms.script(old, { verdict: 'rejected' })
    const done = await bench.must('rotation.prove', { id })
    const all = JSON.stringify([wrong, done, bench.events, bench.log.lines])
    for (const value of [old, fresh]) expect(all).not.toContain(value)
  })
})

describe('a revocation', () => {
  it('ends when the platform refuses the token, and only then', async () => {
    bench = await openBench()
    const value = secrets.make('tolgee/pat')
    bench.platforms.script(value, { verdict: 'valid' })
    const { id } = await bench.add(value)
    const begun = await bench.must('revocation.begin', { id })
    expect(begun.phase).toEqual({ name: 'revoking', since: bench.clock.now() })
    expect(codeOf(await bench.call('rotation.begin', { id }))).toBe('rotation.already-open')
    for (const verdict of ['valid', 'unreachable', 'unclear', 'forbidden'] as const) {
      bench.platforms.script(value, { verdict })
      const tried = await bench.must('revocation.prove', { id })
      expect(tried).toMatchObject({ proved: false, token: { phase: { name: 'revoking' } } })
    }
    bench.platforms.script(value, { verdict: 'rejected' })
    const proved = await bench.must('revocation.prove', { id })
    expect(proved).toMatchObject({
      proved: true,
      check: { verdict: 'rejected' },
      token: { phase: { name: 'revoked', at: bench.clock.now() } },
    })
    expect(codeOf(await bench.call('rotation.begin', { id }))).toBe('rotation.wrong-stage')
    expect(codeOf(await bench.call('revocation.begin', { id }))).toBe('rotation.wrong-stage')
  })

  it('ends without being called revoked where the platform says that the token expired', async () => {
    bench = await openBench()
    const value = secrets.make('tolgee/pat')
    const { id } = await bench.add(value)
    bench.platforms.script(value, { verdict: 'expired' })
    for (const by of ['revocation.prove', 'check.one'] as const) {
      await bench.must('revocation.begin', { id })
      const { token } = await bench.must(by, { id })
      expect(token).toMatchObject({ phase: { name: 'idle' }, settled: { verdict: 'expired' } })
    }
    await bench.must('revocation.begin', { id })
    expect((await bench.must('revocation.prove', { id })).proved).toBe(false)
    // deleted all the same, its platform may well say so
    bench.platforms.script(value, { verdict: 'rejected' })
    await bench.must('revocation.begin', { id })
    expect((await bench.must('revocation.prove', { id })).proved).toBe(true)
  })

  it('is ended by any check, and undone by a platform that takes the token again', async () => {
    bench = await openBench()
    const value = secrets.make('tolgee/pat')
    const { id } = await bench.add(value)
    await bench.must('revocation.begin', { id })
    expect((await bench.must('check.one', { id })).token.phase.name).toBe('revoked')
    expect((await bench.must('revocation.prove', { id })).proved).toBe(true)
    bench.platforms.script(value, { verdict: 'valid' })
    expect((await bench.must('check.one', { id })).token.phase.name).toBe('idle')
    expect(codeOf(await bench.call('revocation.prove', { id }))).toBe('rotation.none-open')
  })

  it.each(['revocation', 'rotation'] as const)(
    'of a project’s token holds for that project: it cannot change under a %s',
    async (what) => {
      bench = await openBench()
      const { id } = await bench.add(`LOCIZE_API_KEY=${secrets.make('locize/api-key')}`, {
        fields: { projectId: '00000000-0000-4000-8000-000000000001' },
      })
      await bench.must(`${what}.begin`, { id })
      const edit = async (fields: Record<string, string>) => {
        const { version } = (await bench.list())[0]!
        return codeOf(await bench.call('token.edit', { id, version, fields }))
      }
      const same = { projectId: '00000000-0000-4000-8000-000000000001' }
      const other = { projectId: '00000000-0000-4000-8000-000000000002' }
      expect(await edit(other)).toBe('rotation.already-open')
      expect(await edit({})).toBe('rotation.already-open')
      expect(await edit({ ...same, places: '192.0.2.7' })).toBe('rotation.already-open')
      expect(await edit({ ...same, role: 'admin' })).toBe('ok')
      await bench.must(`${what}.cancel`, { id })
      expect(await edit(other)).toBe('ok')
    },
  )

  it('can be given up', async () => {
    bench = await openBench()
    const { id } = await bench.add(secrets.make('tolgee/pat'))
    expect(codeOf(await bench.call('revocation.cancel', { id }))).toBe('rotation.none-open')
    await bench.must('revocation.begin', { id })
    expect((await bench.must('revocation.cancel', { id })).phase).toEqual({ name: 'idle' })
  })
})
