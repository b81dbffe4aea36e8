import type { RotationPlan, RotationWish } from '../../../shared/contract/rotation'
import type { Expiry, TokenId } from '../../../shared/model/token'
import type { Mode } from '../../../shared/model/stage'
import type { MessageId } from '../../i18n/messages'

/** What is chosen before a rotation begins. `expiry` null: never. */
export interface Chosen {
  readonly mode: Mode
  readonly manager: TokenId | null
  readonly graceMs: number | null
  readonly expiry: number | 'same' | null
  /** A date was asked for, and none is entered yet. */
  readonly dateOpen: boolean
}

export function proposed(plan: RotationPlan, graceMs: number | null): Chosen {
  return {
    mode: plan.mode,
    manager: plan.managers[0] ?? null,
    graceMs,
    expiry: 'same',
    dateOpen: false,
  }
}

/** What the main process is told: nothing about what the way chosen does not have. */
export function wishOf(plan: RotationPlan, chosen: Chosen): RotationWish {
  const { mode, manager, graceMs, expiry } = chosen
  return {
    id: plan.id,
    mode,
    graceMs,
    ...(plan.choosesExpiry && mode !== 'guided' ? { expiry } : {}),
    ...(mode === 'automatic' && manager !== null ? { manager } : {}),
  }
}

/** Only the browser is there: the steps can be shown at once. */
export const isByHandOnly = (plan: RotationPlan): boolean =>
  plan.modes.every((mode) => mode === 'guided')

/** What the same length of life comes to. */
export function sameEnd(plan: RotationPlan, expiry: Expiry): 'date' | 'never' | 'unknown' {
  if (plan.expiry !== null) return 'date'
  return expiry.known === 'never' ? 'never' : 'unknown'
}

/** Whether the platform's limit leaves room for one more: yes, just so, or no. */
export function roomOf({ quota }: RotationPlan): 'enough' | 'last' | 'none' {
  if (quota === null || quota.used + 1 < quota.most) return 'enough'
  return quota.used + 1 === quota.most ? 'last' : 'none'
}

export function whyText({ why }: RotationPlan): MessageId | null {
  return why === null ? null : `rotation.why-${why}`
}
