import { createStore, type StoreApi } from 'zustand/vanilla'
import { serviceOf } from '../../shared/model/kind'
import type { TokenSummary } from '../../shared/model/token'
import { isDead } from '../../shared/model/verdict-list'
import { attentionOf, needsAttention, type Attention } from '../../shared/model/warning'

/** The parts of the list that the side bar offers. */
export const SCOPES = [
  'all',
  'attention',
  'expiring',
  'dead',
  'unknown-expiry',
  'unchecked',
] as const
export type ScopeName = (typeof SCOPES)[number]
export type Scope = ScopeName | `service:${string}`

/** How many tokens each part has. */
export interface Overview {
  readonly scopes: Readonly<Record<ScopeName, number>>
  readonly services: ReadonlyMap<string, number>
  /** Grows whenever a warning may have changed, so that rows look again. */
  readonly round: number
}

export type OverviewStore = StoreApi<Overview>

export const EMPTY_OVERVIEW: Overview = {
  scopes: { all: 0, attention: 0, expiring: 0, dead: 0, 'unknown-expiry': 0, unchecked: 0 },
  services: new Map(),
  round: 0,
}

export function createOverview(): OverviewStore {
  return createStore<Overview>(() => EMPTY_OVERVIEW)
}

/** Answers the attention of a token at one moment, and works it out once only. */
export interface Judge {
  readonly now: number
  of(token: TokenSummary): Attention
}

export function createJudge(now: number): Judge {
  const known = new WeakMap<TokenSummary, Attention>()
  return {
    now,
    of(token) {
      const before = known.get(token)
      if (before) return before
      const made = attentionOf(token, now)
      known.set(token, made)
      return made
    },
  }
}

const isOver = (token: TokenSummary): boolean => token.phase.name === 'revoked'

/** Nobody knows whether it works: its platform was never asked, or never answered that. */
export const isUnanswered = (token: TokenSummary): boolean =>
  !isOver(token) && token.settled === null

/** Whether a token belongs into a part of the list. */
export function inScope(scope: Scope, token: TokenSummary, judge: Judge): boolean {
  switch (scope) {
    case 'all':
      return true
    case 'attention':
      return needsAttention(judge.of(token))
    case 'expiring': {
      const attention = judge.of(token)
      return attention.severity !== 'dead' && attention.due !== null && attention.due.level !== null
    }
    case 'dead':
      return !isOver(token) && token.settled !== null && isDead(token.settled.verdict)
    case 'unknown-expiry':
      return !isOver(token) && token.expiry.known === 'unknown'
    case 'unchecked':
      return isUnanswered(token)
    default:
      return serviceOf(token.kind) === scope.slice('service:'.length)
  }
}

export function countAll(list: readonly TokenSummary[], judge: Judge, round: number): Overview {
  const scopes = { ...EMPTY_OVERVIEW.scopes }
  const services = new Map<string, number>()
  for (const token of list) {
    for (const scope of SCOPES) if (inScope(scope, token, judge)) scopes[scope] += 1
    const service = serviceOf(token.kind)
    services.set(service, (services.get(service) ?? 0) + 1)
  }
  return { scopes, services, round }
}
