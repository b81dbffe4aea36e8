import { beforeEach, describe, expect, it } from 'vitest'
import type { LockEvent } from '../../../electron/service/port'
import { LockWatch, type LockSettings } from '../../../electron/service/lock-watch'
import type { LockReason } from '../../../shared/model/vault'
import { sleepyClock, type SleepyClock } from '../../helper/services'

const MINUTE = 60_000
const SECOND = 1_000

let clock: SleepyClock
let settings: LockSettings
let watch: LockWatch
let locked: LockReason[]
let tell: (event: LockEvent) => void
/** Monotonic time of the last input on the machine; null: nobody counts. */
let input: number | null
let looks: number

beforeEach(() => {
  clock = sleepyClock()
  settings = { lockAfterMinutes: 5, lockOnSleep: true, lockOnScreenLock: true }
  locked = []
  input = 0
  looks = 0
  const listeners: ((event: LockEvent) => void)[] = []
  tell = (event) => listeners.forEach((listener) => listener(event))
  watch = new LockWatch({
    clock,
    settings: () => settings,
    triggers: {
      idleSeconds() {
        looks += 1
        return input === null ? 0 : Math.floor((clock.monotonic() - input) / SECOND)
      },
      listen: (listener) => void listeners.push(listener),
    },
    lock(reason) {
      locked.push(reason)
      // as the vault does when it closes
      watch.stop()
    },
  })
  watch.start()
})

describe('idle time', () => {
  it('locks after the minutes that were chosen', () => {
    clock.pass(5 * MINUTE - 1)
    expect(locked).toEqual([])
    clock.pass(1)
    expect(locked).toEqual(['idle'])
    expect(clock.waiting).toBe(0)
  })

  it('begins anew with every input', () => {
    clock.pass(4 * MINUTE)
    input = clock.monotonic()
    clock.pass(5 * MINUTE - 1)
    expect(locked).toEqual([])
    clock.pass(SECOND)
    expect(locked).toEqual(['idle'])
  })

  it('is not asked for again and again once the machine was seen to count', () => {
    clock.pass(4 * MINUTE)
    expect(looks).toBeLessThan(5)
  })

  it('does not lock when it is switched off', () => {
    settings = { ...settings, lockAfterMinutes: null }
    watch.again()
    clock.pass(10_000 * MINUTE)
    expect(locked).toEqual([])
    expect(clock.waiting).toBe(0)
  })

  it('follows a shorter choice at once', () => {
    clock.pass(2 * MINUTE)
    settings = { ...settings, lockAfterMinutes: 1 }
    watch.again()
    expect(locked).toEqual(['idle'])
  })

  it('is not put off by a wall clock that is set back', () => {
    clock.sleep(-300 * MINUTE)
    clock.pass(5 * MINUTE)
    expect(locked).toEqual(['idle'])
  })

  it('counts what the user does in the window where the machine does not count', () => {
    input = null
    clock.pass(4 * MINUTE)
    tell('input')
    clock.pass(5 * MINUTE - 1)
    expect(locked).toEqual([])
    clock.pass(1)
    expect(locked).toEqual(['idle'])
  })

  it('counts a time in which the whole machine stood still and nobody said so', () => {
    clock.pass(MINUTE)
    clock.sleep(60 * MINUTE)
    // the user is back before the timer is
    input = clock.monotonic() + 4 * MINUTE
    clock.pass(4 * MINUTE)
    expect(locked).toEqual(['idle'])
  })
})

describe('what happens to the machine', () => {
  it.each([
    ['suspend', 'sleep'],
    ['screen', 'screen'],
    ['session', 'session'],
  ] as const)('%s locks', (event, reason) => {
    tell(event)
    expect(locked).toEqual([reason])
  })

  it('is left alone where the user chose so', () => {
    settings = { lockAfterMinutes: null, lockOnSleep: false, lockOnScreenLock: false }
    for (const event of ['suspend', 'resume', 'screen', 'session'] as const) tell(event)
    expect(locked).toEqual([])
  })

  it('locks on waking at the latest', () => {
    tell('resume')
    expect(locked).toEqual(['sleep'])
  })

  it('counts a long sleep as idle time', () => {
    settings = { ...settings, lockOnSleep: false }
    tell('suspend')
    clock.sleep(5 * MINUTE - 1)
    tell('resume')
    expect(locked).toEqual([])
    tell('suspend')
    clock.sleep(5 * MINUTE)
    tell('resume')
    expect(locked).toEqual(['idle'])
  })

  it('means nothing while nothing is open', () => {
    watch.stop()
    for (const event of ['suspend', 'resume', 'screen', 'session'] as const) tell(event)
    clock.pass(60 * MINUTE)
    expect(locked).toEqual([])
  })
})
