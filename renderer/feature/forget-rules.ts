import type { RotationView } from '../../shared/contract/rotation'
import type { Phase } from '../../shared/model/token'
import type { MessageId } from '../i18n/messages'

/** What is deleted beside the current value: the other one of a rotation that is under way. */
interface AlsoForgotten {
  readonly message: Extract<MessageId, `forget.also-${string}`>
  /** A stand-in for the value; empty while it is not known. */
  readonly hint: string
}

/** `rotation` is null while it is not loaded; then the phase alone has to say it. */
export function alsoForgotten(phase: Phase, rotation: RotationView | null): AlsoForgotten | null {
  if (phase.name !== 'rotating') return null
  if (rotation?.previousHint != null)
    return { message: 'forget.also-old', hint: rotation.previousHint }
  if (rotation?.pendingHint != null)
    return { message: 'forget.also-new', hint: rotation.pendingHint }
  return rotation === null && phase.stage !== 'planned' && phase.stage !== 'creating'
    ? { message: 'forget.also-other', hint: '' }
    : null
}
