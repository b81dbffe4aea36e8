import type { TokenId, TokenSummary } from '../../shared/model/token'
import { createActions, type Actions } from './actions'
import { createBatch, type BatchStore } from './batch'
import { createChecks, type ChecksStore } from './checks'
import { createClipboard, type ClipboardStore } from './clipboard'
import { createClosing, type ClosingStore } from './closing'
import { createDetails, type DetailsStore } from './details'
import type { Env } from './env'
import { createExchanges, type ExchangesStore } from './exchanges'
import {
  arrange,
  createListing,
  createSorter,
  createView,
  type ListingStore,
  type ViewStore,
} from './listing'
import { createNames } from './names'
import { createArrival, createOverlay, type ArrivalStore, type OverlayStore } from './overlay'
import { countAll, createJudge, createOverview, type Judge, type OverviewStore } from './overview'
import { createRotations, type RotationsStore } from './rotations'
import { createSearchTexts, lazily, type Names, type Searched } from './search'
import { createSelection, kept, type SelectionStore } from './selection'
import { createSession, type SessionStore } from './session'
import { createToaster, type Toaster } from './toasts'
import { createTokens, type TokensStore } from './tokens'

/** The state of the window, one store a concern, and what can be done with it. */
export interface App {
  readonly env: Env
  readonly names: Names
  readonly session: SessionStore
  readonly tokens: TokensStore
  readonly overview: OverviewStore
  readonly view: ViewStore
  readonly listing: ListingStore
  readonly details: DetailsStore
  readonly checks: ChecksStore
  readonly selection: SelectionStore
  readonly rotations: RotationsStore
  readonly batch: BatchStore
  readonly clipboard: ClipboardStore
  readonly exchanges: ExchangesStore
  readonly overlay: OverlayStore
  readonly arrival: ArrivalStore
  readonly closing: ClosingStore
  readonly toaster: Toaster
  readonly act: Actions
  /** How loud tokens are at the present minute. */
  judge(): Judge
  token(id: TokenId | null): TokenSummary | null
}

/** Builds the stores and keeps what is derived in step with what it is derived from. */
export function createApp(env: Env): App {
  const session = createSession(env.now())
  const tokens = createTokens()
  const overview = createOverview()
  const view = createView()
  const listing = createListing()
  const names = createNames(env.words, session)
  const parts = {
    session,
    tokens,
    view,
    details: createDetails(),
    checks: createChecks(),
    selection: createSelection(),
    rotations: createRotations(),
    batch: createBatch(),
    clipboard: createClipboard(),
    exchanges: createExchanges(),
    overlay: createOverlay(),
    toaster: createToaster(env),
  }

  let judge = createJudge(env.now())
  let textOf = createSearchTexts(names)
  const sort = createSorter((token) => judge.of(token).due?.at ?? null)
  let sorted: Searched[] = []

  const list = (): void => {
    const services = session.getState().services.map((service) => service.id)
    listing.setState(arrange(sorted, view.getState(), { judge, names, services }))
  }
  const recount = (): void => {
    overview.setState((before) => countAll(tokens.getState().list, judge, before.round + 1))
  }
  const resort = (): void => {
    const make = textOf
    sorted = sort(tokens.getState().list, view.getState().sort).map((token) => lazily(token, make))
  }

  tokens.subscribe((now, before) => {
    if (now.list === before.list) return
    parts.selection.setState((marks) => kept(marks, (id) => now.byId.has(id)))
    resort()
    recount()
    list()
  })
  session.subscribe((now, before) => {
    if (now.services !== before.services) {
      textOf = createSearchTexts(names)
      resort()
    }
    if (now.minute !== before.minute) {
      judge = createJudge(now.minute)
      recount()
    }
    if (now.services !== before.services || now.minute !== before.minute) list()
  })
  view.subscribe((now, before) => {
    if (now.sort !== before.sort) resort()
    const changed =
      now.sort !== before.sort ||
      now.scope !== before.scope ||
      now.query !== before.query ||
      now.grouped !== before.grouped
    if (changed) list()
  })

  return {
    env,
    names,
    arrival: createArrival(),
    overview,
    listing,
    closing: createClosing(),
    ...parts,
    act: createActions(env, { ...parts, listing }),
    judge: () => judge,
    token: (id) => (id === null ? null : (tokens.getState().byId.get(id) ?? null)),
  }
}
