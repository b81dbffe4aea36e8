import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { LimitRule } from '../../../electron/platform/adapter'
import { Limiter } from '../../../electron/platform/http/limiter'
import { virtualClock } from './virtual-clock'

const signal = new AbortController().signal

/** Enters, notes when, and holds the place for a while. */
function visitor(limiter: Limiter, rule: LimitRule, clock = virtualClock()) {
  const starts: number[] = []
  const refusals: string[] = []
  let running = 0
  let most = 0
  return {
    starts,
    refusals,
    most: () => most,
    visit: (holdMs: number, own: AbortSignal = signal) =>
      limiter.enter('key', rule, own).then((entry) => {
        if (!entry.ok) {
          refusals.push(entry.error.code)
          return
        }
        starts.push(clock.monotonic())
        most = Math.max(most, ++running)
        clock.after(holdMs, () => {
          running--
          entry.value()
        })
      }),
  }
}

describe('the limiter', () => {
  test('starts so many calls in a stretch of time, in the order in which they came', async () => {
    const clock = virtualClock()
    const rule = { concurrent: 10, window: { requests: 2, ms: 100 } }
    const calls = visitor(new Limiter(clock), rule, clock)
    for (let i = 0; i < 5; i++) void calls.visit(5)
    await clock.advance(1000)
    expect(calls.starts).toEqual([0, 0, 105, 105, 210])
  })

  test('counts a slow call until it ended, for nobody knows when it arrived', async () => {
    const clock = virtualClock()
    const rule = { concurrent: 10, window: { requests: 1, ms: 100 } }
    const calls = visitor(new Limiter(clock), rule, clock)
    void calls.visit(500)
    void calls.visit(5)
    await clock.advance(1000)
    expect(calls.starts).toEqual([0, 600])
  })

  test('keeps the rest waiting while all places are taken', async () => {
    const clock = virtualClock()
    const calls = visitor(new Limiter(clock), { concurrent: 2 }, clock)
    for (let i = 0; i < 5; i++) void calls.visit(50)
    await clock.advance(1000)
    expect(calls.starts).toEqual([0, 0, 50, 50, 100])
  })

  test('never breaks its rule, whatever comes when and arrives when', async () => {
    const visits = fc.array(
      fc.record({
        wait: fc.integer({ min: 0, max: 40 }),
        hold: fc.integer({ min: 0, max: 120 }),
        /** At which part of its time it arrives at the host. */
        arrives: fc.double({ min: 0, max: 1, noNaN: true }),
      }),
      { maxLength: 12 },
    )
    const rules = fc.record({
      concurrent: fc.integer({ min: 1, max: 4 }),
      window: fc.record({
        requests: fc.integer({ min: 1, max: 4 }),
        ms: fc.integer({ min: 1, max: 80 }),
      }),
    })
    await fc.assert(
      fc.asyncProperty(rules, visits, async (rule, all) => {
        const clock = virtualClock()
        const calls = visitor(new Limiter(clock), rule, clock)
        for (const { wait, hold } of all) {
          await clock.advance(wait)
          void calls.visit(hold)
        }
        await clock.advance(10_000)
        expect(calls.starts).toHaveLength(all.length)
        expect(calls.most()).toBeLessThanOrEqual(rule.concurrent)
        const arrivals = calls.starts.map((start, at) => start + all[at]!.hold * all[at]!.arrives)
        for (const from of arrivals) {
          const within = arrivals.filter((at) => at >= from && at < from + rule.window.ms)
          expect(within.length).toBeLessThanOrEqual(rule.window.requests)
        }
      }),
      { numRuns: 200 },
    )
  })

  test('waits out a short rest, and says a long one at once', async () => {
    const clock = virtualClock()
    const limiter = new Limiter(clock)
    const rule = { concurrent: 1 }
    const calls = visitor(limiter, rule, clock)
    limiter.pause('key', rule, clock.now() + 3000)
    void calls.visit(1)
    await clock.advance(2999)
    expect(calls.starts).toEqual([])
    await clock.advance(1)
    expect(calls.starts).toEqual([3000])

    const until = clock.now() + 60_000
    limiter.pause('key', rule, until)
    const refused = await limiter.enter('key', rule, signal)
    expect(refused).toMatchObject({
      ok: false,
      error: { code: 'http.rate-limited', params: { retryAt: until } },
    })
    await clock.advance(60_000)
    expect((await limiter.enter('key', rule, signal)).ok).toBe(true)
  })

  test('turns those away who already wait when a long rest is asked for', async () => {
    const clock = virtualClock()
    const limiter = new Limiter(clock)
    const rule = { concurrent: 1, window: { requests: 1, ms: 1000 } }
    const calls = visitor(limiter, rule, clock)
    void calls.visit(1)
    void calls.visit(1)
    await clock.advance(10)
    limiter.pause('key', rule, clock.now() + 30_000)
    await clock.advance(0)
    expect(calls.refusals).toEqual(['http.rate-limited'])
  })

  test('rests longer each time a host says no more than "too many"', async () => {
    const clock = virtualClock()
    const limiter = new Limiter(clock)
    const rule = { concurrent: 1 }
    const calls = visitor(limiter, rule, clock)
    limiter.pause('key', rule, null)
    void calls.visit(0)
    await clock.advance(2000)
    expect(calls.starts).toEqual([2000])
    limiter.pause('key', rule, null)
    void calls.visit(0)
    await clock.advance(4000)
    expect(calls.starts).toEqual([2000, 6000])
    limiter.relax('key')
    limiter.pause('key', rule, null)
    void calls.visit(0)
    await clock.advance(2000)
    expect(calls.starts).toEqual([2000, 6000, 8000])
  })

  test('does not rest for longer than an hour, whoever asks', async () => {
    const clock = virtualClock()
    const limiter = new Limiter(clock)
    const rule = { concurrent: 1 }
    limiter.pause('key', rule, Number.MAX_SAFE_INTEGER)
    await clock.advance(60 * 60 * 1000)
    expect((await limiter.enter('key', rule, signal)).ok).toBe(true)
  })

  test('ends a rest in its time though the clock was set back meanwhile', async () => {
    const clock = virtualClock()
    const limiter = new Limiter(clock)
    const rule = { concurrent: 1 }
    limiter.pause('key', rule, clock.now() + 60_000)
    clock.set(-365 * 86_400_000)
    const refused = await limiter.enter('key', rule, signal)
    const retryAt = clock.now() + 60_000
    expect(refused).toMatchObject({ error: { code: 'http.rate-limited', params: { retryAt } } })
    // what is heard later does not make it longer
    limiter.pause('key', rule, clock.now() + 30_000)
    await clock.advance(60_000)
    expect((await limiter.enter('key', rule, signal)).ok).toBe(true)
  })

  test('lets a rest pass while the machine sleeps', async () => {
    const clock = virtualClock()
    const limiter = new Limiter(clock)
    const rule = { concurrent: 1 }
    limiter.pause('key', rule, clock.now() + 60_000)
    clock.set(60_000)
    expect((await limiter.enter('key', rule, signal)).ok).toBe(true)
  })

  test('lets go at once of one who is cancelled, and of nobody else', async () => {
    const clock = virtualClock()
    const limiter = new Limiter(clock)
    const calls = visitor(limiter, { concurrent: 1 }, clock)
    const impatient = new AbortController()
    void calls.visit(100)
    void calls.visit(100, impatient.signal)
    void calls.visit(100)
    await clock.advance(10)
    impatient.abort()
    await clock.advance(0)
    expect(calls.refusals).toEqual(['http.cancelled'])
    await clock.advance(500)
    expect(calls.starts).toEqual([0, 100])
    await calls.visit(1, impatient.signal)
    expect(calls.refusals).toEqual(['http.cancelled', 'http.cancelled'])
  })

  test('keeps keys apart', async () => {
    const limiter = new Limiter(virtualClock())
    const rule = { concurrent: 1 }
    expect((await limiter.enter('one', rule, signal)).ok).toBe(true)
    expect((await limiter.enter('other', rule, signal)).ok).toBe(true)
  })

  test('gives back a place once, however often it is given back', async () => {
    const clock = virtualClock()
    const limiter = new Limiter(clock)
    const rule = { concurrent: 1 }
    const first = await limiter.enter('key', rule, signal)
    if (!first.ok) throw new Error('no place')
    first.value()
    first.value()
    const calls = visitor(limiter, rule, clock)
    void calls.visit(100)
    void calls.visit(100)
    await clock.advance(50)
    expect(calls.starts).toHaveLength(1)
  })

  test('forgets keys that decide nothing, and leaves no timer behind when closed', async () => {
    const clock = virtualClock()
    const limiter = new Limiter(clock)
    const rule = { concurrent: 1, window: { requests: 1, ms: 10 } }
    for (let i = 0; i < 2100; i++) {
      const entry = await limiter.enter(`key ${i}`, rule, signal)
      if (entry.ok) entry.value()
      if (i % 500 === 0) await clock.advance(20)
    }
    const calls = visitor(limiter, rule, clock)
    void calls.visit(1000)
    void calls.visit(1000)
    await clock.advance(1)
    limiter.close()
    await clock.advance(0)
    expect(calls.refusals).toEqual(['http.cancelled'])
  })
})
