import type { CallName } from '../../shared/contract/names'
import type { Handlers } from '../../shared/contract'

/** The handlers of one area: all calls whose name begins with it, none missing, none too many. */
export type HandlersOf<Area extends string> = {
  readonly [N in Extract<CallName, `${Area}.${string}`>]: Handlers[N]
}
