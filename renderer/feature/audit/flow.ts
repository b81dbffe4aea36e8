import { createStore, type StoreApi } from 'zustand/vanilla'
import type { AuditFilter, AuditRow, AuditVerdict } from '../../../shared/model/audit'
import type { AuditGroup, AuditOutcome } from '../../../shared/model/audit-list'
import type { AppError } from '../../../shared/error'
import type { TokenId } from '../../../shared/model/token'
import type { Outcome } from '../../bridge'
import type { Env } from '../../store/env'

/** Rows that are asked for at a time. */
const PAGE = 200
/** So many rows fill any window; a filter that finds few goes on looking until then. */
const ENOUGH = 60
/** Typing is over when it has stopped for so long, ms. */
const TYPING = 150
/** Acts come in bunches; one look a little later sees them all, ms. */
const SETTLE = 400

/** What the user has chosen to see. */
export interface Choice {
  readonly text: string
  readonly group: AuditGroup | 'all'
  readonly outcome: AuditOutcome | 'all'
  readonly token: TokenId | null
}

export interface Activity {
  readonly choice: Choice
  /** Newest first. */
  readonly rows: readonly AuditRow[]
  /** Where older ones begin; null: there are none. */
  readonly next: number | null
  /** How many lines the log has. */
  readonly total: number
  readonly loading: boolean
  readonly failed: AppError | null
  /** The number of the chosen line. */
  readonly active: number | null
  readonly checking: boolean
  readonly verdict: AuditVerdict | null
  readonly exporting: boolean
}

export type ActivityStore = StoreApi<Activity>
export type ActivityFlow = ReturnType<typeof createActivity>

export function filterOf({ text, group, outcome, token }: Choice): AuditFilter {
  return {
    text: text.trim(),
    groups: group === 'all' ? [] : [group],
    outcomes: outcome === 'all' ? [] : [outcome],
    actors: [],
    token,
    from: null,
    to: null,
  }
}

export function isChosen({ text, group, outcome, token }: Choice): boolean {
  return text.trim() !== '' || group !== 'all' || outcome !== 'all' || token !== null
}

const nothingYet = (token: TokenId | null): Activity => ({
  choice: { text: '', group: 'all', outcome: 'all', token },
  rows: [],
  next: null,
  total: 0,
  loading: true,
  failed: null,
  active: null,
  checking: false,
  verdict: null,
  exporting: false,
})

/** Rows that came since are put before those that are shown, which stay where they are. */
export function joined(fresh: readonly AuditRow[], shown: readonly AuditRow[]): AuditRow[] | null {
  const newest = shown[0]?.seq ?? 0
  const oldest = fresh.at(-1)?.seq ?? Infinity
  if (shown.length === 0 || oldest > newest) return null
  return [...fresh.filter(({ seq }) => seq > newest), ...shown]
}

type Tell = (failure: AppError) => void

/** What the view of the log shows and does. `tell`: how a failure is said that leaves it as it is. */
export function createActivity(env: Env, token: TokenId | null, tell: Tell) {
  const store: ActivityStore = createStore<Activity>(() => nothingYet(token))
  const { setState: set, getState: get } = store
  /** Counts the choices: an answer to an older one is nobody's. */
  let round = 0
  let cancelTyping: () => void = () => undefined
  let cancelLook: (() => void) | null = null

  const ask = (before: number | null): Promise<Outcome<'audit.page'>> =>
    env.bridge.call('audit.page', { filter: filterOf(get().choice), before, limit: PAGE })

  /** Takes pages until there is enough to fill a window, or no more. */
  const fill = async (mine: number, start: number | null): Promise<void> => {
    let before = start
    const enough = (start === null ? 0 : get().rows.length) + ENOUGH
    do {
      const answer = await ask(before)
      if (mine !== round) return
      if (!answer.ok) {
        set({ loading: false, failed: answer.error })
        return
      }
      const { rows, next, total } = answer.value
      const kept = before === null ? [] : get().rows
      set({ rows: [...kept, ...rows], next, total, failed: null })
      before = next
    } while (before !== null && get().rows.length < enough)
    set({ loading: false })
  }

  const load = async (): Promise<void> => {
    round += 1
    set({ loading: true, failed: null })
    await fill(round, null)
  }

  /** What was done meanwhile, here or by the program. */
  const refresh = async (): Promise<void> => {
    const mine = round
    if (get().loading) return
    const answer = await ask(null)
    if (mine !== round || !answer.ok) return
    const { rows, next, total } = answer.value
    const all = joined(rows, get().rows)
    set(all ? { rows: all, total } : { rows, next, total })
  }

  const lookSoon = (): void => {
    cancelLook ??= env.after(SETTLE, () => {
      cancelLook = null
      void refresh()
    })
  }
  const ends = [
    env.bridge.on('tokens.changed', lookSoon),
    env.bridge.on('clipboard.changed', lookSoon),
  ]

  return {
    store,
    load,
    async more(): Promise<void> {
      const { loading, next } = get()
      if (loading || next === null) return
      set({ loading: true })
      await fill(round, next)
    },
    choose(change: Partial<Choice>): void {
      set({ choice: { ...get().choice, ...change }, active: null })
      cancelTyping()
      cancelTyping = env.after(change.text === undefined ? 0 : TYPING, () => void load())
    },
    select: (active: number | null): void => set({ active }),
    async check(): Promise<void> {
      if (get().checking) return
      set({ checking: true, verdict: null })
      const answer = await env.bridge.call('audit.verify', null)
      set({ checking: false, verdict: answer.ok ? answer.value : null })
      if (!answer.ok) tell(answer.error)
      await refresh()
    },
    forgetVerdict: (): void => set({ verdict: null }),
    /** Answers what was written; null: nothing. */
    async export(format: 'jsonl' | 'csv'): Promise<{ file: string; lines: number } | null> {
      if (get().exporting) return null
      set({ exporting: true })
      const filter = filterOf(get().choice)
      const answer = await env.bridge.call('audit.export', { format, filter })
      set({ exporting: false })
      if (!answer.ok) tell(answer.error)
      await refresh()
      const file = answer.ok ? answer.value.file : null
      return answer.ok && file !== null ? { file, lines: answer.value.lines } : null
    },
    end(): void {
      round += 1
      cancelTyping()
      cancelLook?.()
      for (const end of ends) end()
    },
  }
}
