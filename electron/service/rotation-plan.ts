import type { RotationPlan } from '../../shared/contract/rotation'
import type { KindId } from '../../shared/model/service'
import type { Settings } from '../../shared/model/settings'
import type { Mode } from '../../shared/model/stage'
import type { TokenId } from '../../shared/model/token'
import { isDead } from '../../shared/model/verdict-list'
import type { KindAdapter, Platforms } from '../platform/adapter'
import type { Clock, Random, StoredToken } from './port'
import { expiryForNew } from './rotation-expiry'
import { NAME_MAX, remoteName } from './rotation-name'
import type { SessionDesk } from './session-desk'
import type { TokenIndex } from './token-index'

const DAY_MS = 86_400_000

export interface RotationPlannerDeps {
  readonly index: TokenIndex
  readonly platforms: Platforms
  readonly desk: SessionDesk
  readonly clock: Clock
  readonly random: Random
  readonly settings: () => Settings
}

/** Says beforehand what a rotation or revocation would be, and how. */
export class RotationPlanner {
  readonly #deps: RotationPlannerDeps
  /** Names that were shown, with what they were made of. */
  readonly #shown = new Map<TokenId, { readonly made: string; readonly name: string }>()

  constructor(deps: RotationPlannerDeps) {
    this.#deps = deps
  }

  /** Unknown tokens are left out. */
  plans(ids: readonly TokenId[]): RotationPlan[] {
    return ids.flatMap((id) => {
      const token = this.#deps.index.get(id)
      const plan = token.ok ? this.planOf(token.value) : null
      return plan ? [plan] : []
    })
  }

  /** null: nothing is known of its kind. */
  planOf(token: StoredToken): RotationPlan | null {
    const { platforms, desk, clock } = this.#deps
    const kind = platforms.kind(token.overview.kind)
    if (!kind) return null
    const { manage } = kind
    const managers = this.#managersOf(token, kind)
    const why = whyByHand(token, kind, managers)
    const byApi: Mode[] =
      manage === undefined || why !== null
        ? []
        : [manage.access.by === 'token' ? 'automatic' : 'signed-in']
    const modes: Mode[] = [...byApi, 'guided']
    return {
      id: token.id,
      mode: modes[0] ?? 'guided',
      modes,
      why,
      managers: managers.map((each) => each.id),
      place: desk.placeOf(token),
      remoteName: this.#shownName(token),
      choosesExpiry: manage?.choosesExpiry === true,
      expiry:
        manage?.choosesExpiry === true
          ? expiryForNew('same', { like: null, token, now: clock.now() })
          : null,
      limits: manage?.limit !== undefined,
      quota: this.#quotaOf(token, kind),
    }
  }

  /** The name that a plan shows is the one that the rotation begins with. */
  takeName(token: StoredToken): string {
    const name = this.#shownName(token)
    this.#shown.delete(token.id)
    return name
  }

  #shownName(token: StoredToken): string {
    const { label } = token.overview
    const pattern = this.#deps.settings().rotationName
    const day = Math.floor(this.#deps.clock.now() / DAY_MS)
    const made = `${pattern} ${String(day)} ${label}`
    const known = this.#shown.get(token.id)
    if (known?.made === made) return known.name
    const name = this.nameFor(token)
    this.#shown.set(token.id, { made, name })
    return name
  }

  /** The same by id; empty if there is no such token. */
  freshName(id: TokenId): string {
    const token = this.#deps.index.find(id)
    return token ? this.nameFor(token) : ''
  }

  /** A fresh name for a token that takes this one's place; empty where tokens have no names. */
  nameFor({ overview }: StoredToken): string {
    const { clock, platforms, random, settings } = this.#deps
    const kind = platforms.kind(overview.kind)
    if (isNameless(kind)) return ''
    const values = { label: overview.label, now: clock.now(), random }
    const max = Math.min(kind?.manage?.nameMax ?? NAME_MAX, NAME_MAX)
    return remoteName(settings().rotationName, values, max)
  }

  /** Tokens that may manage this one: those of its account first, then those known to work. */
  #managersOf(token: StoredToken, { manage }: KindAdapter): StoredToken[] {
    if (manage?.access.by !== 'token') return []
    const wanted: KindId = manage.access.kind
    const weigh = ({ overview }: StoredToken): number =>
      Number(overview.account !== null && overview.account === token.overview.account) * 4 +
      Number(overview.settled?.verdict === 'valid') * 2 -
      Number(isReadOnly(overview.access)) * 8
    return this.#deps.index
      .visible()
      .filter(({ overview }) => overview.kind === wanted && overview.phase.name === 'idle')
      .filter(({ overview }) => !overview.settled || !isDead(overview.settled.verdict))
      .sort((one, other) => weigh(other) - weigh(one))
      .slice(0, 50)
  }

  /** By user and server, as the platform counts; of an unknown account all that are known. */
  #quotaOf({ overview }: StoredToken, kind: KindAdapter): RotationPlan['quota'] {
    if (kind.perUserLimit === null) return null
    const same = this.#deps.index
      .visible()
      .filter((each) => each.overview.kind === kind.id)
      .filter((each) => each.overview.phase.name !== 'revoked')
      .filter((each) => each.overview.account === overview.account)
    return { used: same.length, most: kind.perUserLimit }
  }
}

/** Its tokens have no names on their platform. */
export function isNameless(kind: KindAdapter | null): boolean {
  return kind?.manage?.nameMax === 0
}

function whyByHand(
  { overview }: StoredToken,
  { manage }: KindAdapter,
  managers: readonly StoredToken[],
): RotationPlan['why'] {
  if (manage === undefined) return null
  if (overview.settled && isDead(overview.settled.verdict)) return 'token-dead'
  if (manage.access.by === 'token' && managers.length === 0) return 'no-manager'
  return null
}

/** As entered by the user: its platform does not tell (Lokalise help, 'API tokens'). */
function isReadOnly(access: StoredToken['overview']['access']): boolean {
  return access.some(({ values }) => values.includes('read-only'))
}
