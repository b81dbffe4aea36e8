import type { AuditActor } from '../../shared/model/audit-list'
import type { Problem } from '../../shared/model/management'
import { isBeforePromotion, type Act } from '../../shared/model/stage'
import { LISTED_MAX, type Orphan, type TokenId } from '../../shared/model/token'
import { isAlive, isDead } from '../../shared/model/verdict-list'
import { err, ok, type Result } from '../../shared/result'
import type { Trouble } from '../rotation/course'
import type { MadeToken, Managed, ManageFailure, RemoteToken } from '../platform/management'
import type { Platforms } from '../platform/adapter'
import type { Asker } from './asker'
import { isCancelled, type Answer } from './checked'
import type { CheckService } from './check-service'
import type { Clock, StoredToken } from './port'
import { wipeValues, type RemoteActs } from './remote-acts'
import type { RotationJournal } from './rotation-journal'
import { expiryForNew } from './rotation-expiry'
import { tellEnd } from './rotation-limit'
import { isNameless, type RotationPlanner } from './rotation-plan'
import { RotationSettling } from './rotation-settling'
import {
  managingOf,
  openAfter,
  openBefore,
  openRotation,
  type OpenRotation,
} from './rotation-state'
import { fieldsForNew, isAt, sameServer } from './subject'
import type { TokenIndex } from './token-index'
import {
  countLost,
  failure,
  isMissing,
  isWriteFailure,
  mayBeDone,
  restAfterLost,
  troubleOf,
  type Memory,
  type Outcome,
  type Run,
} from './trouble'

export interface RotationActsDeps {
  readonly index: TokenIndex
  readonly asker: Asker
  readonly checks: CheckService
  readonly platforms: Platforms
  readonly remote: RemoteActs
  readonly journal: RotationJournal
  readonly clock: Clock
  /** A new name for a token that is to be made. */
  readonly freshName: RotationPlanner['freshName']
}

/** Who asks a platform, and what ends that. */
export type Asking = Pick<Run, 'signal' | 'actor'> & Partial<Pick<Run, 'ended'>>

/** The acts of a rotation. Each leaves the journal at a stage from which it can be taken up again. */
export class RotationActs {
  readonly #deps: RotationActsDeps
  readonly #settling: RotationSettling

  constructor(deps: RotationActsDeps) {
    this.#deps = deps
    this.#settling = new RotationSettling(deps)
  }

  /** null: it did what it should. Runs in the token's queue. */
  async perform(act: Act, id: TokenId, run: Run): Promise<Trouble | null> {
    const { index, clock } = this.#deps
    const outcome = await this.#act(act, id, run)
    if (act === 'create') countLost(run.memory, outcome)
    const trouble = troubleOf(act, outcome, { memory: run.memory, clock })
    const open = act === 'settle' && outcome.ok ? openRotation(index, id) : null
    const unmade = open?.ok === true && open.value.phase.stage === 'planned'
    if (unmade) return restAfterLost(run.memory, clock)
    // what came was no new token: somebody looks at that before the rest is settled
    return trouble && isNotNew(outcome) ? { ...trouble, act: 'settle' } : trouble
  }

  #act(act: Act, id: TokenId, run: Run): Promise<Outcome> | Outcome {
    const journal = this.#deps.journal.as(run.actor)
    switch (act) {
      case 'create':
        return this.#create(id, run)
      case 'settle':
        return this.#settling.settle(id, run)
      case 'store':
        return this.#store(id, run)
      case 'test':
        return this.test(id, run)
      case 'discard':
        return this.#discard(id, run)
      case 'promote':
        return journal.promoted(id)
      case 'deliver':
        return journal.delivered(id)
      case 'limit':
        return this.#limit(id, run)
      case 'revoke':
        return this.#revoke(id, run)
      case 'prove':
        return this.prove(id, run)
    }
  }

  async #create(id: TokenId, run: Run): Promise<Outcome> {
    const { memory, actor } = run
    const { remote } = this.#deps
    const journal = this.#deps.journal.as(actor)
    const open = openBefore(this.#deps, id)
    if (!open.ok) return open
    const { token } = open.value
    const managing = managingOf(open.value, 'current')
    const old = await remote.find(managing, memory)
    if (!old.ok)
      return (await this.#isOver(id, old.error, actor)) ? err(failure('token-dead')) : old
    const nameless = this.#isNameless(token)
    const listed = nameless
      ? await remote.own(managing, memory, (session, subject) => session.list(subject))
      : ok([])
    if (!listed.ok) return listed
    wipeValues(listed.value)
    if (listed.value.length > LISTED_MAX) return err(failure('quota'))
    const name = open.value.record.remoteName
    const intended = journal.intended(id, {
      oldId: old.value.id,
      listed: listed.value.map((each) => each.id),
      // until its answer is stored it may be there, whoever goes on from here
      orphans: [...open.value.record.orphans, askedFor(open.value, this.#deps.clock.now())],
    })
    if (!intended.ok) return intended
    memory.emptySince = null
    const made = await this.#make(open.value, memory, { name, like: old.value })
    if (made.ok) {
      memory.held = made.value
      return this.#store(id, run)
    }
    // what was surely not made leaves nothing to settle
    if (made.error.effect === 'none') {
      const unmade = journal.unmade(id, this.#deps.freshName(id))
      if (!unmade.ok) return unmade
    }
    return made
  }

  #make(
    open: OpenRotation,
    memory: Memory,
    { name, like }: { readonly name: string; readonly like: RemoteToken },
  ): Promise<Managed<MadeToken>> {
    const { clock, remote } = this.#deps
    const { token, record } = open
    const expiresAt = expiryForNew(record.wantedExpiry, { like, token, now: clock.now() })
    return remote.own(managingOf(open, 'current'), memory, (session, subject) =>
      session.create(subject, { name, expiresAt, like }),
    )
  }

  /** A value that was told once: into the vault, or held until it can go there. */
  #store(id: TokenId, { memory, actor, signal }: Run): Outcome {
    const { held } = memory
    if (held === null) return ok()
    const stored = this.#deps.journal.as(actor).made(id, held)
    // kept while the disk or the vault may come back; pointless where the rotation is over, or where
    // the vault was closed meanwhile and nobody would know of it
    if (
      !signal.aborted &&
      !stored.ok &&
      (isWriteFailure(stored.error.code) || stored.error.code === 'vault.not-open')
    ) {
      return err(failure('not-stored'))
    }
    held.secret.wipe()
    memory.held = null
    return stored
  }

  async #discard(id: TokenId, { memory, actor }: Run): Promise<Outcome> {
    const { remote } = this.#deps
    const journal = this.#deps.journal.as(actor)
    const open = openBefore(this.#deps, id)
    if (!open.ok) return open
    const remoteId = open.value.record.pending?.remoteId
    if (remoteId == null) return err(failure('new-refused'))
    const managing = managingOf(open.value, 'current')
    const old = await remote.find(managing, memory)
    if (!old.ok) return old
    const gone = await remote.revoke(managing, remoteId, memory)
    if (!gone.ok) return gone
    const discarded = journal.discarded(id, this.#deps.freshName(id))
    return discarded.ok ? err(failure('new-refused')) : discarded
  }

  #limit(id: TokenId, { memory, actor }: Run): Promise<Outcome> | Outcome {
    const { index, remote } = this.#deps
    const open = openRotation(index, id)
    if (!open.ok) return open
    const slot = isBeforePromotion(open.value.phase.stage) ? 'current' : 'previous'
    const journal = this.#deps.journal.as(actor)
    const parts = { remote, journal, newWorks: () => this.#newWorks(id, actor) }
    return tellEnd(parts, { open: open.value, managing: managingOf(open.value, slot) }, memory)
  }

  /** What its platform refuses stands in nobody's list: no other account would help. */
  async #isOver(id: TokenId, found: ManageFailure, actor: AuditActor): Promise<boolean> {
    if (!isMissing(found)) return false
    const current = await this.#deps.checks.one(id, actor)
    return current.ok && isDead(current.value.check.verdict)
  }

  async #newWorks(id: TokenId, actor: AuditActor): Promise<Outcome> {
    const current = await this.#deps.checks.one(id, actor)
    if (!current.ok) return current
    const { check } = current.value
    const problem = testProblem(check) ?? (isAlive(check.verdict) ? null : failure('new-refused'))
    return problem === null ? ok() : err(problem)
  }

  /** The old one goes only while the new one is seen to work. */
  async #revoke(id: TokenId, run: Run): Promise<Outcome> {
    const { remote } = this.#deps
    const journal = this.#deps.journal.as(run.actor)
    const open = openAfter(this.#deps.index, id)
    if (!open.ok) return open
    const works = await this.#newWorks(id, run.actor)
    if (!works.ok) return works
    const managing = managingOf(open.value, 'previous')
    const old = await remote.find(managing, run.memory)
    if (!old.ok) {
      // not listed (any more): perhaps dead already, which the proof tells
      if (!isMissing(old.error)) return old
      const proof = await this.prove(id, run)
      return proof.ok && openAfter(this.#deps.index, id).ok ? old : proof
    }
    if (open.value.phase.stage === 'delivered') {
      const revoking = journal.revoking(id)
      if (!revoking.ok) return revoking
    }
    const gone = await remote.revoke(managing, old.value.id, run.memory)
    run.memory.sent = mayBeDone(gone)
    const proof = await this.prove(id, run)
    return run.memory.sent ? proof : gone
  }

  /** Asks about the new value. */
  async test(id: TokenId, { signal, actor }: Asking): Promise<Outcome> {
    const { asker } = this.#deps
    const journal = this.#deps.journal.as(actor)
    const open = openBefore(this.#deps, id)
    if (!open.ok) return open
    const { token, details, record, kind } = open.value
    if (!record.pending) return ok()
    const { since, server, check } = record.pending
    const accepted = check && isAlive(check.verdict) && sameServer(server, token.overview.server)
    const answer = await asker.ask(token, {
      slot: 'pending',
      kind: kind.id,
      server: token.overview.server,
      fields: fieldsForNew(kind, details.fields, since),
      since,
      accepted: accepted ? 'value' : null,
      describe: true,
      signal,
    })
    if (!answer.ok) return answer
    if (isCancelled(answer.value.check)) return err(failure('cancelled'))
    const kept = journal.tested(id, answer.value)
    if (!kept.ok) return kept
    const problem = testProblem(answer.value.check)
    return problem === null ? ok() : err(problem)
  }

  /** Asks about the replaced value. Only a refusal, while the new one works, ends the rotation. */
  async prove(
    id: TokenId,
    { signal, actor, ended }: Asking,
  ): Promise<Result<Answer['check'] | null>> {
    const { asker, index } = this.#deps
    const journal = this.#deps.journal.as(actor)
    const open = openAfter(index, id)
    if (!open.ok) return open
    const { previous } = open.value
    const answer = await asker.ask(open.value.token, {
      slot: 'previous',
      kind: previous.kind,
      server: previous.server,
      fields: open.value.details.fields,
      since: open.value.token.overview.addedAt,
      // the new value was accepted, so at its server a request of this form is right
      accepted: previous.accepted
        ? 'value'
        : isAt(previous.server, open.value.details.accepted)
          ? 'kind'
          : null,
      describe: false,
      signal,
    })
    if (!answer.ok) return answer
    const { check } = answer.value
    if (isCancelled(check)) return ok(null)
    const proved = isDead(check.verdict) && (await this.#currentLives(id, actor))
    const written = proved ? journal.done(id, check) : journal.looked(id, check)
    if (!written.ok) return written
    if (proved) ended?.(open.value, check)
    return ok(check)
  }

  /** A platform that does not take the new value in the same breath proves nothing about the old. */
  async #currentLives(id: TokenId, actor: AuditActor): Promise<boolean> {
    const current = await this.#deps.checks.one(id, actor)
    return current.ok && isAlive(current.value.check.verdict)
  }

  #isNameless({ overview }: StoredToken): boolean {
    return isNameless(this.#deps.platforms.kind(overview.kind))
  }
}

/** What is asked for next: nobody knows whether it is there until the answer came. */
function askedFor({ record: { remoteName } }: OpenRotation, at: number): Orphan {
  return { id: null, name: remoteName === '' ? null : remoteName, at }
}

/** `RotationJournal.made` refused it. */
function isNotNew(outcome: Outcome): boolean {
  if (outcome.ok || 'problem' in outcome.error) return false
  const { code } = outcome.error
  return code === 'rotation.same-secret' || code === 'token.duplicate'
}

/** What a check that found nothing out says; null: it did, or asking again soon is all there is. */
export function testProblem({ verdict, retryAt }: Answer['check']): ManageFailure | null {
  const problem = OPEN_VERDICTS[verdict]
  return problem === undefined ? null : { ...failure(problem), retryAt }
}

const OPEN_VERDICTS: Partial<Record<Answer['check']['verdict'], Problem>> = {
  unreachable: 'unreachable',
  'rate-limited': 'rate-limited',
}
