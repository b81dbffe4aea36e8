import type { RevocationView, RotationView, Waiting } from '../../shared/contract/rotation'
import { PROBLEMS } from '../../shared/model/management'
import { ACTS, isBeforePromotion, MODES, NEEDS, STAGES } from '../../shared/model/stage'
import type { Orphan, TokenId, TokenSummary } from '../../shared/model/token'
import type { Fake } from './fake-bridge'
import { ALIVE, checkedAt, DEAD, freshView, HINTS, promotedPart, testedPart } from './fake-views'
import { DAY } from './sample'

export interface Scene {
  readonly id: TokenId
  readonly rotation?: RotationView
  readonly revocation?: RevocationView
}

const HOUR = 3_600_000

function one<T extends string>(list: readonly T[], text: string | undefined): T | null {
  return list.find((each) => each === text) ?? null
}

/** When the things of a scene go on by themselves, ms from now. */
const UNTIL: Partial<Record<Waiting['need'], number>> = {
  grace: 6 * HOUR,
  activation: 4_000,
  death: 40_000,
  patience: 40_000,
  'delete-by-hand': 40_000,
}

/**
 * One state to look at: `rotation|revocation,<mode>,<stage>,<need or act>,<problem>,<word>…`, for
 * example `rotation,signed-in,creating,sign-in,wrong-sign-in`. Words: `resumed`, `limited`,
 * `forever`, `unstored`, `label=<token>`.
 */
export function sceneOf(fake: Fake): Scene | null {
  const parts = fake.options.scene?.split(',') ?? []
  const [what, modeText, stageText, needText, problemText, ...flags] = parts
  const mode = one(MODES, modeText)
  if (mode === null) return null
  const asked = flags.find((flag) => flag.startsWith('label='))?.slice('label='.length)
  const label = asked ?? (mode === 'automatic' ? 'OTA, Android' : 'website-ci')
  const token = [...fake.tokens.values()].find((each) => each.summary.label === label)
  if (!token) return null
  const { summary } = token
  const now = fake.options.now()
  const need = one(NEEDS, needText)
  const after = need ? UNTIL[need] : undefined
  const forever = flags.includes('forever')
  const waiting: Waiting | null = need && {
    need,
    problem: one(PROBLEMS, problemText),
    until: after === undefined || forever ? null : now + after,
  }
  const act = one(ACTS, needText)
  if (what === 'revocation') {
    fake.tokens.set(summary.id, {
      ...token,
      summary: { ...summary, phase: { name: 'revoking', since: now - HOUR } },
    })
    return {
      id: summary.id,
      revocation: {
        mode,
        manager: null,
        waiting,
        act: act === 'revoke' || act === 'prove' ? act : null,
      },
    }
  }
  const stage = one([...STAGES, 'done'] as const, stageText) ?? 'planned'
  fake.tokens.set(summary.id, {
    ...token,
    summary: {
      ...summary,
      phase: stage === 'done' ? { name: 'idle' } : { name: 'rotating', stage, since: now - HOUR },
    },
  })
  const rotation: RotationView = {
    ...standingAt(summary, stage, now),
    mode,
    act,
    waiting,
    resumed: flags.includes('resumed'),
    orphans: need === 'orphans' ? orphans(summary, now) : [],
    ...(stage === 'delivered' && !forever ? { graceEnds: now + 6 * HOUR } : {}),
    ...(forever ? { graceMs: null } : {}),
    ...(flags.includes('limited') ? { limitedTo: now + 6 * HOUR } : {}),
    ...(flags.includes('unstored') ? { unstoredHint: HINTS.full } : {}),
  }
  return { id: summary.id, rotation }
}

function orphans({ label }: TokenSummary, now: number): Orphan[] {
  return [
    { id: '1841', name: `${label} 2026-11-03 k4f2`, at: now - 3 * 60_000 },
    { id: null, name: null, at: now - 9 * 60_000 },
  ]
}

function standingAt(token: TokenSummary, stage: RotationView['stage'], now: number): RotationView {
  const fresh: RotationView = { ...freshView(token, now - HOUR), graceMs: DAY }
  if (stage === 'planned' || stage === 'creating') return { ...fresh, stage }
  if (stage === 'created')
    return { ...fresh, stage, pendingHint: HINTS.pending, pendingCheck: checkedAt(ALIVE, now) }
  const tested: RotationView = { ...fresh, ...testedPart(token, now) }
  if (stage !== 'done' && isBeforePromotion(stage)) return tested
  const promoted = { ...tested, ...promotedPart(tested), stage }
  if (stage === 'revoking') return { ...promoted, previousCheck: checkedAt(ALIVE, now) }
  return stage === 'done' ? { ...promoted, previousCheck: checkedAt(DEAD, now) } : promoted
}
