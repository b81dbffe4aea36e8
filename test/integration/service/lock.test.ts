import { afterEach, describe, expect, it } from 'vitest'
import { eventually } from '../../helper/eventually'
import { openBench, type Bench } from '../../helper/services'
import { codeOf } from '../../helper/vault'
import { createSecrets } from '../../simulator/secrets'

const secrets = createSecrets('lock')
const MINUTE = 60_000

let bench: Bench
afterEach(() => bench.end())

describe('a lock', () => {
  it.each([
    ['suspend', 'sleep', { lockOnSleep: true }],
    ['screen', 'screen', { lockOnScreenLock: true }],
    ['session', 'session', { lockOnScreenLock: true }],
  ] as const)('comes with %s, if the user chose so', async (event, reason, chosen) => {
    bench = await openBench()
    bench.triggers.tell(event)
    expect(bench.services.vault.status().state).toBe('open')
    await bench.must('settings.set', chosen)
    bench.triggers.tell(event)
    expect(bench.services.vault.status()).toMatchObject({ state: 'locked', lockedBy: reason })
    expect(codeOf(await bench.call('token.list', null))).toBe('vault.not-open')
  })

  it('comes with idle time, again after every unlocking', async () => {
    bench = await openBench()
    await bench.must('settings.set', { lockAfterMinutes: 1 })
    for (let times = 0; times < 2; times++) {
      bench.triggers.idle = 30
      bench.clock.pass(MINUTE - 1)
      expect(bench.services.vault.status().state).toBe('open')
      bench.triggers.idle = 60
      bench.clock.pass(MINUTE)
      expect(bench.services.vault.status()).toMatchObject({ state: 'locked', lockedBy: 'idle' })
      await bench.must('vault.unlock', { proof: { by: 'keychain' } })
      expect(bench.services.vault.status().state).toBe('open')
    }
  })

  it('leaves nothing waiting but the next look at the dates, and clears the clipboard', async () => {
    bench = await openBench()
    const { id } = await bench.add(secrets.make('tolgee/pat'))
    await bench.must('settings.set', { lockAfterMinutes: 5 })
    await bench.must('token.copy', { id })
    await bench.must('check.one', { id })
    await bench.must('draft.open', { text: secrets.make('tolgee/pat') })
    await bench.must('vault.lock', null)
    await eventually(() => bench.clipboard.text).toBe('')
    expect(bench.clock.waiting).toBe(1)
  })
})
