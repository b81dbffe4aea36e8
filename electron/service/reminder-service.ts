import { z } from 'zod'
import { isDead } from '../../shared/model/verdict-list'
import { attentionOf, duesOf, needsAttention } from '../../shared/model/warning'
import type { Settings } from '../../shared/model/settings'
import type { TokenId } from '../../shared/model/token'
import type { Announcer, Clock, Logger, Notifier, StoredToken, ValueStore, Words } from './port'
import { freshDues, keyOf, LEVELS_MAX, together } from './reminder-level'
import { reminderText, type Reminder } from './reminder-text'
import type { TokenIndex } from './token-index'

const HOUR = 3_600_000
/** Changes come in bunches; one look a little later sees them all, ms. */
const SETTLE_MS = 2_000
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
  /** Something was told: what tells while the vault is locked must know of it. */
  readonly onTold: () => void
}

/** Levels that were told, by token. */
export type Told = ReadonlyMap<TokenId, readonly string[]>

interface DueToken extends Reminder {
  readonly id: TokenId
  /** Every level that is told with it: a token has two dates, and one notification. */
  readonly keys: readonly string[]
}

/** Watches dates: the number on the icon, and one notification per token, cause and level. */
export class ReminderService {
  readonly #deps: ReminderServiceDeps
  /** What notifications were shown for; one value for all, so that many at once are one write. */
  readonly #told = new Map<TokenId, readonly string[]>()
  /** Said in the window in this run, whether or not a notification could be shown. */
  readonly #said = new Set<string>()
  #store: ValueStore | null = null
  /** What was told while the vault was locked is still being looked up. */
  #waiting = false
  #cancelHour: (() => void) | null = null
  #cancelSoon: (() => void) | null = null
  #unlisten: (() => void) | null = null

  constructor(deps: ReminderServiceDeps) {
    this.#deps = deps
  }

  /** `earlier`: what was told while the vault was locked. */
  start(store: ValueStore, earlier: Promise<Told>): void {
    this.stop()
    this.#store = store
    this.#recall(store)
    this.#waiting = true
    void earlier.then((told) => {
      if (this.#store === store) this.#merge(told)
    })
    this.#unlisten = this.#deps.index.onChange(() => this.#tickSoon())
    // the list is shown first
    this.#tickSoon()
  }

  /** What was told of a token. */
  toldOf(id: TokenId): readonly string[] {
    return this.#told.get(id) ?? []
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
    if (this.#waiting) return
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
    const fresh = freshDues(duesOf(overview, now), this.toldOf(id)).filter(
      (due) => !this.#said.has(`${id} ${keyOf(due)}`),
    )
    const [first] = fresh
    return first ? [{ id, label: overview.label, due: first, keys: fresh.map(keyOf) }] : []
  }

  #tell(fresh: readonly [DueToken, ...DueToken[]], now: number): void {
    const { announcer, notifier, words } = this.#deps
    const { notifications, notificationLabels: named } = this.#deps.settings()
    for (const { id, keys } of fresh) for (const key of keys) this.#said.add(`${id} ${key}`)
    announcer.announce('reminder.due', { count: fresh.length })
    if (!notifications || !notifier.available) return
    const text = reminderText(words, fresh, { body: named ? 'named' : 'plain', now })
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

  /** What was told before is not told again; and the first look was waiting for this. */
  #merge(told: Told): void {
    this.#waiting = false
    const news = [...told].filter(([id, keys]) => {
      const known = this.toldOf(id)
      return this.#deps.index.find(id) !== null && keys.some((key) => !known.includes(key))
    })
    for (const [id, keys] of news) this.#told.set(id, together(keys, this.toldOf(id)))
    if (news.length > 0) this.#write()
    if (this.#cancelSoon === null) this.tick()
  }

  #remember(fresh: readonly DueToken[]): void {
    for (const { id, keys } of fresh) this.#told.set(id, together(keys, this.toldOf(id)))
    this.#write()
    this.#deps.onTold()
  }

  /** Sealed, so that the next start does not tell it again. */
  #write(): void {
    const kept = [...this.#told].filter(([id]) => this.#deps.index.find(id) !== null)
    const written = this.#store?.write(NAME, Object.fromEntries(kept))
    if (written?.ok === false) {
      this.#deps.log.warn('reminders were not remembered', { code: written.error.code })
    }
  }
}
