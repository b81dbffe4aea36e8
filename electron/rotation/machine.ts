/**
 * The machine of a rotation: which stage follows which. Pure; the journal of the vault keeps the
 * stage, and every arrow is committed before the next act.
 */
import type { Stage } from '../../shared/model/stage'

/** Where a rotation can go: a stage, or its end with (`done`) or without (`idle`) a new value. */
export type Next = Stage | 'done' | 'idle'

const BEFORE_PROMOTION = ['created', 'tested'] as const
const AFTER_PROMOTION = ['promoted', 'delivered', 'revoking'] as const

/** Every arrow: what happened, from where, to where. What is not here cannot happen. */
const ARROWS = {
  /** The user is at it, or the request goes out next. */
  intended: arrows(['planned'], 'creating'),
  /** Nothing was made, or nothing of it is left: the platform said so. */
  unmade: arrows(['creating'], 'planned'),
  /** The new value is stored, in the same write. */
  stored: arrows(['planned', 'creating', ...BEFORE_PROMOTION], 'created'),
  accepted: arrows(BEFORE_PROMOTION, 'tested'),
  /** Asked once more, its platform does not say that it works. */
  doubted: arrows(BEFORE_PROMOTION, 'created'),
  /** The new value is gone there, and dropped here in the same write. */
  discarded: arrows(BEFORE_PROMOTION, 'planned'),
  /** Current and previous are swapped in the same write. */
  promoted: arrows(['tested'], 'promoted'),
  /** Swapped back; the new value still works, or is not known to. */
  reverted: arrows(AFTER_PROMOTION, 'tested'),
  'reverted-unproved': arrows(AFTER_PROMOTION, 'created'),
  /** The places that use it have the new value. */
  delivered: arrows(['promoted'], 'delivered'),
  /** The old one may be deleted from now on. */
  revoking: arrows(['delivered'], 'revoking'),
  /** The platform refuses the old one while it takes the new one. */
  proved: arrows(AFTER_PROMOTION, 'done'),
  /** Ended knowing that nothing is proved. */
  unproved: arrows(AFTER_PROMOTION, 'done'),
  cancelled: arrows(['planned', 'creating', ...BEFORE_PROMOTION], 'idle'),
} as const satisfies Record<string, Partial<Record<Stage, Next>>>

export type Event = keyof typeof ARROWS
export const EVENTS = Object.keys(ARROWS) as readonly Event[]

/** Where an event leads from a stage; null: it cannot happen there. */
export function next(stage: Stage, event: Event): Next | null {
  const table: Partial<Record<Stage, Next>> = ARROWS[event]
  return table[stage] ?? null
}

/** The same where it leads to a stage of the open rotation. */
export function stageAfter(stage: Stage, event: Event): Stage | null {
  const to = next(stage, event)
  return to === 'done' || to === 'idle' ? null : to
}

function arrows<N extends Next>(from: readonly Stage[], to: N): Partial<Record<Stage, N>> {
  return Object.fromEntries(from.map((stage) => [stage, to]))
}
