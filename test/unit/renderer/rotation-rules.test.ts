import { describe, expect, it } from 'vitest'
import {
  cautionsOf,
  deathOf,
  endOf,
  finishWords,
  isFree,
  lostOf,
  pendingState,
  resultLook,
  stageStates,
} from '../../../renderer/feature/guide/rules'
import type { Difference, RotationView } from '../../../shared/contract/rotation'
import type { CheckRecord } from '../../../shared/model/token'
import { VERDICTS, type Verdict } from '../../../shared/model/verdict-list'
import { rotationView as view } from './rotation-view'

const checked = (verdict: Verdict): CheckRecord => ({
  verdict,
  reason: 'unexpected',
  status: null,
  code: null,
  retryAt: null,
  at: 1,
})
const difference = (change: Partial<Difference>): Difference => ({
  subject: 'access',
  result: 'same',
  before: 'read',
  after: 'read',
  ...change,
})

describe('the steps of a rotation', () => {
  it('opens the first two together until something is pasted', () => {
    expect(stageStates(view())).toEqual({
      create: 'now',
      paste: 'now',
      promote: 'later',
      use: 'later',
      delete: 'later',
    })
    expect(stageStates(view({ stage: 'planned' }))).toEqual(stageStates(view()))
    expect(stageStates(view({ pendingHint: '••••bbbb' }))).toMatchObject({
      create: 'done',
      paste: 'now',
    })
  })

  it('follows the stages', () => {
    const done = (stage: RotationView['stage']): number =>
      Object.values(stageStates(view({ stage }))).filter((state) => state === 'done').length
    const stages = ['created', 'tested', 'promoted', 'delivered', 'revoking', 'done'] as const
    expect(stages.map(done)).toEqual([1, 2, 3, 4, 4, 5])
  })

  it('calls a pasted value refused only on the word of its platform', () => {
    const state = (verdict: Verdict): string =>
      pendingState(view({ pendingHint: '••••bbbb', pendingCheck: checked(verdict) }))
    expect(VERDICTS.filter((verdict) => state(verdict) === 'refused')).toEqual([
      'expired',
      'rejected',
    ])
    expect(pendingState(view())).toBe('none')
    expect(pendingState(view({ pendingHint: '••••bbbb' }))).toBe('stored')
  })
})

describe('proof', () => {
  it('is a refusal that was accepted as proof, and nothing else', () => {
    for (const verdict of VERDICTS) {
      const dead = verdict === 'expired' || verdict === 'rejected'
      expect(deathOf(checked(verdict), true) === 'proved').toBe(dead)
      expect(deathOf(checked(verdict), false)).not.toBe('proved')
    }
    expect(deathOf(checked('rejected'), false)).toBe('half')
    expect(deathOf(checked('valid'), false)).toBe('alive')
    expect(deathOf(checked('unreachable'), false)).toBe('open')
  })
})

describe('what is not proved', () => {
  it('is said as far as the platform was asked', () => {
    const said = (verdict: Verdict): string =>
      finishWords(view({ previousCheck: checked(verdict) }))
    expect(VERDICTS.filter((verdict) => said(verdict) === 'guide.confirm-finish-alive')).toEqual([
      'valid',
      'forbidden',
    ])
    expect(finishWords(view())).toBe('guide.confirm-finish')
  })
})

describe('a paste anywhere in the guide', () => {
  it('is taken only while no new value is held', () => {
    expect(isFree(view())).toBe(true)
    expect(isFree(view({ pendingHint: '••••bbbb' }))).toBe(false)
    expect(isFree(view({ unstoredHint: '••••bbbb' }))).toBe(false)
  })
})

describe('the end of a revocation', () => {
  it('is called revoked by the phase alone, and expired by what was just said', () => {
    expect(endOf('revoked', checked('expired'))).toBe('revoked')
    expect(endOf('revoking', null)).toBe('revoking')
    expect(endOf('idle', checked('expired'))).toBe('expired')
    expect(endOf('idle', checked('valid'))).toBe('idle')
    expect(endOf('idle', null)).toBe('idle')
  })
})

describe('the comparison', () => {
  it('warns of everything that is less or other, and of nothing else', () => {
    const differences = [
      difference({ subject: 'account', result: 'different' }),
      difference({ subject: 'project', result: 'unknown' }),
      difference({ result: 'narrower' }),
      difference({ result: 'narrower' }),
      difference({ result: 'wider' }),
      difference({ subject: 'expiry', result: 'narrower' }),
    ]
    const pendingCheck = checked('forbidden')
    expect(cautionsOf(view({ stage: 'tested', differences, pendingCheck }))).toEqual([
      'guide.caution-account',
      'guide.caution-access-narrower',
      'guide.caution-expiry',
      'guide.caution-forbidden',
    ])
    expect(cautionsOf(view({ differences: [difference({ result: 'wider' })] }))).toEqual([])
    // a value that is not active yet is never up for promotion
    expect(cautionsOf(view({ pendingCheck: checked('not-yet-active') }))).toEqual([])
  })

  it('says every result in its own words, with a shape', () => {
    const subjects = ['account', 'project', 'access', 'expiry'] as const
    const looks = subjects.map((subject) =>
      resultLook({ ...difference({}), subject, result: 'different' }),
    )
    expect(new Set(looks.map((look) => look.label)).size).toBe(4)
    expect(resultLook(difference({ result: 'wider' })).label).toBe('guide.result-access-wider')
    expect(resultLook(difference({ result: 'narrower' })).icon).toBe('triangle')
    expect(resultLook(difference({ subject: 'expiry', result: 'narrower' })).label).toBe(
      'guide.result-expiry-narrower',
    )
  })

  it('names the rights that got lost, unless a text was cut', () => {
    const lost = (before: string | null, after: string | null): string[] =>
      lostOf(difference({ before, after }))
    expect(lost('read, write, admin', 'admin, read')).toEqual(['write'])
    expect(lost('read', null)).toEqual([])
    expect(lost('', 'read')).toEqual([])
    expect(lost('read', 'x'.repeat(2000))).toEqual([])
    expect(lostOf(difference({ subject: 'account', before: 'a', after: 'b' }))).toEqual([])
  })
})
