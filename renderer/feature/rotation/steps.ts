import type { RevocationView, RotationView } from '../../../shared/contract/rotation'
import { isBeforePromotion, STAGES } from '../../../shared/model/stage'
import type { MessageId } from '../../i18n/messages'
import type { StageState } from '../guide/rules'

/** The steps of a rotation by API, in order: one for each stage, and the proof. */
export const STEPS = [...STAGES, 'done'] as const
export type Step = (typeof STEPS)[number]

type Standing = Pick<RotationView, 'stage' | 'act' | 'waiting' | 'limitedTo' | 'graceEnds'>

/** What is being done or waited for now, which may be ahead of what is stored. */
export function stepOf(view: Standing): Step {
  const { stage, act, waiting } = view
  const need = waiting?.need
  switch (stage) {
    case 'planned':
      return need === 'start' ? 'planned' : 'creating'
    case 'delivered':
      return need === 'grace' ||
        asksForLonger(view) ||
        act === 'limit' ||
        (act === null && waiting === null)
        ? 'delivered'
        : act === 'prove'
          ? 'done'
          : 'revoking'
    case 'revoking':
      return act === 'prove' || need === 'death' ? 'done' : 'revoking'
    default:
      return stage
  }
}

/** The platform ends the old value before the time that was chosen for it. */
function endsEarly({ stage, limitedTo, graceEnds }: Omit<Standing, 'act' | 'waiting'>): boolean {
  if (stage !== 'delivered' || limitedTo === null) return false
  return graceEnds === null || limitedTo < graceEnds
}

/** It waits for somebody, so that the platform can be told of a longer grace. */
export function asksForLonger(view: Standing): boolean {
  const need = view.waiting?.need
  return (
    endsEarly(view) &&
    need !== undefined &&
    need !== 'grace' &&
    need !== 'death' &&
    need !== 'delete-by-hand'
  )
}

/** What is to be said of an end that the platform was told and that is not wanted now; null: none. */
export function limitText(view: Standing): MessageId | null {
  const { stage, limitedTo } = view
  if (limitedTo === null || stage === 'done' || stage === 'revoking') return null
  if (isBeforePromotion(stage)) return 'rotation.limit-current'
  return stage === 'promoted' || endsEarly(view) ? 'rotation.limit-old' : null
}

/** How far each step is. */
export function stepStates(view: Standing): Record<Step, StageState> {
  const now = view.stage === 'done' ? STEPS.length : STEPS.indexOf(stepOf(view))
  return Object.fromEntries(
    STEPS.map((step, index) => [step, index < now ? 'done' : index === now ? 'now' : 'later']),
  ) as Record<Step, StageState>
}

/** The one thing that the user can do at this point, beside forms that have a button of their own. */
export type Move = 'start' | 'promote' | 'deliver' | 'revoke' | 'prove' | 'again'

/** null: there is none, or a form asks for it. */
export function moveOf({ stage, mode, waiting, unstoredHint }: RotationView): Move | null {
  switch (waiting?.need) {
    case 'start':
      return mode === 'guided' ? null : 'start'
    case 'agreement':
      return unstoredHint === null ? 'promote' : null
    case 'delivery':
      return 'deliver'
    case 'grace':
      return 'revoke'
    case 'delete-by-hand':
    case 'death':
      return 'prove'
    case 'patience':
    case 'help':
      return 'again'
    case 'activation':
    case 'sign-in':
    case 'code':
    case 'orphans':
    case 'create-by-hand':
      return null
    case undefined:
      // by hand a value that works can be made current, whatever is asked about it meanwhile
      return mode === 'guided' && stage === 'tested' && unstoredHint === null ? 'promote' : null
  }
}

/** By hand the old value may be gone there before anything else is said. */
export function canProve({ mode, stage }: Pick<RotationView, 'mode' | 'stage'>): boolean {
  return mode === 'guided' && isAfterPromotion(stage)
}

export function isAfterPromotion(stage: RotationView['stage']): boolean {
  return stage === 'promoted' || stage === 'delivered' || stage === 'revoking'
}

/** What a control depends on: when it changes, another one takes its place. */
export function controlOf({
  act,
  waiting,
}: Pick<RotationView | RevocationView, 'act' | 'waiting'>): string {
  return waiting === null ? `act ${String(act)}` : waiting.need
}
