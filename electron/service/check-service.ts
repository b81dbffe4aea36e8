import type { EventPayload } from '../../shared/contract/event'
import { appError } from '../../shared/error'
import type { AuditActor } from '../../shared/model/audit-list'
import { serviceOf, type ServerRef } from '../../shared/model/service'
import type { CheckRecord, TokenId, TokenSummary } from '../../shared/model/token'
import { isDead } from '../../shared/model/verdict-list'
import { err, ok, type Result } from '../../shared/result'
import type { Grant } from '../platform/adapter'
import type { Asker } from './asker'
import { isCancelled } from './checked'
import { currentOf, keepAnswer } from './current'
import type { ExchangeService } from './exchange-service'
import type { Announcer, Clock, Logger, StoredToken } from './port'
import { summaryOf, type TokenIndex } from './token-index'

/** Checks under way per service. How they follow each other is the platform layer's business. */
const AT_A_TIME = 8
/** Progress is told at most this often, ms. */
const PROGRESS_MS = 100

export interface CheckServiceDeps {
  readonly index: TokenIndex
  readonly asker: Asker
  /** A check of some kinds is an exchange: those that hold its result get the new one. */
  readonly exchanges: Pick<ExchangeService, 'refresh' | 'drop'>
  readonly announcer: Announcer
  readonly clock: Clock
  readonly log: Logger
}

export interface CheckOutcome {
  readonly token: TokenSummary
  readonly check: CheckRecord
}

interface AskOptions {
  readonly describe: boolean
  readonly signal: AbortSignal
  /** Who wanted it, for the audit log. */
  readonly actor: AuditActor
}

interface Run {
  readonly number: number
  readonly total: number
  readonly abort: AbortController
  readonly verdicts: Map<string, number>
  done: number
  /** Set while a word about the progress is on its way. */
  telling: (() => void) | null
}

/** Asks platforms about stored tokens, and keeps what they say. */
export class CheckService {
  readonly #deps: CheckServiceDeps
  readonly #asking = new Map<TokenId, Promise<Result<CheckOutcome>>>()
  #end = new AbortController()
  #run: Run | null = null
  #runs = 0

  constructor(deps: CheckServiceDeps) {
    this.#deps = deps
  }

  /**
   * One check with all that the platform tells. A check of the token under way is joined; if that
   * was of a value or server that the token has left meanwhile, it is asked anew.
   */
  one(id: TokenId, actor: AuditActor = 'user'): Promise<Result<CheckOutcome>> {
    return this.#ask(id, { describe: true, signal: this.#end.signal, actor })
  }

  /**
   * Starts a run over the given tokens, or over all that are not known to be revoked. Progress
   * comes as `check.progress`. `check.running` if a run is under way.
   */
  many(ids: readonly TokenId[] | null): Result<{ run: number; total: number }> {
    if (this.#run) return err(appError('check.running'))
    const wanted = ids === null ? null : new Set(ids)
    const chosen = this.#deps.index
      .visible()
      .filter(({ id, overview }) => (wanted ? wanted.has(id) : overview.phase.name !== 'revoked'))
    const run: Run = {
      number: ++this.#runs,
      total: chosen.length,
      abort: new AbortController(),
      verdicts: new Map(),
      done: 0,
      telling: null,
    }
    this.#run = run
    void this.#work(run, byService(chosen))
    return ok({ run: run.number, total: run.total })
  }

  cancel(run: number): void {
    if (this.#run?.number === run) this.#run.abort.abort()
  }

  /** The vault closes, or the app ends: everything under way is broken off. */
  stop(): void {
    this.#run?.abort.abort()
    this.#end.abort()
    this.#end = new AbortController()
  }

  async #work(run: Run, lists: readonly TokenId[][]): Promise<void> {
    this.#tell(run, 'running')
    await Promise.all(lists.map((list) => this.#workList(run, list)))
    run.telling?.()
    run.telling = null
    this.#run = null
    this.#tell(run, run.abort.signal.aborted ? 'cancelled' : 'finished')
  }

  /** So many workers take from one list. */
  async #workList(run: Run, list: readonly TokenId[]): Promise<void> {
    const rest = list.values()
    const worker = async (): Promise<void> => {
      for (const id of rest) {
        if (run.abort.signal.aborted) return
        await this.#step(run, id)
      }
    }
    await Promise.all(Array.from({ length: Math.min(AT_A_TIME, list.length) }, worker))
  }

  async #step(run: Run, id: TokenId): Promise<void> {
    let verdict = 'failed'
    try {
      const { signal } = run.abort
      const outcome = await this.#ask(id, { describe: false, signal, actor: 'user' })
      if (outcome.ok) {
        if (isCancelled(outcome.value.check)) return
        verdict = outcome.value.check.verdict
      }
    } catch (cause) {
      // one token that cannot be asked must not end the run for the others
      this.#deps.log.fault('a check failed', cause)
    }
    run.done++
    run.verdicts.set(verdict, (run.verdicts.get(verdict) ?? 0) + 1)
    run.telling ??= this.#deps.clock.after(PROGRESS_MS, () => {
      run.telling = null
      this.#tell(run, 'running')
    })
  }

  #tell(run: Run, state: EventPayload<'check.progress'>['state']): void {
    this.#deps.announcer.announce('check.progress', {
      run: run.number,
      done: run.done,
      total: run.total,
      state,
      verdicts: Object.fromEntries(run.verdicts),
    })
  }

  #ask(id: TokenId, options: AskOptions): Promise<Result<CheckOutcome>> {
    const joined = this.#asking.get(id)
    if (joined) return joined.then((outcome) => this.#unlessOther(outcome, id, options))
    const asking = this.#askNow(id, options).finally(() => this.#asking.delete(id))
    this.#asking.set(id, asking)
    return asking
  }

  /**
   * What was asked by another may have ended otherwise than this: it was broken off with its run,
   * or was about a value that a rotation replaced before this one was asked.
   */
  #unlessOther(
    outcome: Result<CheckOutcome>,
    id: TokenId,
    options: AskOptions,
  ): Promise<Result<CheckOutcome>> | Result<CheckOutcome> {
    const other = outcome.ok
      ? isCancelled(outcome.value.check)
      : outcome.error.code === 'token.changed-elsewhere'
    return other && !options.signal.aborted ? this.#ask(id, options) : outcome
  }

  async #askNow(id: TokenId, options: AskOptions): Promise<Result<CheckOutcome>> {
    const { index, asker, exchanges } = this.#deps
    const current = currentOf(this.#deps, id)
    if (!current.ok) return current
    const { token, question } = current.value
    const keep = (grant: Grant, at: ServerRef): void =>
      exchanges.refresh(current.value, { ...grant, server: at })
    const { describe, signal, actor } = options
    const answer = await asker.ask(token, { ...question, describe, signal, keep })
    if (!answer.ok) return answer
    const { check } = answer.value

    if (isCancelled(check)) {
      const now = index.get(id)
      return now.ok ? ok({ token: summaryOf(now.value), check }) : now
    }
    const changed = keepAnswer(index, current.value, { ...answer.value, actor })
    if (changed.ok && isDead(check.verdict)) exchanges.drop(id)
    return changed.ok ? ok({ token: summaryOf(changed.value), check }) : changed
  }
}

/** One list per service, so that a slow one does not hold up the others. */
function byService(tokens: readonly StoredToken[]): TokenId[][] {
  const lists = new Map<string, TokenId[]>()
  for (const { id, overview } of tokens) {
    const service = serviceOf(overview.kind)
    const list = lists.get(service)
    if (list) list.push(id)
    else lists.set(service, [id])
  }
  return [...lists.values()]
}
