import type { Waiting } from '../../shared/contract/rotation'
import { needsSignIn } from '../../shared/model/management'
import { isUnderWay, type Act } from '../../shared/model/stage'
import { isAlive, isDead } from '../../shared/model/verdict-list'
import type { CheckRecord, TokenId } from '../../shared/model/token'
import {
  courseOf,
  toDeath,
  type Course,
  type Look,
  type Trouble,
  type Wait,
} from '../rotation/course'
import type { Platforms } from '../platform/adapter'
import { undelivered } from './destination'
import type { KeyedQueue } from './keyed-queue'
import type { Clock, Logger } from './port'
import type { RotationActs } from './rotation-acts'
import { isAgreed } from './rotation-agreement'
import { isUnclear, openRotation, type OpenRotation } from './rotation-state'
import type { RevocationActs } from './revocation-acts'
import type { SessionDesk } from './session-desk'
import type { TokenIndex } from './token-index'
import type { Memory, Run } from './trouble'

/** More acts in one go than any rotation has: a course that turns in a circle ends. */
const ACTS_MAX = 40

export interface RotationEngineDeps {
  readonly index: TokenIndex
  readonly desk: SessionDesk
  readonly platforms: Platforms
  readonly acts: RotationActs
  readonly revocationActs: RevocationActs
  readonly queue: KeyedQueue<TokenId>
  readonly clock: Clock
  readonly log: Logger
  /** Nothing is open for a token any more. */
  readonly over: (id: TokenId) => void
  /** Tells the window where a rotation or revocation stands. */
  readonly tell: (id: TokenId) => void
  /** Tells it of the proof that ended a rotation, before `tell` says that none is open. */
  readonly tellEnd: (id: TokenId, open: OpenRotation, proof: CheckRecord) => void
}

/** What the engine knows of one rotation or revocation in memory. */
interface Running extends Memory {
  act: Act | null
  /** What is waited for beside the act. */
  beside: Wait | null
  trouble: Trouble | null
  looked: Look | null
  resumed: boolean
  busy: boolean
  again: boolean
  cancelTimer: (() => void) | null
}

export interface Standing {
  readonly act: Act | null
  readonly waiting: Waiting | null
  readonly resumed: boolean
  readonly held: Memory['held']
}

/**
 * Carries rotations and revocations on: does the next act as long as there is one, wakes up when a
 * wait is over, and takes up what an interruption left. Where things stand is in the journal; what
 * is kept here may be lost at any moment.
 */
export class RotationEngine {
  readonly #deps: RotationEngineDeps
  readonly #running = new Map<TokenId, Running>()
  #end = new AbortController()

  constructor(deps: RotationEngineDeps) {
    this.#deps = deps
  }

  /** After the vault was opened: everything that is open goes on, and says that it was resumed. */
  start(): void {
    for (const { id, overview } of this.#deps.index.visible()) {
      if (!isUnderWay(overview.phase)) continue
      this.#of(id).resumed = true
      void this.advance(id)
    }
  }

  /** The vault closes, or the app ends. A value that could not be stored goes: settling finds it. */
  stop(): void {
    this.#end.abort()
    this.#end = new AbortController()
    for (const running of this.#running.values()) {
      running.cancelTimer?.()
      running.held?.secret.wipe()
    }
    this.#running.clear()
  }

  /** The machine slept, or its clock was set: waits are looked at anew. */
  nudge(): void {
    this.#deps.desk.sweep()
    for (const id of [...this.#running.keys()]) void this.advance(id)
  }

  /** Somebody did something about what stood in the way: the next act is tried at once. */
  retry(id: TokenId): Promise<void> {
    const running = this.#of(id)
    running.trouble = null
    running.tries = 0
    if (running.looked) running.looked = { ...running.looked, at: 0, times: 1 }
    return this.advance(id)
  }

  /** What stood in the way of one act is of something else than what is wanted now. */
  unhindered(id: TokenId, act: Act): void {
    const running = this.#of(id)
    if (running.trouble?.act === act) running.trouble = null
  }

  /** A way in was opened (or not): what waited for it is tried at once, everything else waits on. */
  signedIn(id: TokenId): Promise<void> {
    const running = this.#of(id)
    const { trouble } = running
    if (trouble && (needsSignIn(trouble.problem) || trouble.problem === 'other-account')) {
      running.trouble = null
      running.tries = 0
    }
    return this.advance(id)
  }

  /** The old value was looked at, by the engine or by the user. */
  looked(id: TokenId): void {
    const check = this.#lastLook(id)
    const running = this.#of(id)
    const times = (running.looked?.times ?? 0) + 1
    const alive = check !== null && isAlive(check.verdict)
    running.looked = { at: this.#deps.clock.now(), times, alive }
  }

  /** Current and old value changed places again: what was seen of the old one is of another now. */
  turned(id: TokenId): void {
    const running = this.#of(id)
    running.trouble = null
    running.tries = 0
    running.looked = null
    running.sent = false
  }

  standing(id: TokenId): Standing {
    const running = this.#running.get(id)
    const course = this.#course(id)
    const next = course && 'do' in course ? course.do : null
    const ahead = course && 'do' in course ? (course.beside ?? null) : course
    const waits = running?.act == null ? ahead : running.beside
    return {
      act: waits === null ? (running?.act ?? next) : null,
      waiting: waits && { need: waits.wait, problem: waits.problem, until: waits.until },
      resumed: running?.resumed ?? false,
      held: running?.held ?? null,
    }
  }

  isBusy(id: TokenId): boolean {
    return this.#running.get(id)?.act != null
  }

  /** Nothing is open any more: what was known of it goes. */
  forget(id: TokenId): void {
    const running = this.#running.get(id)
    running?.cancelTimer?.()
    running?.held?.secret.wipe()
    this.#running.delete(id)
    this.#deps.over(id)
  }

  /** Acts as far as it goes. Joined while it is at it. */
  async advance(id: TokenId): Promise<void> {
    const running = this.#of(id)
    if (running.busy) {
      running.again = true
      return
    }
    running.busy = true
    running.cancelTimer?.()
    running.cancelTimer = null
    try {
      if (await this.#acts(id, running)) return
    } catch (cause) {
      this.#deps.log.fault('A rotation broke off', cause)
      const at = this.#deps.clock.now()
      running.trouble = { act: running.act ?? 'prove', problem: 'unclear', at, retryAt: null }
    } finally {
      running.act = null
      running.busy = false
      if (this.#course(id) === null) this.forget(id)
      this.#deps.tell(id)
    }
    if (running.again && this.#running.get(id) === running) await this.advance(id)
  }

  /** One act after the other, until something is waited for. True: it is over meanwhile. */
  async #acts(id: TokenId, running: Running): Promise<boolean> {
    for (let acts = 0; ; acts++) {
      running.again = false
      this.#expectHands(id, running)
      const course = this.#course(id)
      if (course === null) return false
      if ('wait' in course) {
        this.#wake(id, running, course.until)
        return false
      }
      if (acts === ACTS_MAX) {
        // whoever looks is told that it stands still, and can try again
        const at = this.#deps.clock.now()
        running.trouble = { act: course.do, problem: 'unclear', at, retryAt: null }
        return false
      }
      running.beside = course.beside ?? null
      await this.#act(id, running, course.do)
      if (this.#running.get(id) !== running) return true
    }
  }

  async #act(id: TokenId, running: Running, act: Act): Promise<void> {
    const { signal } = this.#end
    running.act = act
    this.#deps.tell(id)
    const outcome = await this.#deps.queue.run<Trouble | 'skipped' | null>(id, () => {
      // the user may have changed its course while it waited for its turn
      const now = this.#course(id)
      if (signal.aborted || now === null || !('do' in now) || now.do !== act) return 'skipped'
      const acts = this.#isRevocation(id) ? this.#deps.revocationActs : this.#deps.acts
      const actor = running.resumed ? 'resume' : 'engine'
      const ended: Run['ended'] = (open, proof) => this.#deps.tellEnd(id, open, proof)
      return acts.perform(act, id, { memory: running, signal, actor, ended })
    })
    running.act = null
    if (outcome === 'skipped' || signal.aborted) return
    // a look takes nothing away of what stands in the way of the deletion
    const stays = act === 'prove' && outcome === null && running.trouble?.act === 'revoke'
    if (!stays) running.trouble = outcome
    if (act === 'prove' || act === 'revoke') this.looked(id)
    this.#deps.tell(id)
  }

  /** null: neither a rotation nor a revocation is open. */
  #course(id: TokenId): Course | null {
    const { index, desk, clock } = this.#deps
    const token = index.find(id)
    if (!token || token.overview.forgottenAt !== null) return null
    const running = this.#running.get(id)
    const { trouble = null, looked = null, sent = false } = running ?? {}
    const now = clock.now()
    if (token.overview.phase.name === 'revoking') {
      const details = index.details(id)
      const way = details.ok ? details.value.revocation : null
      const dying = { now, looked, sent, trouble }
      if (way === null) return toDeath({ ...dying, mode: 'guided', entry: 'none' })
      return toDeath({ ...dying, mode: way.mode, entry: desk.entry(token, way) })
    }
    const open = openRotation(index, id)
    if (!open.ok) return null
    const { record, phase } = open.value
    const { pending } = record
    const manage = this.#deps.platforms.kind(token.overview.kind)?.manage
    return courseOf({
      stage: phase.stage,
      mode: record.mode,
      now,
      started: record.startedAt !== null,
      entry: desk.entry(token, record),
      held: running?.held != null,
      orphans: record.orphans.filter((each) => isUnclear(each, record)).length,
      pending: pending && {
        since: pending.since,
        verdict: verdictOf(pending.check),
        testedAt: pending.check?.at ?? null,
      },
      disagreement: !isAgreed(open.value),
      undelivered: undelivered(open.value),
      graceEnds: record.graceEnds,
      limit: record.limit ?? (manage?.limit === undefined ? undefined : null),
      looked,
      sent,
      trouble,
    })
  }

  /** Whoever deletes by hand needs a moment: the first look comes after one. */
  #expectHands(id: TokenId, running: Running): void {
    const { index, clock } = this.#deps
    if (running.looked !== null) return
    const phase = index.find(id)?.overview.phase
    const dying =
      phase?.name === 'revoking' || (phase?.name === 'rotating' && phase.stage === 'revoking')
    const details = dying ? index.details(id) : null
    if (!details?.ok) return
    const way = details.value.rotation ?? details.value.revocation
    if ((way?.mode ?? 'guided') !== 'guided') return
    running.looked = { at: clock.now(), times: 1, alive: true }
  }

  #lastLook(id: TokenId) {
    const token = this.#deps.index.find(id)
    if (token?.overview.phase.name === 'revoking') return token.overview.check
    const open = openRotation(this.#deps.index, id)
    return open.ok ? (open.value.record.previous?.check ?? null) : null
  }

  #isRevocation(id: TokenId): boolean {
    return this.#deps.index.find(id)?.overview.phase.name === 'revoking'
  }

  #wake(id: TokenId, running: Running, until: number | null): void {
    if (until === null) return
    // a timer has a longest time, and the clock may be set meanwhile
    const ms = Math.min(Math.max(until - this.#deps.clock.now(), 0), 3_600_000)
    running.cancelTimer = this.#deps.clock.after(ms, () => void this.advance(id))
  }

  #of(id: TokenId): Running {
    const known = this.#running.get(id)
    if (known) return known
    const running: Running = {
      act: null,
      beside: null,
      trouble: null,
      looked: null,
      resumed: false,
      busy: false,
      again: false,
      cancelTimer: null,
      held: null,
      found: null,
      sent: false,
      tries: 0,
      emptySince: null,
      lost: null,
    }
    this.#running.set(id, running)
    return running
  }
}

function verdictOf(check: { readonly verdict: Parameters<typeof isAlive>[0] } | null) {
  if (check === null) return 'none'
  if (isAlive(check.verdict)) return 'alive'
  return isDead(check.verdict) ? 'dead' : 'open'
}
