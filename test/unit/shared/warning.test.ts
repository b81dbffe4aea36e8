import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  attentionOf,
  DAY,
  duesOf,
  levelOf,
  needsAttention,
  rotationDueAt,
  SEVERITIES,
} from '../../../shared/model/warning'
import type { CheckRecord, TokenOverview } from '../../../shared/model/token'
import { VERDICTS, type Verdict } from '../../../shared/model/verdict-list'
import { overview } from '../../helper/vault'

const NOW = Date.UTC(2026, 10, 22)

function token(change: Partial<TokenOverview> = {}): TokenOverview {
  return overview({ rotateEveryDays: null, secretSince: NOW, ...change })
}

function expiringIn(days: number): TokenOverview {
  return token({ expiry: { known: 'date', at: NOW + days * DAY, source: 'platform' } })
}

function check(verdict: Verdict): CheckRecord {
  return { verdict, reason: 'unexpected', status: null, code: null, retryAt: null, at: NOW }
}

describe('levelOf', () => {
  it.each([
    [31, null],
    [30.0001, null],
    [30, 30],
    [14.5, 30],
    [14, 14],
    [7, 7],
    [1.5, 7],
    [1, 1],
    [0.01, 1],
    [0, 'over'],
    [-400, 'over'],
  ])('is, %s days before the date, %s', (days, level) => {
    expect(levelOf(NOW + days * DAY, NOW)).toBe(level)
  })

  it('only gets nearer while time passes', () => {
    const order = [null, 30, 14, 7, 1, 'over']
    const moment = fc.integer({ min: -60 * DAY, max: 60 * DAY })
    fc.assert(
      fc.property(moment, moment, (a, b) => {
        const [early, late] = [Math.min(a, b), Math.max(a, b)]
        expect(order.indexOf(levelOf(NOW, NOW + early))).toBeLessThanOrEqual(
          order.indexOf(levelOf(NOW, NOW + late)),
        )
      }),
    )
  })
})

describe('duesOf', () => {
  it('keeps the hard end and the own policy apart, the nearer first', () => {
    const both = token({
      expiry: { known: 'date', at: NOW + 20 * DAY, source: 'rule' },
      rotateEveryDays: 10,
    })
    expect(duesOf(both, NOW)).toEqual([
      { cause: 'rotation', at: NOW + 10 * DAY, level: 14 },
      { cause: 'expiry', at: NOW + 20 * DAY, level: 30 },
    ])
  })

  it('knows no date where none is known', () => {
    expect(duesOf(token(), NOW)).toEqual([])
    expect(duesOf(token({ expiry: { known: 'never', source: 'rule' } }), NOW)).toEqual([])
    expect(rotationDueAt(token())).toBeNull()
  })
})

describe('attentionOf', () => {
  it.each([
    [40, 'none', false],
    [30, 'info', false],
    [14, 'notice', true],
    [7, 'warning', true],
    [1, 'critical', true],
    [-3, 'critical', true],
  ] as const)('%s days before the end is %s', (days, severity, needs) => {
    const attention = attentionOf(expiringIn(days), NOW)
    expect(attention.severity).toBe(severity)
    expect(needsAttention(attention)).toBe(needs)
  })

  it('takes the louder of two dates', () => {
    const both = token({
      expiry: { known: 'date', at: NOW + 20 * DAY, source: 'platform' },
      rotateEveryDays: 5,
    })
    expect(attentionOf(both, NOW)).toMatchObject({ severity: 'warning', causes: ['rotation'] })
  })

  it('never calls a token expired because its date has passed', () => {
    expect(attentionOf(expiringIn(-10), NOW).causes).toEqual(['expiry'])
  })

  it.each(VERDICTS)('with the settling verdict %s', (verdict) => {
    const attention = attentionOf(token({ settled: check(verdict) }), NOW)
    const dead = verdict === 'rejected' || verdict === 'expired'
    expect(attention.severity === 'dead').toBe(dead)
    expect(attention.causes).toEqual(dead ? [verdict] : verdict === 'forbidden' ? ['check'] : [])
  })

  it.each(['unreachable', 'rate-limited', 'unclear'] as const)(
    'a later try that is %s takes nothing away',
    (verdict) => {
      const dead = token({ settled: check('rejected'), check: check(verdict) })
      expect(attentionOf(dead, NOW).severity).toBe('dead')
      const fine = token({ settled: check('valid'), check: check(verdict) })
      expect(attentionOf(fine, NOW).severity).toBe('none')
      expect(attentionOf(token({ check: check(verdict) }), NOW).causes).toEqual([])
    },
  )

  it('is quiet about what was revoked on purpose, and not about what is being revoked', () => {
    const dead = { ...expiringIn(-1), settled: check('rejected'), rotateEveryDays: 1 }
    const revoked = token({ ...dead, phase: { name: 'revoked', at: NOW } })
    expect(attentionOf(revoked, NOW)).toEqual({ severity: 'none', due: null, causes: [] })
    const revoking = token({ phase: { name: 'revoking', since: NOW } })
    expect(needsAttention(attentionOf(revoking, NOW))).toBe(true)
  })

  it('gets never quieter as an end comes nearer', () => {
    const days = fc.double({ min: -50, max: 50, noNaN: true })
    fc.assert(
      fc.property(days, days, (a, b) => {
        const far = attentionOf(expiringIn(Math.max(a, b)), NOW).severity
        const near = attentionOf(expiringIn(Math.min(a, b)), NOW).severity
        expect(SEVERITIES.indexOf(near)).toBeGreaterThanOrEqual(SEVERITIES.indexOf(far))
      }),
    )
  })
})
