import { isDead } from '../../shared/model/verdict-list'
import { attentionOf, duesOf, needsAttention, WARNING_DAYS } from '../../shared/model/warning'
import type { Settings } from '../../shared/model/settings'
import type { TokenId } from '../../shared/model/token'
import type { Announcer, Clock, Logger, Notifier, StoredToken, Words } from './port'
import { reminderText, type Reminder } from './reminder-text'
import type { TokenIndex } from './token-index'

const HOUR = 3_600_000
/** Changes come in bunches; one look a little later sees them all, ms. */
const SETTLE_MS = 2_000
/** Most levels that a token remembers having been told. */
const NOTIFIED_MAX = 20

export interface ReminderServiceDeps {
  readonly index: TokenIndex
  readonly notifier: Notifier
  readonly words: Words
  readonly announcer: Announcer
  readonly clock: Clock
  readonly log: Logger
  readonly settings: () => Settings
}

interface DueToken extends Reminder {
  readonly id: TokenId
  /** Every level that is told with it: a token has two dates, and one notification. */
  readonly keys: readonly string[]
}

interface Level {
  readonly key: string
  readonly due: Reminder['due']
}

/** Watches dates: the number on the icon, and one notification per token, cause and level. */
export class ReminderService {
  readonly #deps: ReminderServiceDeps
  /** Told in this run, also where it could not be stored. */
  readonly #told = new Set<string>()
  #cancelHour: (() => void) | null = null
  #cancelSoon: (() => void) | null = null
  #unlisten: (() => void) | null = null

  constructor(deps: ReminderServiceDeps) {
    this.#deps = deps
  }

  start(): void {
    this.stop()
    this.#unlisten = this.#deps.index.onChange(() => this.#tickSoon())
    this.tick()
  }

  stop(): void {
    this.#unlisten?.()
    this.#cancelHour?.()
    this.#cancelSoon?.()
    this.#unlisten = this.#cancelHour = this.#cancelSoon = null
    this.#told.clear()
  }

  /** Looks at all tokens now, and again in an hour. Also to be called when the machine wakes. */
  tick(): void {
    this.#cancelSoon?.()
    this.#cancelHour?.()
    this.#cancelSoon = null
    this.#cancelHour = this.#deps.clock.after(HOUR, () => this.tick())
    const now = this.#deps.clock.now()
    const tokens = this.#deps.index.visible()
    const count = tokens.filter((token) => needsAttention(attentionOf(token.overview, now))).length
    this.#deps.notifier.badge(count)
    const fresh = tokens.flatMap((token) => this.#freshOf(token, now))
    const [first, ...rest] = fresh
    if (first) this.#tell([first, ...rest], now)
  }

  #tickSoon(): void {
    this.#cancelSoon ??= this.#deps.clock.after(SETTLE_MS, () => this.tick())
  }

  /** Whether a token has reached levels that were not told yet; the nearer date gives the words. */
  #freshOf({ id, overview }: StoredToken, now: number): DueToken[] {
    const dead = overview.settled !== null && isDead(overview.settled.verdict)
    if (dead || overview.phase.name === 'revoked') return []
    const reached = duesOf(overview, now).flatMap((due): Level[] => {
      const { level } = due
      if (level === null) return []
      const key = `${due.cause}:${due.at}:${level}`
      return this.#told.has(`${id} ${key}`) ? [] : [{ key, due: { ...due, level } }]
    })
    if (reached.length === 0) return []
    const fresh = this.#untold(id, reached)
    const [first] = fresh
    if (!first) return []
    return [{ id, label: overview.label, due: first.due, keys: fresh.map((each) => each.key) }]
  }

  /** A level counts as told when it, or a later one of the same date, is stored as told. */
  #untold(id: TokenId, levels: readonly Level[]): Level[] {
    const details = this.#deps.index.details(id)
    if (!details.ok) return []
    return levels.filter(({ due, key }) => {
      const start = `${due.cause}:${due.at}:`
      const told = details.value.notified
        .filter((each) => each.startsWith(start))
        .some((each) => rankOf(each.slice(start.length)) >= rankOf(due.level))
      if (told) this.#told.add(`${id} ${key}`)
      return !told
    })
  }

  #tell(fresh: readonly [DueToken, ...DueToken[]], now: number): void {
    const { announcer, notifier, words } = this.#deps
    const { notifications, notificationLabels: named } = this.#deps.settings()
    for (const { id, keys } of fresh) for (const key of keys) this.#told.add(`${id} ${key}`)
    announcer.announce('reminder.due', { count: fresh.length })
    if (!notifications || !notifier.available) return
    const text = reminderText(words, fresh, { named, now })
    notifier.show({ ...text, token: fresh.length === 1 ? fresh[0].id : null })
    for (const each of fresh) this.#remember(each)
  }

  /** Sealed with the token, so that the next start does not tell it again. */
  #remember({ id, keys }: DueToken): void {
    const { index, log } = this.#deps
    const details = index.details(id)
    if (!details.ok) return
    const notified = [...keys, ...details.value.notified].slice(0, NOTIFIED_MAX)
    const changed = index.change(id, { details: { ...details.value, notified } })
    if (!changed.ok) log.warn('a reminder was not remembered', { code: changed.error.code })
  }
}

/** Later levels rank higher. */
function rankOf(level: string | number): number {
  if (level === 'over') return WARNING_DAYS.length
  return WARNING_DAYS.findIndex((days) => days === Number(level))
}
