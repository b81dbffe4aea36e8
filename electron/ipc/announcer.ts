import { EVENT_CHANNEL, type EventName } from '../../shared/contract/names'
import { events, type EventPayload } from '../../shared/contract/event'
import { invariant } from '../../shared/assert'
import type { Announcer } from '../service/port'

/** Where events go: the window's `webContents`, or nowhere while there is no window. */
export interface EventSink {
  send(channel: string, name: EventName, payload: unknown): void
}

/**
 * Sends typed events. With `check` each payload is parsed first, so that a field too many is
 * found in development and tests; the types hold in the product.
 */
export function createAnnouncer(sink: EventSink, options: { check: boolean }): Announcer {
  return {
    announce<N extends EventName>(name: N, payload: EventPayload<N>): void {
      if (options.check) {
        invariant(events[name].safeParse(payload).success, `event ${name} fits its schema`)
      }
      sink.send(EVENT_CHANNEL, name, payload)
    },
  }
}
