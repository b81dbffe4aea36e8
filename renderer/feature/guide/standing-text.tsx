import type { RotationView } from '../../../shared/contract/rotation'
import { serviceOf } from '../../../shared/model/kind'
import type { TokenSummary } from '../../../shared/model/token'
import { isDead } from '../../../shared/model/verdict-list'
import { isolate, useWords } from '../../i18n/intl'
import type { MessageId } from '../../i18n/messages'
import { useApp } from '../../store/hooks'
import { isAfterPromotion } from '../rotation/steps'
import { Hint } from './hint'
import { pendingState } from './rules'

/** One sentence about what is where, and one about what closing or giving up leaves. */
export function StandingText({
  token,
  view,
}: {
  readonly token: TokenSummary
  readonly view: RotationView
}) {
  const app = useApp()
  const words = useWords()
  const values = {
    service: isolate(app.names.service(serviceOf(token.kind))),
    current: <Hint key="current" text={view.currentHint} />,
    pending: <Hint key="pending" text={view.pendingHint ?? ''} />,
    previous: <Hint key="previous" text={view.previousHint ?? ''} />,
    unstored: <Hint key="unstored" text={view.unstoredHint ?? ''} />,
  }
  const dead = token.settled !== null && isDead(token.settled.verdict)
  const { stands, leaves } = standing(view, dead)
  return (
    <>
      {words.rich(stands, values)} {leaves && words.rich(leaves, values)}
    </>
  )
}

interface Standing {
  readonly stands: MessageId
  readonly leaves: MessageId | null
}

/** `dead`: the platform refuses the current value already. */
export function standing(view: RotationView, dead: boolean): Standing {
  const byHand = view.mode === 'guided'
  if (view.stage === 'done') return { stands: 'guide.stand-done', leaves: null }
  if (isAfterPromotion(view.stage))
    return {
      stands: 'guide.stand-promoted',
      leaves: byHand ? 'guide.leave-promoted' : 'rotation.leave-promoted',
    }
  if (view.unstoredHint !== null)
    return { stands: 'guide.stand-unstored', leaves: 'guide.leave-unstored' }
  const pending = pendingState(view)
  if (pending !== 'none')
    return {
      stands: `guide.stand-${pending}`,
      leaves: byHand ? 'guide.leave-pending' : 'rotation.leave-pending',
    }
  if (byHand)
    return {
      stands: dead ? 'guide.stand-create-dead' : 'guide.stand-create',
      leaves: 'guide.leave-create',
    }
  return view.stage === 'planned'
    ? { stands: 'rotation.stand-planned', leaves: 'rotation.leave-planned' }
    : { stands: 'rotation.stand-creating', leaves: 'rotation.leave-creating' }
}
