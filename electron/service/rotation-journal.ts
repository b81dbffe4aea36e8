import { appError } from '../../shared/error'
import { invariant } from '../../shared/assert'
import { isAlive } from '../../shared/model/verdict-list'
import {
  ORPHANS_MAX,
  UNPROVED_MAX,
  type Orphan,
  type RotationRecord,
  type TokenDetails,
  type TokenId,
} from '../../shared/model/token'
import { err, type Result } from '../../shared/result'
import { next, stageAfter, type Event } from '../rotation/machine'
import type { MadeToken } from '../platform/management'
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
  reversal,
  type OpenRotation,
} from './rotation-state'
import type { SecretText } from './secret'
import type { TokenIndex } from './token-index'

export interface RotationJournalDeps {
  readonly index: TokenIndex
  readonly asker: Asker
  readonly clock: Clock
}

/** What is written with an arrow. */
interface Step {
  readonly record?: Partial<RotationRecord>
  readonly secrets?: Partial<Record<Slot, SecretText | null>>
}

/**
 * The journal of a rotation: each arrow of the machine as one durable write. The phase, the record
 * and the secrets that it moves are in the same transaction, so that every stage that can be read
 * is whole. Failures: `rotation.none-open`, `rotation.wrong-stage`, `vault.*`.
 */
export class RotationJournal {
  readonly #deps: RotationJournalDeps

  constructor(deps: RotationJournalDeps) {
    this.#deps = deps
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
    const since = clock.now()
    return index.change(id, {
      overview: { ...token.value.overview, phase: { name: 'rotating', stage: 'planned', since } },
      details: { ...details.value, rotation: record },
    })
  }

  /** Writes into the record, and stays where it is. */
  note(id: TokenId, record: Partial<RotationRecord>): Result<StoredToken> {
    const open = openRotation(this.#deps.index, id)
    if (!open.ok) return open
    return this.#deps.index.change(id, { details: withRecord(open.value, record) })
  }

  /** `planned` → `creating`: from now on the new one may be there. */
  intended(id: TokenId, record: Partial<RotationRecord> = {}): Result<StoredToken> {
    return this.#step(id, 'intended', { record })
  }

  /** Nothing of the new one is there: `creating` → `planned`. */
  unmade(id: TokenId): Result<StoredToken> {
    return this.#step(id, 'unmade', { record: { listed: [], orphans: [] } })
  }

  /** A value that was made by API: stored, durably, before anything else happens to it. */
  made(id: TokenId, { secret, remote }: MadeToken): Result<StoredToken> {
    const open = openBefore(this.#deps, id)
    if (!open.ok) return open
    const fresh = pendingOf(open.value, secret, this.#deps.clock.now())
    return this.#step(id, 'stored', {
      record: { pending: { ...fresh, remoteId: remote.id }, listed: [], orphans: [] },
      secrets: { pending: secret },
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
    return this.#step(id, alive ? 'accepted' : 'doubted', { record: { pending } })
  }

  /** The new one is revoked there, and dropped here. */
  discarded(id: TokenId): Result<StoredToken> {
    return this.#step(id, 'discarded', {
      record: { pending: null, startedAt: null },
      secrets: { pending: null },
    })
  }

  /** Current and new value change places. */
  promoted(id: TokenId): Result<StoredToken> {
    const open = openBefore(this.#deps, id)
    if (!open.ok) return open
    const { clock } = this.#deps
    const now = clock.now()
    const { graceMs } = open.value.record
    const change = promotion(open.value, now)
    const graceEnds = graceMs === null ? null : now + graceMs
    const record = { graceEnds, limitedTo: null, delivered: [] }
    return this.#swap(open.value, {
      event: 'promoted',
      change: { ...change, details: mergedRecord(change.details, record) },
      from: 'pending',
      to: 'previous',
    })
  }

  /** The replaced value is the current one again, the new one stands beside it. */
  reverted(id: TokenId): Result<StoredToken> {
    const open = openAfter(this.#deps.index, id)
    if (!open.ok) return open
    const change = reversal(open.value)
    const pending = change.details.rotation?.pending?.check
    const event = pending && isAlive(pending.verdict) ? 'reverted' : 'reverted-unproved'
    const record = { graceEnds: null, delivered: [] }
    return this.#swap(open.value, {
      event,
      change: { ...change, details: mergedRecord(change.details, record) },
      from: 'previous',
      to: 'pending',
    })
  }

  /** Every place has the new value, also those that nobody ticked off. */
  delivered(id: TokenId): Result<StoredToken> {
    const open = openRotation(this.#deps.index, id)
    if (!open.ok) return open
    const delivered = open.value.details.destinations.map((each) => each.id)
    return this.#step(id, 'delivered', { record: { delivered } })
  }

  /** The old one may be deleted from now on. */
  revoking(id: TokenId): Result<StoredToken> {
    return this.#step(id, 'revoking')
  }

  /** What the platform says of the replaced value. */
  looked(id: TokenId, check: Answer['check']): Result<StoredToken> {
    const open = openAfter(this.#deps.index, id)
    if (!open.ok) return open
    return this.note(id, { previous: { ...open.value.previous, check } })
  }

  /** The end, with proof or (knowing that there is none) without. The replaced value goes. */
  done(id: TokenId, proof: 'proved' | 'unproved'): Result<StoredToken> {
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
      details: { ...details, destinations, rotation: null, ...unproved },
      secrets: { previous: null },
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
      details: {
        ...details,
        rotation: null,
        orphans: [...left, ...details.orphans].slice(0, ORPHANS_MAX),
      },
      secrets: { pending: null },
    })
  }

  #step(id: TokenId, event: Event, { record = {}, secrets }: Step = {}): Result<StoredToken> {
    const open = openRotation(this.#deps.index, id)
    if (!open.ok) return open
    const { token, phase } = open.value
    const stage = stageAfter(phase.stage, event)
    if (stage === null) return err(appError('rotation.wrong-stage'))
    return this.#deps.index.change(id, {
      overview: { ...token.overview, phase: { ...phase, stage } },
      details: withRecord(open.value, record),
      ...(secrets && { secrets }),
    })
  }

  /** What is in `from` becomes the current value, which goes to `to`. */
  #swap(
    { token, phase }: OpenRotation,
    step: {
      readonly event: Event
      readonly change: Required<Pick<TokenChange, 'overview' | 'details'>>
      readonly from: Slot
      readonly to: Slot
    },
  ): Result<StoredToken> {
    const { asker, index } = this.#deps
    const { event, change, from, to } = step
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
    const changed = index.change(token.id, { ...change, overview, secrets })
    current.value.wipe()
    fresh.value.wipe()
    return changed
  }
}

function withRecord(open: OpenRotation, record: Partial<RotationRecord>): TokenDetails {
  return { ...open.details, rotation: { ...open.record, ...record } }
}

function mergedRecord(details: TokenDetails, record: Partial<RotationRecord>): TokenDetails {
  invariant(details.rotation !== null, 'a swap keeps the record')
  return { ...details, rotation: { ...details.rotation, ...record } }
}
