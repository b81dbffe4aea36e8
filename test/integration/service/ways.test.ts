import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Proof } from '../../../shared/model/proof'
import { OPEN_FILTER } from '../../helper/audit'
import { openBench, type Bench } from '../../helper/services'
import { codeOf } from '../../helper/vault'
import { makeSecret } from '../../simulator/secrets'

const PASSWORD = 'correct horse battery'
const KEYCHAIN: Proof = { by: 'keychain' }
const BY_PASSWORD: Proof = { by: 'password', password: PASSWORD }
/** Within that time everything is sealed again. */
const DONE_MS = 1_000

let bench: Bench
beforeEach(async () => (bench = await openBench()))
afterEach(() => bench.end())

const setPassword = () => bench.must('ways.setPassword', { proof: KEYCHAIN, password: PASSWORD })
const resealing = () => bench.told('vault.changed').map((status) => status.resealing)
const acts = async () => {
  const page = await bench.must('audit.page', { filter: OPEN_FILTER, before: null, limit: 20 })
  return page.rows.map((row) => ('act' in row ? `${row.act} ${row.outcome}` : 'broken'))
}

it('replaces the vault key: a backup before, the window told, and both ends in the log', async () => {
  await setPassword()
  const { id } = await bench.add(makeSecret('tolgee/pak'), { label: 'Still here' })
  const reasons = async () =>
    (await bench.must('backup.list', null)).backups.map(({ reason }) => reason)
  expect(await reasons()).not.toContain('keys')
  const wrong: Proof = { by: 'password', password: 'wrong' }
  expect(codeOf(await bench.call('ways.replaceKey', { proof: wrong }))).toBe('vault.wrong-password')
  expect(await bench.must('ways.replaceKey', { proof: BY_PASSWORD })).toBeNull()
  expect(await reasons()).toContain('keys')
  const { since } = await bench.must('ways.info', null)
  expect(since.key).toBe(bench.clock.now())
  expect(resealing().at(-1)).toBe(true)
  bench.clock.pass(DONE_MS)
  expect(resealing().at(-1)).toBe(false)
  expect(await acts()).toEqual(
    expect.arrayContaining([
      'vault.key-replaced done',
      'vault.key-retired done',
      'vault.key-replaced failed',
    ]),
  )
  bench = await bench.restart()
  expect((await bench.list()).map((token) => token.id)).toEqual([id])
})

it('waits with it for a recovery key that is on paper', async () => {
  const first = await bench.must('recovery.make', { proof: KEYCHAIN })
  await bench.must('recovery.confirm', { groups: asked(first) })
  const next = await bench.must('ways.replaceKey', { proof: KEYCHAIN })
  if (!next) throw new Error('There is no recovery key')
  expect(next.secret).not.toBe(first.secret)
  expect(resealing()).not.toContain(true)
  const wrong = await bench.call('recovery.confirm', { groups: ['0000', '0000'] })
  expect(codeOf(wrong)).toBe('vault.recovery-mismatch')
  await bench.must('recovery.confirm', { groups: asked(next) })
  expect(resealing().at(-1)).toBe(true)
  await bench.must('vault.lock', null)
  const by = (key: string) => bench.call('vault.unlock', { proof: { by: 'recovery', key } })
  expect(codeOf(await by(first.secret))).toBe('vault.wrong-recovery-key')
  expect(codeOf(await by(next.secret))).toBe('ok')
  // what a lock has ended goes on
  expect(resealing().at(-1)).toBe(true)
  bench.clock.pass(DONE_MS)
  expect(resealing().at(-1)).toBe(false)
})

it('forgets a recovery key that was still being made when the vault was locked', async () => {
  const making = bench.call('recovery.make', { proof: KEYCHAIN })
  await bench.must('vault.lock', null)
  expect(codeOf(await making)).toBe('vault.not-open')
  await bench.must('vault.unlock', { proof: KEYCHAIN })
  const late = await bench.call('recovery.confirm', { groups: ['0000', '0000'] })
  expect(codeOf(late)).toBe('call.refused')
})

it('forgets a key that was not confirmed', async () => {
  const first = await bench.must('recovery.make', { proof: KEYCHAIN })
  await bench.must('recovery.confirm', { groups: asked(first) })
  const next = await bench.must('ways.replaceKey', { proof: KEYCHAIN })
  await bench.must('recovery.drop', null)
  const late = await bench.call('recovery.confirm', { groups: next ? asked(next) : [] })
  expect(codeOf(late)).toBe('call.refused')
  bench.clock.pass(DONE_MS)
  expect(resealing()).not.toContain(true)
})

function asked({ secret, ask }: { secret: string; ask: readonly number[] }): string[] {
  const groups = secret.split('-')
  return ask.map((at) => groups[at] ?? '')
}
