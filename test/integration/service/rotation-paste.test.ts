import { afterEach, describe, expect, it } from 'vitest'
import type { TokenId } from '../../../shared/model/token'
import { createSecrets } from '../../simulator/secrets'
import { fullDisk } from '../../helper/full-disk'
import { openBench, type Bench } from '../../helper/services'
import { codeOf } from '../../helper/vault'

const secrets = createSecrets('rotation-paste')

let bench: Bench
afterEach(() => bench.end())

const slot = (id: TokenId, name: 'pending' | 'current'): string | null => {
  const secret = bench.services.index.secret(id, name)
  if (!secret.ok) throw new Error(secret.error.code)
  return secret.value?.text() ?? null
}
const submit = (id: TokenId, text: string | null, replace?: true) =>
  bench.call('rotation.submit', { id, text, ...(replace && { replace }) })

/** A rotation whose new value is stored, with this verdict. */
async function stored(verdict: 'valid' | 'unreachable' | 'rejected') {
  bench = await openBench()
  const { id } = await bench.add(secrets.make('tolgee/pat'))
  await bench.must('rotation.begin', { id })
  const fresh = secrets.make('tolgee/pat')
  bench.platforms.script(fresh, { verdict })
  await bench.must('rotation.submit', { id, text: fresh })
  const other = secrets.make('tolgee/pat')
  bench.platforms.script(other, { verdict: 'valid' })
  bench.platforms.asked.length = 0
  return { id, fresh, other }
}

describe('a new value that is stored', () => {
  it.each(['unreachable', 'valid'] as const)(
    'stays when it is %s and another one is pasted, until that is wanted',
    async (verdict) => {
      const { id, fresh, other } = await stored(verdict)
      expect(codeOf(await submit(id, other))).toBe('rotation.has-pending')
      expect([slot(id, 'pending'), bench.platforms.asked]).toEqual([fresh, []])
      // the answer is no: nothing is left of it
      await bench.must('rotation.keep', { id })
      expect(codeOf(await submit(id, null, true))).toBe('rotation.wrong-stage')
      expect(slot(id, 'pending')).toBe(fresh)
      // the answer is yes: the value does not have to be pasted again
      expect(codeOf(await submit(id, other))).toBe('rotation.has-pending')
      expect(codeOf(await submit(id, null, true))).toBe('ok')
      expect(slot(id, 'pending')).toBe(other)
      expect(codeOf(await submit(id, null, true))).toBe('rotation.wrong-stage')
    },
  )

  it('may be pasted again without a question, and so may another one if it is dead', async () => {
    const { id, fresh, other } = await stored('rejected')
    expect(codeOf(await submit(id, fresh))).toBe('ok')
    expect(codeOf(await submit(id, other))).toBe('ok')
    expect(codeOf(await submit(id, other))).toBe('ok')
    expect(slot(id, 'pending')).toBe(other)
  })

  it('is not replaced by the value in use or that of another token, wanted or not', async () => {
    const { id, fresh } = await stored('unreachable')
    const owned = secrets.make('tolgee/pat')
    await bench.add(owned)
    expect(codeOf(await submit(id, slot(id, 'current'), true))).toBe('rotation.same-secret')
    expect(codeOf(await submit(id, owned, true))).toBe('token.duplicate')
    expect(slot(id, 'pending')).toBe(fresh)
  })

  it('is never the name that it was to be given', async () => {
    bench = await openBench()
    // of this kind any word may be a value
    const { id } = await bench.add(`LOKALISE_API_TOKEN=${secrets.make('lokalise/api-token')}`)
    const { rotation } = await bench.must('rotation.begin', { id })
    const refused = await submit(id, ` ${rotation.remoteName}\n`)
    expect(codeOf(refused)).toBe('rotation.name-pasted')
    expect(slot(id, 'pending')).toBeNull()
  })
})

/** A rotation on a disk that is full from now on, and values for it. */
async function full() {
  const { state, vault } = fullDisk()
  bench = await openBench({ vault })
  const { id } = await bench.add(secrets.make('tolgee/pat'))
  await bench.must('rotation.begin', { id })
  const [fresh, other] = [secrets.make('tolgee/pat'), secrets.make('tolgee/pat')]
  for (const each of [fresh, other]) bench.platforms.script(each, { verdict: 'valid' })
  bench.platforms.asked.length = 0
  state.full = true
  return { id, fresh, other, state }
}

describe('a new value that cannot be stored', () => {
  it('is held until it can, and then needs no paste', async () => {
    const { id, fresh, state } = await full()
    expect(codeOf(await submit(id, fresh))).toBe('vault.no-space')
    const view = await bench.must('rotation.view', { id })
    expect(view).toMatchObject({ stage: 'planned', pendingHint: null })
    expect(view?.unstoredHint?.slice(-4)).toBe(fresh.slice(-4))
    expect(codeOf(await submit(id, null))).toBe('vault.no-space')
    expect(bench.platforms.asked).toEqual([])
    state.full = false
    const { rotation } = await bench.must('rotation.submit', { id, text: null })
    expect(rotation).toMatchObject({ stage: 'tested', unstoredHint: null })
    expect(slot(id, 'pending')).toBe(fresh)
    expect(codeOf(await submit(id, null))).toBe('rotation.wrong-stage')
  })

  it('is not lost to another paste without a question', async () => {
    const { id, fresh, other, state } = await full()
    await submit(id, fresh)
    expect(codeOf(await submit(id, other))).toBe('rotation.has-pending')
    await bench.must('rotation.keep', { id })
    state.full = false
    expect(codeOf(await submit(id, null))).toBe('ok')
    expect(slot(id, 'pending')).toBe(fresh)
  })

  it('keeps the word that it may replace a stored one, which is not promoted meanwhile', async () => {
    const { id, fresh, other, state } = await full()
    state.full = false
    await bench.must('rotation.submit', { id, text: fresh })
    state.full = true
    expect(codeOf(await submit(id, other, true))).toBe('vault.no-space')
    expect(slot(id, 'pending')).toBe(fresh)
    state.full = false
    expect(codeOf(await bench.call('rotation.promote', { id }))).toBe('rotation.wrong-stage')
    expect(codeOf(await submit(id, null))).toBe('ok')
    expect(slot(id, 'pending')).toBe(other)
    expect(codeOf(await bench.call('rotation.promote', { id }))).toBe('ok')
  })

  it.each(['cancel', 'close'] as const)('is gone after %s', async (end) => {
    const { id, fresh, state } = await full()
    await submit(id, fresh)
    state.full = false
    await bench.must('rotation.start', { id })
    if (end === 'cancel') {
      await bench.must('rotation.cancel', { id })
      await bench.must('rotation.begin', { id })
    } else {
      bench.services.vault.close()
      await bench.services.vault.start()
    }
    expect(await bench.must('rotation.view', { id })).toMatchObject({ unstoredHint: null })
    expect(codeOf(await submit(id, null))).toBe('rotation.wrong-stage')
  })

  it('outlives a cancelling that could not be stored either', async () => {
    const { id, fresh, state } = await full()
    await submit(id, fresh)
    expect(codeOf(await bench.call('rotation.cancel', { id }))).toBe('vault.no-space')
    state.full = false
    expect(codeOf(await submit(id, null))).toBe('ok')
  })

  it('is in nothing that crosses or is logged', async () => {
    const { id, fresh } = await full()
    const answers = [await submit(id, fresh), await bench.must('rotation.view', { id })]
    expect(JSON.stringify([answers, bench.events, bench.log.lines])).not.toContain(fresh)
  })
})
