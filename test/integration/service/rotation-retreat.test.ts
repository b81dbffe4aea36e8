import { afterEach, describe, expect, it } from 'vitest'
import { createSecrets } from '../../simulator/secrets'
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

describe('the way out of a rotation', () => {
  it('does not go back to a value that its platform refuses, but to one that nobody can ask about', async () => {
    const { id, old, fresh } = await promoted()
    bench.platforms.script(old, { verdict: 'rejected' })
    bench.platforms.script(fresh, { verdict: 'rejected' })
    expect(codeOf(await bench.call('rotation.back', { id }))).toBe('rotation.not-proved')
    expect(await reveal(id)).toBe(fresh)
    bench.platforms.script(fresh, { verdict: 'valid' })
    bench.platforms.script(old, { verdict: 'unreachable' })
    await bench.must('rotation.back', { id })
    expect(await reveal(id)).toBe(old)
    await bench.must('rotation.promote', { id })
    // its death is what the rotation was to end with
    bench.platforms.script(old, { verdict: 'rejected' })
    const ended = await bench.must('rotation.back', { id })
    expect(ended.rotation).toMatchObject({ stage: 'done', previousCheck: { verdict: 'rejected' } })
    expect(ended.token.phase).toEqual({ name: 'idle' })
    expect(await reveal(id)).toBe(fresh)
  })

  it('keeps a new value that works while the current one is not seen to', async () => {
    const { id, old, fresh } = await started()
    bench.platforms.script(fresh, { verdict: 'valid' })
    await bench.must('rotation.submit', { id, text: fresh })
    const pending = () => {
      const held = bench.services.index.secret(id, 'pending')
      return held.ok ? held.value?.text() : held.error.code
    }
    for (const verdict of ['rejected', 'expired', 'unreachable'] as const) {
      bench.platforms.script(old, { verdict })
      expect(codeOf(await bench.call('rotation.cancel', { id }))).toBe('rotation.not-proved')
      expect(pending()).toBe(fresh)
    }
    // of one that nobody saw work, nothing is lost unless the current one is dead
    bench.platforms.script(fresh, { verdict: 'unreachable' })
    await bench.must('rotation.test', { id })
    expect(codeOf(await bench.call('rotation.cancel', { id }))).toBe('rotation.not-proved')
    bench.platforms.script(old, { verdict: 'valid' })
    await bench.must('check.one', { id })
    bench.platforms.script(old, { verdict: 'unreachable' })
    expect(codeOf(await bench.call('rotation.cancel', { id }))).toBe('ok')
    expect(await reveal(id)).toBe(old)
  })
})
