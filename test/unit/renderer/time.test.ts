import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dayText, distance, minutesUntil, relative, timeLeft } from '../../../renderer/i18n/time'
import { endOfDay } from '../../../shared/day'
import { words } from './harness'

const NOW = new Date(2026, 10, 22, 10, 0).getTime()
const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

describe('a time in words', () => {
  test.each([
    [20 * DAY, 'in 20 days'],
    [5 * DAY, 'in 5 days'],
    [5 * DAY - 5, 'in 5 days'],
    [DAY, 'in 1 day'],
    [20 * HOUR, 'in 20 hours'],
    [40 * MINUTE, 'in 40 minutes'],
    [0, 'just now'],
    [-20 * MINUTE, '20 minutes ago'],
    [-2 * HOUR, '2 hours ago'],
    [-3 * DAY, '3 days ago'],
    [62 * DAY, 'in 62 days'],
    [90 * DAY + HOUR, 'in 90 days'],
    [90 * DAY, 'in 90 days'],
    [90 * DAY - HOUR, 'in 90 days'],
    [91 * DAY, 'in 3 months'],
    [400 * DAY, 'in 13 months'],
    [1000 * DAY, 'in 3 years'],
  ])('%d ms away is %s', (span, text) => {
    expect(relative(words, NOW + span, NOW)).toBe(text)
  })

  test('counts days as the calendar does: the end of a day five days on is in 5 days', () => {
    const end = endOfDay('2026-11-27')
    expect(end).not.toBeNull()
    expect(relative(words, end ?? 0, NOW)).toBe('in 5 days')
  })

  test('never says that a time is on the other side of now', () => {
    const span = fc.integer({ min: -4000 * DAY, max: 4000 * DAY })
    fc.assert(
      fc.property(span, (value) => {
        const told = distance(NOW + value, NOW).value
        expect(told === 0 || Math.sign(told) === Math.sign(value)).toBe(true)
      }),
    )
  })
})

describe('a day in a date field', () => {
  test('comes back as the end of the same day', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 200 * 365 }), (days) => {
        const text = dayText(new Date(2000, 0, 1 + days, 12).getTime())
        expect(dayText(endOfDay(text) ?? 0)).toBe(text)
      }),
    )
  })

  test.each(['', '2026-1-1', 'soon', '12/24/2026'])('%j is none', (text) => {
    expect(endOfDay(text)).toBeNull()
  })
})

describe('what is left', () => {
  test.each([
    [14_399_000, '3 h 59 min left'],
    // the clock is looked at when a minute is over: it has to show the next one then
    [3 * HOUR + 59 * MINUTE, '3 h 58 min left'],
    [HOUR + 1, '1 h 0 min left'],
    [HOUR, '59 min left'],
    [2 * MINUTE, '1 min left'],
    [MINUTE + 1, '1 min left'],
    [MINUTE, 'Less than 1 min left'],
    [1, 'Less than 1 min left'],
    [0, 'Less than 1 min left'],
    [-DAY, 'Less than 1 min left'],
  ])('%i ms', (ms, text) => {
    expect(timeLeft(words, minutesUntil(NOW + ms, NOW))).toBe(text)
  })
})
