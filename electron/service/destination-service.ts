import { appError } from '../../shared/error'
import type { AuditAct } from '../../shared/model/audit-list'
import type { Destination, DestinationId } from '../../shared/model/destination'
import { DESTINATION_TEXT_MAX, DESTINATIONS_MAX } from '../../shared/model/limit'
import { isBeforePromotion } from '../../shared/model/stage'
import type { TokenDetails, TokenId, TokenSummary } from '../../shared/model/token'
import { holdsSecret } from '../../shared/redact'
import { err, ok, type Result } from '../../shared/result'
import { cleanPlace, kindOfPlace } from './destination'
import { newDestinationId } from './id'
import { SLOTS, type Clock, type Random, type StoredToken } from './port'
import { did } from './trace'
import { summaryOf, type TokenIndex } from './token-index'

export interface DestinationServiceDeps {
  readonly index: TokenIndex
  readonly clock: Clock
  readonly random: Random
  /** The places of an open rotation, or what is ticked off there, are others now. */
  readonly onMove: (id: TokenId) => void
}

/** Names one place of one token. */
export interface PlaceRef {
  readonly id: TokenId
  readonly destination: DestinationId
}

/** Reads what is there, and gives what it is to be. */
type Change = (before: TokenDetails, token: StoredToken) => Result<TokenDetails>

/**
 * Where tokens are used: a list in the user's words, and what of it has the current value. While a
 * rotation is open, ticks belong to it and decide when it goes on. Failures of all that write:
 * `token.not-found`, `vault.*`.
 */
export class DestinationService {
  readonly #deps: DestinationServiceDeps

  constructor(deps: DestinationServiceDeps) {
    this.#deps = deps
  }

  /**
   * All of them or none, without those that are empty or listed: `destination.empty` and
   * `destination.listed` if nothing is left, `destination.too-long`, `destination.too-many`,
   * `destination.is-secret`.
   */
  add(id: TokenId, texts: readonly string[]): Result<TokenSummary> {
    return this.#change(id, (details) => {
      const clean = texts.map(cleanPlace).filter((each) => each !== '')
      if (clean.length === 0) return err(appError('destination.empty'))
      const known = new Set(details.destinations.map((each) => each.text))
      const fresh = [...new Set(clean)].filter((each) => !known.has(each))
      if (fresh.length === 0) return err(appError('destination.listed'))
      for (const text of fresh) {
        const fits = this.#accept(id, text)
        if (!fits.ok) return fits
      }
      if (known.size + fresh.length > DESTINATIONS_MAX) {
        return err(appError('destination.too-many', { max: DESTINATIONS_MAX }))
      }
      return ok({
        ...details,
        destinations: [...details.destinations, ...fresh.map((text) => this.#placeOf(text))],
      })
    })
  }

  /** What it was ticked off for stays: it is the same place in other words. */
  edit({ id, destination }: PlaceRef, text: string): Result<TokenSummary> {
    return this.#change(id, (details) => {
      const before = details.destinations.find((each) => each.id === destination)
      if (!before) return err(appError('destination.not-found'))
      const clean = cleanPlace(text)
      if (clean === '') return err(appError('destination.empty'))
      const fits = this.#accept(id, clean)
      if (!fits.ok) return fits
      const twin = details.destinations.some((each) => each.text === clean && each !== before)
      if (twin) return err(appError('destination.listed'))
      const after = { ...before, text: clean, kind: kindOfPlace(clean) }
      return ok(withPlaces(details, replaced(details.destinations, after)))
    })
  }

  remove({ id, destination }: PlaceRef): Result<TokenSummary> {
    return this.#change(id, (details) => {
      const rest = details.destinations.filter((each) => each.id !== destination)
      if (rest.length === details.destinations.length) return err(appError('destination.not-found'))
      return ok(withPlaces(details, rest))
    })
  }

  /**
   * The place has the current value, or has not. In an open rotation that counts for it, and is
   * refused with `rotation.wrong-stage` while the new value is not the current one yet.
   */
  tick({ id, destination }: PlaceRef, done: boolean): Result<TokenSummary> {
    return this.#change(
      id,
      (details, { overview: { phase } }) => {
        const place = details.destinations.find((each) => each.id === destination)
        if (!place) return err(appError('destination.not-found'))
        const { rotation } = details
        if (phase.name !== 'rotating' || rotation === null) {
          const updatedAt = done ? this.#deps.clock.now() : null
          return ok(withPlaces(details, replaced(details.destinations, { ...place, updatedAt })))
        }
        if (isBeforePromotion(phase.stage)) return err(appError('rotation.wrong-stage'))
        const others = rotation.delivered.filter((each) => each !== destination)
        const delivered = done ? [...others, destination] : others
        return ok({ ...details, rotation: { ...rotation, delivered } })
      },
      'destination.ticked',
    )
  }

  /** One write with its line in the log: the list was changed, or a place ticked off. */
  #change(
    id: TokenId,
    change: Change,
    act: AuditAct = 'destination.changed',
  ): Result<TokenSummary> {
    const { index, onMove } = this.#deps
    const token = index.get(id)
    if (!token.ok) return token
    const before = index.details(id)
    if (!before.ok) return before
    const details = change(before.value, token.value)
    if (!details.ok) return details
    const changed = index.change(id, { details: details.value, trace: did(act) })
    if (!changed.ok) return changed
    if (changed.value.overview.phase.name === 'rotating') onMove(id)
    return ok(summaryOf(changed.value))
  }

  /** A text is shown in clear: it holds no value of the token, in use or of its rotation. */
  #accept(id: TokenId, text: string): Result<void> {
    for (const slot of SLOTS) {
      const secret = this.#deps.index.secret(id, slot)
      if (!secret.ok) return secret
      const found = secret.value !== null && holdsSecret(text, secret.value.text())
      secret.value?.wipe()
      if (found) return err(appError('destination.is-secret'))
    }
    return text.length > DESTINATION_TEXT_MAX
      ? err(appError('destination.too-long', { max: DESTINATION_TEXT_MAX }))
      : ok()
  }

  #placeOf(text: string): Destination {
    const id = newDestinationId(this.#deps.random)
    return { id, text, kind: kindOfPlace(text), updatedAt: null }
  }
}

function replaced(all: readonly Destination[], after: Destination): Destination[] {
  return all.map((each) => (each.id === after.id ? after : each))
}

/** A place that is not listed any more is not ticked off any more. */
function withPlaces(details: TokenDetails, destinations: Destination[]): TokenDetails {
  const { rotation } = details
  if (rotation === null) return { ...details, destinations }
  const ids = new Set(destinations.map((each) => each.id))
  const delivered = rotation.delivered.filter((each) => ids.has(each))
  return { ...details, destinations, rotation: { ...rotation, delivered } }
}
