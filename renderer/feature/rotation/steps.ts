import type { RevocationView, RotationView } from '../../../shared/contract/rotation'
import { STAGES } from '../../../shared/model/stage'
import type { StageState } from '../guide/rules'

/** The steps of a rotation by API, in order: one for each stage, and the proof. */
export const STEPS = [...STAGES, 'done'] as const
export type Step = (typeof STEPS)[number]

type Standing = Pick<RotationView, 'stage' | 'act' | 'waiting'>

/** What is being done or waited for now, which may be ahead of what is stored. */
export function stepOf({ stage, act, waiting }: Standing): Step {
  const need = waiting?.need
  switch (stage) {
    case 'planned':
      return need === 'start' ? 'planned' : 'creating'
    case 'delivered':
      return need === 'grace' || act === 'limit' || (act === null && waiting === null)
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
