import { appError, type AppError } from '../../shared/error'
import { invariant } from '../../shared/assert'
import type { AuditAct, AuditActor } from '../../shared/model/audit-list'
import { isBeforePromotion } from '../../shared/model/stage'
import { isAlive } from '../../shared/model/verdict-list'
import {
  LEFTOVERS_MAX,
  UNPROVED_MAX,
  type Orphan,
  type RotationRecord,
  type TokenDetails,
  type TokenId,
} from '../../shared/model/token'
import { err, type Result } from '../../shared/result'
import { next, stageAfter, type Event } from '../rotation/machine'
import type { MadeToken, RemoteToken } from '../platform/management'
import type { Asker } from './asker'
import type { Answer } from './checked'
import { updated } from './destination'
import { decideExpiry } from './expiry'
import type { Clock, Slot, StoredToken, TokenChange } from './port'
import {
  openAfter,
  openBefore,
  openRotation,
  pendingOf,
  promotion,
  remembering,
  reversal,
  type OpenRotation,
} from './rotation-state'
import type { SecretText } from './secret'
import type { TokenIndex } from './token-index'
import { answered, did, type Note } from './trace'

export interface RotationJournalDeps {
  readonly index: TokenIndex
  readonly asker: Asker
  readonly clock: Clock
}

/** What is written with an arrow. */
interface Step {
  readonly record?: Partial<RotationRecord>
  /** What may be left on the platform, beside what is remembered of it. */
  readonly left?: readonly Orphan[]
  readonly secrets?: Partial<Record<Slot, SecretText | null>>
  readonly note: Note
}

/**
 * The journal of a rotation: each arrow of the machine as one durable write. The phase, the record
 * and the secrets that it moves are in the same transaction, so that every stage that can be read
 * is whole. Failures: `rotation.none-open`, `rotation.wrong-stage`, `vault.*`.
 */
export class RotationJournal {
  readonly #deps: RotationJournalDeps
  readonly #actor: AuditActor

  /** `actor`: who does what is written, as the audit log tells it. */
  constructor(deps: RotationJournalDeps, actor: AuditActor = 'user') {
    this.#deps = deps
    this.#actor = actor
  }

  /** The same journal, written by somebody else. */
  as(actor: AuditActor): RotationJournal {
    return new RotationJournal(this.#deps, actor)
  }

  begin(id: TokenId, record: RotationRecord): Result<StoredToken> {
    const { index, clock } = this.#deps
    const token = index.get(id)
    if (!token.ok) return token
    const { phase } = token.value.overview
    if (phase.name === 'revoked') return err(appError('rotation.wrong-stage'))
    if (phase.name !== 'idle') return err(appError('rotation.already-open'))
    const details = index.details(id)
    if (!details.ok) return details
    // there is to be room for all that this one may leave
    if (details.value.orphans.length > LEFTOVERS_MAX / 2) return err(appError('token.leftovers'))
    const since = clock.now()
    return index.change(id, {
      overview: { ...token.value.overview, phase: { name: 'rotating', stage: 'planned', since } },
      details: { ...details.value, rotation: record },
      trace: this.#did('rotation.begin', {
        detail: { remoteName: record.remoteName, mode: record.mode },
      }),
    })
  }

  /** Writes into the record, and stays where it is. */
  note(id: TokenId, record: Partial<RotationRecord>, note?: Note): Result<StoredToken> {
    const open = openRotation(this.#deps.index, id)
    if (!open.ok) return open
    const details = withRecord(open.value, record)
    const trace = note && { ...note, actor: this.#actor }
    return this.#deps.index.change(id, { details, ...(trace && { trace }) })
  }

  /** `planned` → `creating`: from now on the new one may be there. */
  intended(id: TokenId, record: Partial<RotationRecord> = {}): Result<StoredToken> {
    const open = openRotation(this.#deps.index, id)
    const detail = open.ok ? { remoteName: open.value.record.remoteName } : {}
    return this.#step(id, 'intended', { record, note: this.#did('rotation.intent', { detail }) })
  }

  /**
   * Nothing of the new one is there: `creating` → `planned`. The next one gets another name, so that
   * whatever comes to light under the old one is not taken for it.
   */
  unmade(id: TokenId, remoteName: string): Result<StoredToken> {
    const note = this.#did('rotation.created', { outcome: 'failed' })
    return this.#step(id, 'unmade', { record: { listed: [], orphans: [], remoteName }, note })
  }

  /**
   * A value that was made by API: stored, durably, before anything else happens to it. What else may
   * be there stays in mind. `rotation.same-secret`, `token.duplicate`: it is no new one.
   */
  made(id: TokenId, { secret, remote }: MadeToken): Result<StoredToken> {
    const open = openBefore(this.#deps, id)
    if (!open.ok) return open
    const { record } = open.value
    const own = this.#notNew(secret, remote, record)
    if (own !== null) return err(own)
    const fresh = pendingOf(open.value, secret, this.#deps.clock.now())
    return this.#step(id, 'stored', {
      record: { pending: { ...fresh, remoteId: remote.id }, listed: [], orphans: [] },
      left: record.orphans.filter((each) => !isAnswered(each, remote, record)),
      secrets: { pending: secret },
      note: this.#did('rotation.created', { detail: { hint: fresh.hint } }),
    })
  }

  /** What the platform says of the new value. */
  tested(id: TokenId, answer: Answer): Result<StoredToken> {
    const open = openBefore(this.#deps, id)
    if (!open.ok) return open
    const { record, kind } = open.value
    if (!record.pending) return err(appError('rotation.wrong-stage'))
    const { check, known, server } = answer
    const alive = isAlive(check.verdict)
    const { account, project, identity, access, facts } = known
    const expiry = decideExpiry({ found: known.expiry, entered: null, rule: kind.expiryRule })
    const told = alive ? { server, account, project, identity, access, facts, expiry } : {}
    const pending: RotationRecord['pending'] = { ...record.pending, ...told, check }
    const note = answered('rotation.tested', check, {
      actor: this.#actor,
      detail: { hint: pending.hint },
    })
    return this.#step(id, alive ? 'accepted' : 'doubted', { record: { pending }, note })
  }

  /** The new one is revoked there, and dropped here. */
  discarded(id: TokenId, remoteName: string): Result<StoredToken> {
    return this.#step(id, 'discarded', {
      record: { pending: null, startedAt: null, remoteName },
      secrets: { pending: null },
      note: this.#did('rotation.discarded'),
    })
  }

  /** Current and new value change places. */
  promoted(id: TokenId): Result<StoredToken> {
    const open = openBefore(this.#deps, id)
    if (!open.ok) return open
    const { clock } = this.#deps
    const now = clock.now()
    const { graceMs, limit } = open.value.record
    const change = promotion(open.value, now)
    const graceEnds = graceMs === null ? null : now + graceMs
    // what the platform was told of the old one's end stands until it is told otherwise
    const told = limit && { ...limit, expiry: null }
    const record = { graceEnds, promotedAt: now, limit: told, delivered: [] }
    return this.#swap(open.value, {
      event: 'promoted',
      change: { ...change, details: mergedRecord(change.details, record) },
      note: this.#did('rotation.promoted', { detail: { hint: change.overview.hint } }),
      from: 'pending',
      to: 'previous',
    })
  }

  /** The replaced value is the current one again, the new one stands beside it. */
  reverted(id: TokenId): Result<StoredToken> {
    const open = openAfter(this.#deps.index, id)
    if (!open.ok) return open
    const back = reversal(open.value)
    const { change, limit } = limited(back, open.value.record.limit)
    const pending = change.details.rotation?.pending?.check
    const event = pending && isAlive(pending.verdict) ? 'reverted' : 'reverted-unproved'
    const record = { graceEnds: null, promotedAt: null, limit, delivered: [] }
    return this.#swap(open.value, {
      event,
      change: { ...change, details: mergedRecord(change.details, record) },
      note: this.#did('rotation.back', { detail: { hint: change.overview.hint } }),
      from: 'previous',
      to: 'pending',
    })
  }

  /** Every place has the new value, also those that nobody ticked off. */
  delivered(id: TokenId): Result<StoredToken> {
    const open = openRotation(this.#deps.index, id)
    if (!open.ok) return open
    const delivered = open.value.details.destinations.map((each) => each.id)
    const note = this.#did('rotation.delivered')
    return this.#step(id, 'delivered', { record: { delivered }, note })
  }

  /**
   * Its platform ends the old value as told, or as before (null). Taken back for the current value,
   * its own end is known again, and the user says how it goes on.
   */
  limited(id: TokenId, limit: RotationRecord['limit']): Result<StoredToken> {
    const open = openRotation(this.#deps.index, id)
    if (!open.ok) return open
    const { token, record, phase } = open.value
    const { overview } = token
    const current = isBeforePromotion(phase.stage)
    const known = current ? record.limit?.expiry : null
    return this.#deps.index.change(id, {
      overview: { ...overview, expiry: known ?? overview.expiry },
      details: withRecord(open.value, { limit, ...(current && { mode: 'guided' }) }),
      trace: this.#did('rotation.limited'),
    })
  }

  /** The old one may be deleted from now on. */
  revoking(id: TokenId): Result<StoredToken> {
    return this.#step(id, 'revoking', { note: this.#did('rotation.revoking') })
  }

  /** What the platform says of the replaced value. */
  looked(id: TokenId, check: Answer['check']): Result<StoredToken> {
    const open = openAfter(this.#deps.index, id)
    if (!open.ok) return open
    const { previous } = open.value
    const detail = { hint: previous.hint }
    return this.note(
      id,
      { previous: { ...previous, check } },
      answered('rotation.looked', check, { detail }),
    )
  }

  /** The end; `check` null: knowing that there is no proof. The replaced value goes. */
  done(id: TokenId, check: Answer['check'] | null): Result<StoredToken> {
    const proof = check === null ? 'unproved' : 'proved'
    const open = openAfter(this.#deps.index, id)
    if (!open.ok) return open
    const { token, details, phase, previous, record } = open.value
    if (next(phase.stage, proof) !== 'done') return err(appError('rotation.wrong-stage'))
    const now = this.#deps.clock.now()
    const ended = { at: now, hint: previous.hint }
    const destinations = updated(details.destinations, record.delivered, now)
    const unproved =
      proof === 'proved'
        ? {}
        : { unproved: [ended, ...(details.unproved ?? [])].slice(0, UNPROVED_MAX) }
    return this.#deps.index.change(id, {
      overview: { ...token.overview, phase: { name: 'idle' } },
      details: remembering(
        { ...details, destinations, rotation: null, ...unproved },
        record.orphans,
      ),
      secrets: { previous: null },
      trace:
        check === null
          ? this.#did('rotation.done', { outcome: 'unknown', detail: { hint: previous.hint } })
          : answered('rotation.done', check, {
              actor: this.#actor,
              detail: { hint: previous.hint },
            }),
    })
  }

  /** Before promotion: it is as if nothing had been; what may be left on the platform is kept in mind. */
  cancelled(id: TokenId, left: readonly Orphan[]): Result<StoredToken> {
    const open = openRotation(this.#deps.index, id)
    if (!open.ok) return open
    const { token, details, phase } = open.value
    if (next(phase.stage, 'cancelled') !== 'idle') return err(appError('rotation.wrong-stage'))
    return this.#deps.index.change(id, {
      overview: { ...token.overview, phase: { name: 'idle' } },
      details: remembering({ ...details, rotation: null }, left),
      secrets: { pending: null },
      trace: this.#did('rotation.cancelled', {
        detail: { stage: phase.stage },
        ...(left.length > 0 && { outcome: 'unknown' }),
      }),
    })
  }

  /** A platform that answers with a value of the vault has made none. */
  #notNew(secret: SecretText, remote: RemoteToken, { oldId }: RotationRecord): AppError | null {
    const owner = this.#deps.index.ownerOf(secret)
    if (!owner.ok) return owner.error
    if (owner.value) return appError('token.duplicate', { id: owner.value.token.id })
    return remote.id === oldId ? appError('rotation.same-secret') : null
  }

  #did(act: AuditAct, change: Partial<Omit<Note, 'act'>> = {}): Note {
    return did(act, { actor: this.#actor, ...change })
  }

  #step(id: TokenId, event: Event, step: Step): Result<StoredToken> {
    const { record = {}, left = [], secrets, note } = step
    const open = openRotation(this.#deps.index, id)
    if (!open.ok) return open
    const { token, phase } = open.value
    const stage = stageAfter(phase.stage, event)
    if (stage === null) return err(appError('rotation.wrong-stage'))
    return this.#deps.index.change(id, {
      overview: { ...token.overview, phase: { ...phase, stage } },
      details: remembering(withRecord(open.value, record), left),
      ...(secrets && { secrets }),
      trace: note,
    })
  }

  /** What is in `from` becomes the current value, which goes to `to`. */
  #swap(
    { token, phase }: OpenRotation,
    step: {
      readonly event: Event
      readonly change: Change
      readonly note: Note
      readonly from: Slot
      readonly to: Slot
    },
  ): Result<StoredToken> {
    const { asker, index } = this.#deps
    const { event, change, note, from, to } = step
    const stage = stageAfter(phase.stage, event)
    if (stage === null) return err(appError('rotation.wrong-stage'))
    const fresh = asker.secret(token.id, from)
    if (!fresh.ok) return fresh
    const current = asker.secret(token.id, 'current')
    if (!current.ok) {
      fresh.value.wipe()
      return current
    }
    const overview = { ...change.overview, phase: { ...phase, stage } }
    const secrets = { current: fresh.value, [to]: current.value, [from]: null }
    const changed = index.change(token.id, { ...change, overview, secrets, trace: note })
    current.value.wipe()
    fresh.value.wipe()
    return changed
  }
}

/** What was asked for, or found to be possible, and is this one. */
function isAnswered(
  { id, name }: Orphan,
  remote: RemoteToken,
  { remoteName }: RotationRecord,
): boolean {
  return id === null ? (name ?? '') === remoteName : id === remote.id
}

type Change = Required<Pick<TokenChange, 'overview' | 'details'>>

/** The current value's end is the one that its platform was told, until that is taken back. */
function limited(
  change: Change,
  limit: RotationRecord['limit'],
): { readonly change: Change; readonly limit: RotationRecord['limit'] } {
  const { overview } = change
  if (limit === null || (limit.sure && limit.to === limit.ownEnd)) return { change, limit: null }
  const expiry = { known: 'date', at: limit.to, source: 'platform' } as const
  return {
    change: { ...change, overview: { ...overview, expiry } },
    limit: { ...limit, expiry: overview.expiry },
  }
}

function withRecord(open: OpenRotation, record: Partial<RotationRecord>): TokenDetails {
  return { ...open.details, rotation: { ...open.record, ...record } }
}

function mergedRecord(details: TokenDetails, record: Partial<RotationRecord>): TokenDetails {
  invariant(details.rotation !== null, 'a swap keeps the record')
  return { ...details, rotation: { ...details.rotation, ...record } }
}
