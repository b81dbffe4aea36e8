import { appError } from '../../shared/error'
import { isBeforePromotion } from '../../shared/model/stage'
import type { TokenId } from '../../shared/model/token'
import { isDead } from '../../shared/model/verdict-list'
import { hintOf } from '../../shared/redact'
import { err, ok, type Result } from '../../shared/result'
import type { KindAdapter, PasteContext, Platforms } from '../platform/adapter'
import { stageAfter } from '../rotation/machine'
import type { Asker } from './asker'
import { findSecret } from './paste'
import type { Clock, StoredToken } from './port'
import {
  leftOver,
  openBefore,
  openRotation,
  pendingOf,
  remembering,
  type OpenRotation,
} from './rotation-state'
import { SecretText } from './secret'
import type { TokenIndex } from './token-index'
import { did } from './trace'
import { isWriteFailure } from './trouble'

export interface RotationPasteDeps {
  readonly index: TokenIndex
  readonly asker: Asker
  readonly platforms: Platforms
  readonly clock: Clock
}

/** What was pasted as a new value; `text` null: the value that is held here. */
export interface PasteInput {
  readonly text: string | null
  /** It may take the place of another new value that is not dead. */
  readonly replace: boolean
}

interface Held {
  readonly secret: SecretText
  readonly context: PasteContext
  readonly agreed: boolean
}

/** The values of one token that are in memory only. */
interface Place {
  /** Could not be stored. A platform shows a value once, so it is not let go. */
  readonly unstored: Held | null
  /** Waits for the answer whether it may take the place of another one. */
  readonly asked: Held | null
}

const EMPTY: Place = { unstored: null, asked: null }

/** Takes the new value of a rotation: into the vault, or held here until it can go there. */
export class RotationPaste {
  readonly #deps: RotationPasteDeps
  readonly #places = new Map<TokenId, Place>()

  constructor(deps: RotationPasteDeps) {
    this.#deps = deps
    // nothing is held for a token that waits for no new value any more
    deps.index.onChange(() => {
      for (const id of this.#places.keys()) if (!this.#waits(id)) this.#put(id, EMPTY)
    })
  }

  /** Stores it, durably. Failures: `secret.*`, `rotation.*`, `token.duplicate`, `vault.*`. */
  take(id: TokenId, { text, replace }: PasteInput): Result<void> {
    const given = this.#given(id, text)
    if (!given.ok) return given
    const held: Held = { ...given.value, agreed: replace || given.value.agreed }
    const stored = this.#store(id, held)
    const { unstored } = this.#placeOf(id)
    if (stored.ok) this.#put(id, EMPTY)
    else if (stored.error.code === 'rotation.has-pending') this.#put(id, { unstored, asked: held })
    else if (isWriteFailure(stored.error.code)) this.#put(id, { unstored: held, asked: null })
    else this.#put(id, { unstored, asked: null })
    const { unstored: one, asked: other } = this.#placeOf(id)
    if (held.secret !== one?.secret && held.secret !== other?.secret) held.secret.wipe()
    return stored
  }

  /** Of a value that could not be stored. */
  unstoredHint(id: TokenId): string | null {
    const { unstored } = this.#placeOf(id)
    if (!unstored) return null
    const token = this.#deps.index.find(id)
    const kind = token && this.#deps.asker.kindOf(token)
    return hintOf(unstored.secret.text(), kind?.ok ? kind.value.prefix : '')
  }

  /** It is not to replace anything: what waits for that answer goes. */
  keep(id: TokenId): void {
    this.#put(id, { ...this.#placeOf(id), asked: null })
  }

  clear(): void {
    for (const id of this.#places.keys()) this.#put(id, EMPTY)
  }

  #placeOf(id: TokenId): Place {
    return this.#places.get(id) ?? EMPTY
  }

  /** What is not held any more is wiped. */
  #put(id: TokenId, next: Place): void {
    const before = this.#placeOf(id)
    if (next.unstored || next.asked) this.#places.set(id, next)
    else this.#places.delete(id)
    for (const held of [before.unstored, before.asked]) {
      const stays = held?.secret === next.unstored?.secret || held?.secret === next.asked?.secret
      if (!stays) held?.secret.wipe()
    }
  }

  #waits(id: TokenId): boolean {
    const phase = this.#deps.index.find(id)?.overview.phase
    return phase?.name === 'rotating' && isBeforePromotion(phase.stage)
  }

  #given(id: TokenId, text: string | null): Result<Held> {
    if (text === null) {
      const { asked, unstored } = this.#placeOf(id)
      const held = asked ?? unstored
      return held ? ok(held) : err(appError('rotation.wrong-stage'))
    }
    const open = openRotation(this.#deps.index, id)
    // it may have spaces, which no value has
    const name = open.ok ? open.value.record.remoteName : ''
    if (name !== '' && text.trim() === name) return err(appError('rotation.name-pasted'))
    const pasted = findSecret(text)
    if (!pasted.ok) return pasted
    const { value, context } = pasted.value
    return ok({ secret: SecretText.fromText(value), context, agreed: false })
  }

  /** Durable before the first byte goes out. */
  #store(id: TokenId, held: Held): Result<void> {
    const { index, clock } = this.#deps
    const before = openBefore(this.#deps, id)
    if (!before.ok) return before
    const { token, details, phase, record } = before.value
    const kind = this.#fittingKind(token, held)
    if (!kind.ok) return kind
    const known = this.#known(token, held.secret)
    if (!known.ok) return known
    if (!held.agreed && this.#isInTheWay(before.value, { held, known: known.value })) {
      return err(appError('rotation.has-pending'))
    }
    const open = { ...before.value, kind: kind.value }
    // pasted once more, it is no younger than it was
    const since = known.value ? record.pending?.since : undefined
    const made = pendingOf(open, held.secret, since ?? clock.now())
    const pending = known.value ? { ...made, remoteId: record.pending?.remoteId ?? null } : made
    // what is not waited for any more may be there all the same
    const left = leftOver(known.value ? { ...record, pending: null } : record)
    const stage = stageAfter(phase.stage, 'stored')
    if (stage === null) return err(appError('rotation.wrong-stage'))
    const changed = index.change(id, {
      overview: { ...token.overview, phase: { ...phase, stage } },
      details: remembering({ ...details, rotation: { ...record, pending, orphans: [] } }, left),
      secrets: { pending: held.secret },
      trace: did('rotation.pasted', { detail: { hint: pending.hint } }),
    })
    return changed.ok ? ok() : changed
  }

  /** Whether it is this token's new value already: `token.duplicate`, `rotation.same-secret`. */
  #known(token: StoredToken, secret: SecretText): Result<boolean> {
    const owner = this.#deps.index.ownerOf(secret)
    if (!owner.ok) return owner
    if (!owner.value) return ok(false)
    if (owner.value.token.id !== token.id) {
      return err(appError('token.duplicate', { id: owner.value.token.id }))
    }
    return owner.value.slot === 'pending' ? ok(true) : err(appError('rotation.same-secret'))
  }

  /** A value that may be shown nowhere any more is replaced on purpose only. */
  #isInTheWay(
    { token, record: { pending } }: OpenRotation,
    { held, known }: { readonly held: Held; readonly known: boolean },
  ): boolean {
    const { unstored } = this.#placeOf(token.id)
    if (unstored && !unstored.secret.equals(held.secret)) return true
    return !known && pending !== null && !(pending.check && isDead(pending.check.verdict))
  }

  /**
   * The token's own kind, or the one that its platform makes in its place now. A value that others
   * recognize, or that lacks the kind's fixed start, is the wrong one.
   */
  #fittingKind(token: StoredToken, { secret, context }: Held): Result<KindAdapter> {
    const { asker, platforms } = this.#deps
    const own = asker.kindOf(token)
    if (!own.ok) return own
    const candidates = platforms.recognize(secret.text(), context)
    for (const id of [own.value.id, own.value.successor]) {
      if (candidates.some((each) => each.kind === id)) return asker.kindOf(token, id)
    }
    const other = candidates.find((each) => each.confidence !== 'possible')
    if (!other && own.value.prefix === '') return own
    return err(appError('rotation.other-kind', { kind: other?.kind ?? '' }))
  }
}
