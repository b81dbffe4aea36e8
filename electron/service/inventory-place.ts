import type { InventoryPlace } from '../../shared/contract/inventory'
import { appError } from '../../shared/error'
import { serviceOf } from '../../shared/model/service'
import type { TokenDetails, TokenId } from '../../shared/model/token'
import { isDead } from '../../shared/model/verdict-list'
import { err, ok, type Result } from '../../shared/result'
import type { KindAdapter, Platforms } from '../platform/adapter'
import type { Management } from '../platform/management'
import type { StoredToken } from './port'
import type { RotationPlanner } from './rotation-plan'
import type { SessionDesk, Way } from './session-desk'
import { baseOf } from './subject'
import type { TokenIndex } from './token-index'

export interface InventoryPlacesDeps {
  readonly index: TokenIndex
  readonly platforms: Platforms
  readonly desk: SessionDesk
  readonly planner: RotationPlanner
}

export type ManagedKind = KindAdapter & { readonly manage: Management }

/** A token of the vault of a kind that can be listed. */
export interface Present {
  readonly token: StoredToken
  /** null: it cannot be read. */
  readonly details: TokenDetails | null
  readonly kind: ManagedKind
}

/** The same, as seen from a place that is listed. */
export interface Peer extends Present {
  /** Ids of the list and its own are of one server, and one project where that is listed alone. */
  readonly isHere: boolean
}

/** A place as it is listed through one token. */
export interface Through extends Present {
  readonly details: TokenDetails
  readonly place: string
  readonly way: Way & { readonly mode: 'automatic' | 'signed-in' }
}

/** Where tokens can be listed: one server with a sign-in, or one project with a managing token. */
export class InventoryPlaces {
  readonly #deps: InventoryPlacesDeps

  constructor(deps: InventoryPlacesDeps) {
    this.#deps = deps
  }

  /** `rotation.no-way` for a kind that no platform lists. */
  through(id: TokenId): Result<Through> {
    const { index, planner } = this.#deps
    const token = index.get(id)
    if (!token.ok) return token
    const kind = this.#managed(token.value)
    const place = kind && this.#placeOf(token.value, kind)
    if (!kind || place === null) return err(appError('rotation.no-way'))
    const details = index.details(id)
    if (!details.ok) return details
    const base = { token: token.value, details: details.value, kind, place }
    if (kind.manage.access.by === 'sign-in') {
      return ok({ ...base, way: { mode: 'signed-in', manager: null } })
    }
    const manager = planner.planOf(token.value)?.managers[0] ?? null
    return ok({ ...base, way: { mode: 'automatic', manager } })
  }

  /** One for each place, through the token that is likeliest to work. */
  all(listedAt: (place: string) => number | null): InventoryPlace[] {
    const found = new Map<string, StoredToken[]>()
    for (const token of this.#deps.index.visible()) {
      const kind = this.#managed(token)
      const place = kind && this.#placeOf(token, kind)
      if (place !== null) found.set(place, [...(found.get(place) ?? []), token])
    }
    return [...found].flatMap(([place, tokens]): InventoryPlace[] => {
      const best = tokens.reduce((one, other) => (isBetter(other, one) ? other : one))
      const through = this.through(best.id)
      if (!through.ok) return []
      const { mode, manager } = through.value.way
      if (mode === 'automatic' && manager === null) return []
      const { kind, server, project } = best.overview
      return [
        {
          ...{ id: best.id, place, tokens: tokens.length, server, mode, manager },
          service: serviceOf(kind),
          project: mode === 'automatic' ? project : null,
          listedAt: listedAt(place),
        },
      ]
    })
  }

  /**
   * Every token of the vault that a listing could show, whatever its server is called: one server
   * can go by several names, and an unchecked token's may be the wrong one. Forgotten tokens too,
   * as long as they can come back.
   */
  peersOf(through: Through): Peer[] {
    const { index } = this.#deps
    const base = whereOf(through)
    return [...index.visible(), ...index.forgotten()].flatMap((token) => {
      const kind = this.#managed(token)
      if (kind?.manage.open !== through.kind.manage.open) return []
      const details = index.details(token.id)
      const present = { token, kind, details: details.ok ? details.value : null }
      return [{ ...present, isHere: whereOf(present) === base }]
    })
  }

  /** The kinds that one session lists; kinds that are listed together come once. */
  kinds({ kind }: Through): ManagedKind[] {
    const service = this.#deps.platforms.all.find(({ id }) => id === serviceOf(kind.id))
    const once = new Map<Management, ManagedKind>()
    for (const each of service?.kinds ?? []) {
      if (!isManaged(each) || each.manage.open !== kind.manage.open) continue
      if (!once.has(each.manage)) once.set(each.manage, each)
    }
    return [...once.values()]
  }

  /** null: of a token that names no project there is no list. */
  #placeOf(token: StoredToken, { manage }: ManagedKind): string | null {
    const place = this.#deps.desk.placeOf(token)
    if (manage.access.by === 'sign-in') return place
    const details = this.#deps.index.details(token.id)
    const project = details.ok ? details.value.fields['projectId'] : undefined
    return typeof project === 'string' ? `${place} ${project}` : null
  }

  #managed({ overview }: StoredToken): ManagedKind | null {
    const kind = this.#deps.platforms.kind(overview.kind)
    return kind && isManaged(kind) ? kind : null
  }
}

/** Where its ids are valid. */
function whereOf({ token, details, kind }: Present): string {
  const base = baseOf(kind, details?.accepted ?? token.overview.server) ?? ''
  const project = kind.manage.access.by === 'token' ? details?.fields['projectId'] : ''
  return `${base} ${String(project)}`
}

function isManaged(kind: KindAdapter): kind is ManagedKind {
  return kind.manage !== undefined
}

function isBetter(one: StoredToken, other: StoredToken): boolean {
  const rank = ({ overview: { settled, phase } }: StoredToken): number =>
    Number(phase.name === 'idle') + Number(settled === null || !isDead(settled.verdict)) * 2
  return rank(one) > rank(other)
}
