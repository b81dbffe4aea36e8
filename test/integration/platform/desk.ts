import { inspect } from 'node:util'
import { systemClock } from '../../../electron/app/clock'
import { systemRandom } from '../../../electron/app/random'
import type {
  CheckedSubject,
  CheckOptions,
  ExchangedSubject,
  Subject,
} from '../../../electron/platform/adapter'
import { Registry, type RegistryOptions } from '../../../electron/platform/registry'
import type { Logger } from '../../../electron/service/port'
import { SecretText } from '../../../electron/service/secret'
import type { FieldValues, KindId, ServerRef } from '../../../shared/model/service'
import { hurriedClock } from '../../helper/hurried-clock'

/** Pauses between calls, eight times as short. */
export const hurried = hurriedClock(8)

/** A logger that keeps everything it is given, as text. */
export type KeptLog = Logger & { readonly lines: string[] }

export function keptLog(): KeptLog {
  const lines: string[] = []
  const keep = (level: string, message: string, data: unknown): void => {
    lines.push(`${level} ${message} ${inspect(data, { depth: 10 })}`)
  }
  return {
    lines,
    info: (message, data) => keep('info', message, data),
    warn: (message, data) => keep('warn', message, data),
    fault: (message, cause) => {
      keep('fault', message, cause)
      return 'log-id'
    },
  }
}

export type CheckWish = {
  readonly server?: string
  readonly baseUrl?: string
  readonly fields?: FieldValues
  readonly since?: number
  readonly accepted?: 'value' | 'kind'
  readonly describe?: boolean
  readonly signal?: AbortSignal
  readonly keep?: CheckOptions['keep']
}

/** A registry on real clocks and real sockets, and a short way to ask it. */
export type Desk = {
  readonly registry: Registry
  readonly log: KeptLog
  check(kind: KindId, secret: string, wish?: CheckWish): Promise<CheckedSubject>
  exchange(kind: KindId, secret: string, wish?: CheckWish): Promise<ExchangedSubject>
  close(): Promise<void>
}

export function openDesk(
  endpoints: Record<string, string>,
  options: Partial<RegistryOptions> = {},
): Desk {
  const log = keptLog()
  const registry = new Registry({
    version: '1.2.3',
    clock: systemClock,
    random: systemRandom,
    log,
    proxyFor: () => Promise.resolve(null),
    endpoints,
    ...options,
  })
  const subjectOf = (kind: KindId, secret: string, wish: CheckWish): Subject => ({
    kind,
    secret: SecretText.fromText(secret),
    server: serverOf(registry, kind, wish),
    fields: wish.fields ?? {},
    ...(wish.since === undefined ? {} : { since: wish.since }),
    ...(wish.accepted === undefined ? {} : { accepted: wish.accepted }),
  })
  const signalOf = ({ signal }: CheckWish): AbortSignal => signal ?? new AbortController().signal
  return {
    registry,
    log,
    check: (kind, secret, wish = {}) =>
      registry.check(subjectOf(kind, secret, wish), {
        describe: wish.describe ?? true,
        signal: signalOf(wish),
        keep: wish.keep,
      }),
    exchange: (kind, secret, wish = {}) =>
      registry.exchange(subjectOf(kind, secret, wish), { signal: signalOf(wish) }),
    close: () => registry.close(),
  }
}

function serverOf(registry: Registry, kind: KindId, wish: CheckWish): ServerRef {
  if (wish.baseUrl !== undefined) return { id: 'custom', baseUrl: wish.baseUrl }
  const first = registry.kind(kind)?.servers[0].id ?? 'none'
  return { id: wish.server ?? first, baseUrl: null }
}
