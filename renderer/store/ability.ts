import type { KindInfo, Operation } from '../../shared/model/service'
import type { TokenSummary } from '../../shared/model/token'

type Phased = Pick<TokenSummary, 'phase'>

/** A kind that is not known yet is not held back: the main process has the last word. */
const has = (kind: KindInfo | undefined, operation: Operation): boolean =>
  kind?.capabilities[operation] !== 'none'

/** Whether tokens of a kind can be exchanged for short-lived access; asked of a known kind only. */
export function canExchange(kind: KindInfo | undefined): boolean {
  return kind?.capabilities.exchange === 'by-token'
}

/** Whether its platform lists tokens of a kind to programs; asked of a known kind only. */
export function canList(kind: KindInfo | undefined): boolean {
  const how = kind?.capabilities.list
  return how === 'by-token' || how === 'by-sign-in'
}

/** Whether a token can be replaced: now, and by what its platform offers at all. */
export function canRotate({ phase }: Phased, kind: KindInfo | undefined): boolean {
  return phase.name !== 'revoking' && phase.name !== 'revoked' && has(kind, 'create')
}

export function canRevoke({ phase }: Phased, kind: KindInfo | undefined): boolean {
  return phase.name !== 'rotating' && phase.name !== 'revoked' && has(kind, 'revoke')
}
