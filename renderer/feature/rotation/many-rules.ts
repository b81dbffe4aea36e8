import type { RevocationView, RotationPlan, RotationView } from '../../../shared/contract/rotation'
import type { KindInfo } from '../../../shared/model/service'
import { isUnderWay, type Mode } from '../../../shared/model/stage'
import type { TokenId, TokenSummary } from '../../../shared/model/token'
import { canRevoke, canRotate } from '../../store/ability'

export type What = 'rotate' | 'revoke'
export type NotNow = 'open' | 'revoked' | 'unable'

export interface Planned {
  readonly token: TokenSummary
  readonly plan: RotationPlan
  readonly mode: Mode
}

/** What is needed for tokens, in groups: nothing, one sign-in a place, the browser, another day. */
export interface PlanGroups {
  readonly automatic: readonly Planned[]
  readonly places: readonly { readonly place: string; readonly rows: readonly Planned[] }[]
  readonly guided: readonly Planned[]
  readonly notNow: readonly { readonly token: TokenSummary; readonly why: NotNow }[]
}

function whyNot(token: TokenSummary, what: What, kind: KindInfo | undefined): NotNow | null {
  if (isUnderWay(token.phase)) return 'open'
  if (token.phase.name === 'revoked') return 'revoked'
  return (what === 'rotate' ? canRotate : canRevoke)(token, kind) ? null : 'unable'
}

/** `byHand`: those that the user wants to do in the browser though they need not be. */
export function groupPlans(
  tokens: readonly TokenSummary[],
  plans: ReadonlyMap<TokenId, RotationPlan>,
  options: {
    readonly what: What
    readonly byHand: ReadonlySet<TokenId>
    readonly kindOf: (token: TokenSummary) => KindInfo | undefined
  },
): PlanGroups {
  const rows: Planned[] = []
  const notNow: { token: TokenSummary; why: NotNow }[] = []
  for (const token of tokens) {
    const plan = plans.get(token.id)
    const why = whyNot(token, options.what, options.kindOf(token))
    if (why !== null || !plan) notNow.push({ token, why: why ?? 'unable' })
    else rows.push({ token, plan, mode: options.byHand.has(token.id) ? 'guided' : plan.mode })
  }
  const of = (mode: Mode): Planned[] => rows.filter((row) => row.mode === mode)
  return {
    automatic: of('automatic'),
    places: byPlace(of('signed-in'), ({ plan }) => plan.place),
    guided: of('guided'),
    notNow,
  }
}

export function byPlace<T>(
  rows: readonly T[],
  placeOf: (row: T) => string,
): { place: string; rows: T[] }[] {
  const places = new Map<string, T[]>()
  for (const row of rows) {
    const place = placeOf(row)
    const known = places.get(place)
    if (known) known.push(row)
    else places.set(place, [row])
  }
  return [...places].map(([place, found]) => ({ place, rows: found }))
}

/** Where one of several stands: at whom it is to go on. */
export type Standing = 'going' | 'sign-in' | 'browser' | 'you' | 'problem' | 'done' | 'over'

const BY_HAND = ['create-by-hand', 'delete-by-hand', 'delivery', 'start', 'agreement'] as const

/** `view` null: it is not open any more. */
export function standingOf(
  view: Pick<RotationView | RevocationView, 'mode' | 'waiting'> | null,
  over: { readonly done: boolean; readonly refused: boolean },
): Standing {
  if (over.done) return 'done'
  if (over.refused) return 'problem'
  if (view === null) return 'over'
  const { waiting, mode } = view
  if (waiting === null) return 'going'
  const { need, until } = waiting
  if (need === 'sign-in' || need === 'code') return 'sign-in'
  if (need === 'help') return 'problem'
  if (mode === 'guided' && BY_HAND.some((each) => each === need)) return 'browser'
  const byItself = need === 'activation' || need === 'death' || need === 'patience'
  return byItself || (need === 'grace' && until !== null) ? 'going' : 'you'
}
