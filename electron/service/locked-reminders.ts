import { z } from 'zod'
import { duesOf, levelOf, type Due } from '../../shared/model/warning'
import { isDead } from '../../shared/model/verdict-list'
import type { Settings } from '../../shared/model/settings'
import type { TokenId } from '../../shared/model/token'
import { random128 } from './id'
import type { Clock, Logger, Notifier, Random, SealedNote, ValueStore, Words } from './port'
import { freshDues, keyOf, LEVELS_MAX, together } from './reminder-level'
import type { ReminderService, Told } from './reminder-service'
import { reminderText, type Reminder } from './reminder-text'
import type { TokenIndex } from './token-index'

const HOUR = 3_600_000
/** Changes come in bunches; one write a little later holds them all, ms. */
const SETTLE_MS = 2_000
/** The sealed value that knows which reference stands for which token. */
const NAME = 'schedule'
const FORMAT = 1

const references = z.record(z.string(), z.string().max(64))
const due = z.tuple([z.enum(['expiry', 'rotation']), z.number().int()])
const scheduled = z.strictObject({
  /** Random, and known to the vault alone. */
  ref: z.string().max(64),
  dues: z.array(due).max(2),
  told: z.array(z.string().max(64)).max(LEVELS_MAX),
})
/** What is known of the tokens while the vault is locked: when, and what was told. */
const schedule = z.strictObject({
  format: z.literal(FORMAT),
  /** Whether the user wants notifications. */
  notify: z.boolean(),
  /** Whether closing the window leaves the program in the tray. */
  tray: z.boolean(),
  tokens: z.array(scheduled).max(100_000),
})
type Schedule = z.infer<typeof schedule>
type Scheduled = Schedule['tokens'][number]

export interface LockedRemindersDeps {
  readonly note: SealedNote
  readonly index: TokenIndex
  readonly reminders: () => ReminderService
  readonly notifier: Notifier
  readonly words: Words
  readonly clock: Clock
  readonly random: Random
  readonly log: Logger
  readonly settings: () => Settings
  /**
   * Whether the keychain is one of the ways to open the vault: where it is not, it is asked for
   * nothing, and nothing is kept for another start. null: no vault is open that would tell.
   */
  readonly byKeychain: () => boolean | null
}

/**
 * Reminds while the vault is locked, from a schedule that names no token: it is kept up to date
 * while the vault is open, and what was told from it goes back into the vault.
 */
export class LockedReminders {
  readonly #deps: LockedRemindersDeps
  /** The newest schedule; null: not known yet, or there is none. */
  #schedule: Schedule | null = null
  #references = new Map<TokenId, string>()
  #store: ValueStore | null = null
  #written: string | null = null
  /** What was last known of `byKeychain`. */
  #kept: boolean | null = null
  #cancel: (() => void) | null = null
  #unlisten: (() => void) | null = null

  constructor(deps: LockedRemindersDeps) {
    this.#deps = deps
  }

  /** The vault did not open at once: what was written before tells. null: nothing was. */
  async begin(): Promise<Pick<Schedule, 'tray'> | null> {
    if (this.#store !== null || this.#schedule !== null) return this.#schedule
    const read = await this.#read()
    if (this.#isOpen() || read === null) return null
    this.#schedule = read
    this.#kept = true
    this.tick()
    return read
  }

  /** The vault opened; answers what was told meanwhile, once that is known. */
  async opened(store: ValueStore): Promise<Told> {
    this.#end()
    this.#store = store
    const stored = store.read(NAME)
    const known = references.safeParse(stored.ok ? stored.value : null)
    this.#references = new Map(
      this.#deps.index.visible().flatMap(({ id }) => {
        const ref = known.data?.[id]
        return ref === undefined ? [] : [[id, ref] as const]
      }),
    )
    const before = new Map(this.#references)
    const told = this.#schedule ?? (this.#isKept() ? await this.#read() : null)
    const byRef = new Map(told?.tokens.map((each) => [each.ref, each.told]))
    if (this.#store === store) {
      this.#unlisten = this.#deps.index.onChange(() => this.soon())
      this.soon()
    }
    return new Map([...before].map(([id, ref]) => [id, byRef.get(ref) ?? []]))
  }

  /** The vault is about to close: from now on the schedule tells. */
  closing(): void {
    if (this.#store === null) return
    this.#refresh()
    this.#end()
    this.#references = new Map()
    this.#store = null
    this.#tickIn(HOUR)
  }

  /** Something changed that the schedule holds. */
  soon(): void {
    if (this.#store === null) return
    this.#cancel ??= this.#deps.clock.after(SETTLE_MS, () => {
      this.#cancel = null
      this.#refresh()
    })
  }

  /** Looks at the dates now, and again in an hour. Also to be called when the machine wakes. */
  tick(): void {
    const { clock, notifier, words } = this.#deps
    if (this.#store !== null || this.#schedule === null) return
    this.#tickIn(HOUR)
    if (!this.#schedule.notify || !notifier.available) return
    const now = clock.now()
    const fresh = this.#schedule.tokens.flatMap((token) => freshOf(token, now))
    const [first, ...rest] = fresh.map(({ reminder }) => reminder)
    if (!first) return
    const text = reminderText(words, [first, ...rest], { body: 'locked', now })
    notifier.show({ ...text, token: null })
    const told = new Map(fresh.map(({ ref, keys }) => [ref, keys]))
    this.#write({
      ...this.#schedule,
      tokens: this.#schedule.tokens.map((each) => ({
        ...each,
        told: [...together(told.get(each.ref) ?? [], each.told)],
      })),
    })
  }

  #tickIn(ms: number): void {
    this.#cancel?.()
    this.#cancel = this.#deps.clock.after(ms, () => {
      this.#cancel = null
      this.tick()
    })
  }

  #end(): void {
    this.#cancel?.()
    this.#unlisten?.()
    this.#cancel = this.#unlisten = null
  }

  #isOpen(): boolean {
    return this.#store !== null
  }

  async #read(): Promise<Schedule | null> {
    const read = schedule.safeParse(await this.#deps.note.read())
    return read.success ? read.data : null
  }

  /** Writes down what is known now, if anything is new. */
  #refresh(): void {
    const { index, reminders, settings } = this.#deps
    const due = index.visible().flatMap(({ id, overview }) => {
      const dead = overview.settled !== null && isDead(overview.settled.verdict)
      const dues = dead || overview.phase.name === 'revoked' ? [] : duesOf(overview, 0)
      return dues.length === 0 ? [] : [{ id, dues }]
    })
    if (!this.#refer(due.map(({ id }) => id))) return
    const tokens = due.map(({ id, dues }): Scheduled => {
      const ref = this.#references.get(id) ?? ''
      const pairs = dues.map(({ cause, at }): Scheduled['dues'][number] => [cause, at])
      return { ref, dues: pairs, told: [...reminders().toldOf(id)] }
    })
    // in an order that tells nothing either
    tokens.sort((a, b) => (a.ref < b.ref ? -1 : 1))
    const { notifications: notify, closeToTray: tray } = settings()
    this.#write({ format: FORMAT, notify, tray, tokens })
  }

  /** Gives every one of these a reference, which the vault remembers; false: it could not. */
  #refer(ids: readonly TokenId[]): boolean {
    const missing = ids.filter((id) => !this.#references.has(id))
    if (missing.length === 0) return true
    const all = new Map(
      ids.map((id) => [id, this.#references.get(id) ?? random128(this.#deps.random)]),
    )
    const written = this.#store?.write(NAME, Object.fromEntries(all))
    if (written?.ok !== true) return false
    this.#references = all
    return true
  }

  #isKept(): boolean | null {
    return (this.#kept = this.#deps.byKeychain() ?? this.#kept)
  }

  #write(next: Schedule): void {
    this.#schedule = next
    const kept = this.#isKept()
    const text = kept === true ? JSON.stringify(next) : ''
    if (kept === null || text === this.#written) return
    this.#written = text
    if (!kept) {
      void this.#deps.note.drop()
      return
    }
    void this.#deps.note.write(next).then((written) => {
      if (written.ok) return
      // it is told from memory as long as the program runs, and written with what changes next
      if (this.#written === text) this.#written = null
      this.#deps.log.info('the schedule was not kept', { code: written.error.code })
    })
  }
}

interface Fresh {
  readonly ref: string
  readonly keys: readonly string[]
  readonly reminder: Reminder
}

function freshOf({ ref, dues, told }: Scheduled, now: number): Fresh[] {
  const known = dues.map(([cause, at]): Due => ({ cause, at, level: levelOf(at, now) }))
  const fresh = freshDues(known, told)
  const [first] = fresh
  return first ? [{ ref, keys: fresh.map(keyOf), reminder: { label: '', due: first } }] : []
}
