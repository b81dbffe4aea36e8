import { z } from 'zod'
import { isDead } from '../../shared/model/verdict-list'
import {
  attentionOf,
  duesOf,
  needsAttention,
  WARNING_DAYS,
  type Due,
} from '../../shared/model/warning'
import type { Settings } from '../../shared/model/settings'
import type { TokenId } from '../../shared/model/token'
import type { Announcer, Clock, Logger, Notifier, StoredToken, ValueStore, Words } from './port'
import { reminderText, type Reminder } from './reminder-text'
import type { TokenIndex } from './token-index'

const HOUR = 3_600_000
/** Changes come in bunches; one look a little later sees them all, ms. */
const SETTLE_MS = 2_000
/** Most levels that are remembered of one token. */
const LEVELS_MAX = 20
/** The sealed value that remembers what was told: `<cause>:<due>:<level>` by token. */
const NAME = 'reminders'

const toldSchema = z.record(z.string(), z.array(z.string().max(64)).max(LEVELS_MAX))

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
  /** What notifications were shown for; one value for all, so that many at once are one write. */
  readonly #told = new Map<TokenId, readonly string[]>()
  /** Said in the window in this run, whether or not a notification could be shown. */
  readonly #said = new Set<string>()
  #store: ValueStore | null = null
  #cancelHour: (() => void) | null = null
  #cancelSoon: (() => void) | null = null
  #unlisten: (() => void) | null = null

  constructor(deps: ReminderServiceDeps) {
    this.#deps = deps
  }

  start(store: ValueStore): void {
    this.stop()
    this.#store = store
    this.#recall(store)
    this.#unlisten = this.#deps.index.onChange(() => this.#tickSoon())
    // the list is shown first
    this.#tickSoon()
  }

  stop(): void {
    this.#unlisten?.()
    this.#cancelHour?.()
    this.#cancelSoon?.()
    this.#unlisten = this.#cancelHour = this.#cancelSoon = null
    this.#told.clear()
    this.#said.clear()
    this.#store = null
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

  /** Notifications were switched on: what only the window has said so far is told by one. */
  tellAgain(): void {
    if (this.#store === null) return
    this.#said.clear()
    this.tick()
  }

  #tickSoon(): void {
    this.#cancelSoon ??= this.#deps.clock.after(SETTLE_MS, () => this.tick())
  }

  /** Whether a token has reached levels that were not told yet; the nearer date gives the words. */
  #freshOf({ id, overview }: StoredToken, now: number): DueToken[] {
    const dead = overview.settled !== null && isDead(overview.settled.verdict)
    if (dead || overview.phase.name === 'revoked') return []
    const fresh = duesOf(overview, now).flatMap((due): Level[] => {
      const { level } = due
      if (level === null) return []
      const key = `${due.cause}:${due.at}:${level}`
      if (this.#said.has(`${id} ${key}`) || this.#wasTold(id, due)) return []
      return [{ key, due: { ...due, level } }]
    })
    const [first] = fresh
    if (!first) return []
    return [{ id, label: overview.label, due: first.due, keys: fresh.map((each) => each.key) }]
  }

  /** A level counts as told when it, or a later one of the same date, was. */
  #wasTold(id: TokenId, { cause, at, level }: Due): boolean {
    const start = `${cause}:${at}:`
    return (this.#told.get(id) ?? [])
      .filter((each) => each.startsWith(start))
      .some((each) => rankOf(each.slice(start.length)) >= rankOf(level ?? ''))
  }

  #tell(fresh: readonly [DueToken, ...DueToken[]], now: number): void {
    const { announcer, notifier, words } = this.#deps
    const { notifications, notificationLabels: named } = this.#deps.settings()
    for (const { id, keys } of fresh) for (const key of keys) this.#said.add(`${id} ${key}`)
    announcer.announce('reminder.due', { count: fresh.length })
    if (!notifications || !notifier.available) return
    const text = reminderText(words, fresh, { named, now })
    notifier.show({ ...text, token: fresh.length === 1 ? fresh[0].id : null })
    this.#remember(fresh)
  }

  #recall(store: ValueStore): void {
    const stored = store.read(NAME)
    const told = toldSchema.safeParse(stored.ok ? stored.value : null)
    if (!told.success) return
    for (const { id } of this.#deps.index.visible()) {
      const keys = told.data[id]
      if (keys) this.#told.set(id, keys)
    }
  }

  /** Sealed, so that the next start does not tell it again. */
  #remember(fresh: readonly DueToken[]): void {
    for (const { id, keys } of fresh) {
      this.#told.set(id, [...keys, ...(this.#told.get(id) ?? [])].slice(0, LEVELS_MAX))
    }
    const kept = [...this.#told].filter(([id]) => this.#deps.index.find(id) !== null)
    const written = this.#store?.write(NAME, Object.fromEntries(kept))
    if (written?.ok === false) {
      this.#deps.log.warn('reminders were not remembered', { code: written.error.code })
    }
  }
}

/** Later levels rank higher. */
function rankOf(level: string | number): number {
  if (level === 'over') return WARNING_DAYS.length
  return WARNING_DAYS.findIndex((days) => days === Number(level))
}
