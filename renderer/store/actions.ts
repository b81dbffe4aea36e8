import type { Input } from '../../shared/contract/index'
import type { AppError } from '../../shared/error'
import { cutPaste } from '../../shared/model/limit'
import type { KindId } from '../../shared/model/kind'
import type { PageId, ServerRef } from '../../shared/model/service'
import type { RotationView } from '../../shared/contract/rotation'
import type { Settings } from '../../shared/model/settings'
import type { Orphan, TokenId, TokenSummary } from '../../shared/model/token'
import { checkActions } from './act-check'
import { exchangeActions } from './act-exchange'
import { placeActions } from './act-place'
import { manyActions } from './act-many'
import { secretActions } from './act-secret'
import { selectionActions } from './act-select'
import { vaultActions } from './act-vault'
import type { BatchStore } from './batch'
import type { ChecksStore } from './checks'
import type { ClipboardStore } from './clipboard'
import { loadDetails, type DetailsStore } from './details'
import type { Env } from './env'
import type { ExchangesStore } from './exchanges'
import { isListed, type ListingStore, type View, type ViewStore } from './listing'
import type { Overlay, OverlayStore } from './overlay'
import { faultOf } from './fault'
import { paramsOf } from './params'
import { putRotation, type RotationsStore } from './rotations'
import type { SelectionStore } from './selection'
import type { SessionStore } from './session'
import type { Toaster } from './toasts'
import { applyChange, type TokensStore } from './tokens'

/** The stores that actions work on. */
export interface Parts {
  readonly session: SessionStore
  readonly tokens: TokensStore
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
  readonly toaster: Toaster
}

/** Takes a row over that a call answered with. */
export type Absorb = (token: TokenSummary) => void

export type Actions = ReturnType<typeof createActions>

export function createActions(env: Env, parts: Parts) {
  const { bridge } = env
  const absorb: Absorb = (token) =>
    parts.tokens.setState((before) => applyChange(before, { upserted: [token], removed: [] }))
  const failed = (error: AppError): void => parts.toaster.error(error.code, paramsOf(error))

  const secrets = secretActions(env, parts, absorb)

  return {
    ...viewActions(env, parts),
    ...selectionActions(parts),
    ...vaultActions(env, parts),
    ...manyActions(env, parts, absorb),
    ...secrets,
    ...exchangeActions(env, parts, secrets.clearClipboard),
    ...checkActions(env, parts, absorb),
    ...placeActions(env, parts, absorb),
    absorb,
    /** The same for what a rotation moved to. */
    absorbMove({ token, rotation }: { token: TokenSummary; rotation: RotationView }): void {
      absorb(token)
      putRotation(parts.rotations, { id: token.id, rotation })
    },
    failed,

    /** The user has seen to what may be left on the platform. */
    async dismissOrphan(id: TokenId, orphan: Orphan): Promise<void> {
      const answer = await bridge.call('orphan.dismiss', { id, orphan })
      if (answer.ok) absorb(answer.value)
      else failed(answer.error)
    },

    /** Answers the new row, or null after saying what went wrong. */
    async edit(
      id: TokenId,
      change: Omit<Input<'token.edit'>, 'id' | 'version'>,
    ): Promise<TokenSummary | null> {
      const token = parts.tokens.getState().byId.get(id)
      if (!token) return null
      const answer = await bridge.call('token.edit', { id, version: token.version, ...change })
      if (!answer.ok) {
        failed(answer.error)
        return null
      }
      absorb(answer.value)
      return answer.value
    },

    async openPage(page: PageId, kind: KindId, at: { server: ServerRef; token: TokenId | null }) {
      const answer = await bridge.call('platform.openPage', { page, kind, ...at })
      if (!answer.ok) failed(answer.error)
    },

    async saveSettings(change: Partial<Settings>): Promise<void> {
      const before = parts.session.getState().settings
      if (before) parts.session.setState({ settings: { ...before, ...change } })
      const answer = await bridge.call('settings.set', change)
      parts.session.setState({ settings: answer.ok ? answer.value : before })
      if (!answer.ok) failed(answer.error)
    },

    /** Something else than this window's settings changed them. */
    async loadSettings(): Promise<void> {
      const answer = await bridge.call('settings.get', null)
      if (answer.ok) parts.session.setState({ settings: answer.value })
    },

    async retryVault(): Promise<void> {
      const before = parts.session.getState().vault?.state
      parts.toaster.drop('vault')
      const answer = await bridge.call('vault.retry', null)
      if (!answer.ok) {
        failed(answer.error)
        return
      }
      parts.session.setState({ vault: answer.value })
      // the same screen again would look as if nothing had been tried
      if (answer.value.state === before) {
        parts.toaster.show({ key: 'vault', message: 'toast.still-shut' })
      }
    },

    async setVaultAside(): Promise<void> {
      const answer = await bridge.call('vault.setAside', { confirm: 'set-aside' })
      if (answer.ok) parts.session.setState({ vault: answer.value })
      else failed(answer.error)
    },

    async showDataFolder(): Promise<void> {
      const answer = await bridge.call('app.showDataFolder', null)
      if (!answer.ok) failed(answer.error)
    },

    /** Tells the log where the window broke; answers the line's id, if there is one. */
    async reportFault(cause: unknown): Promise<string | null> {
      const answer = await bridge.call('app.reportFault', faultOf(cause))
      return answer.ok ? answer.value.log : null
    },

    reload: (): void => void bridge.call('app.reload', null),

    async openSource(kind: KindId, index: number): Promise<void> {
      const answer = await bridge.call('app.openSource', { kind, index })
      if (!answer.ok) failed(answer.error)
    },
  }
}

function viewActions(env: Env, parts: Parts) {
  const { view, listing, overlay } = parts
  return {
    look(change: Partial<Pick<View, 'scope' | 'query' | 'sort' | 'grouped'>>): void {
      view.setState(change)
      if (change.scope === undefined && change.query === undefined) return
      // what the user has looked away from is no longer what a key acts on; a token that leaves the
      // list by a change of its own stays
      const { active } = view.getState()
      if (active !== null && !isListed(listing.getState(), active))
        view.setState({ active: null, detailsOpen: false, renaming: false })
    },
    /** Shows a token's details; `open` also uncovers them in a narrow window. */
    select(id: TokenId | null, open = false): void {
      view.setState((before) => ({
        active: id,
        detailsOpen: open || before.detailsOpen,
        renaming: before.renaming && before.active === id,
      }))
    },
    closeDetails(): void {
      view.setState({ detailsOpen: false, renaming: false })
    },
    rename(renaming: boolean): void {
      view.setState(renaming ? { renaming, detailsOpen: true } : { renaming })
    },
    /** Makes sure that a token can be seen, whatever is filtered. */
    reveal(id: TokenId): void {
      const seen = isListed(listing.getState(), id)
      view.setState({
        active: id,
        detailsOpen: true,
        ...(seen ? {} : { scope: 'all' as const, query: '' }),
      })
    },
    loadDetails: (token: TokenSummary): Promise<void> => loadDetails(env, parts.details, token),
    openOverlay: (next: Overlay): void => overlay.setState(next, true),
    /** A guide that was opened from the view of all that is open goes back to it. */
    /** A guide of a queue gives way to what it is a part of. */
    closeOverlay: (): void => {
      const before = overlay.getState()
      overlay.setState(('from' in before ? before.from : undefined) ?? { name: 'none' }, true)
    },
    openAdd: (): void => overlay.setState({ name: 'add', opening: null }, true),
    /** The same from another view, which comes back after it. */
    openAddFrom: (from: Overlay): void =>
      overlay.setState({ name: 'add', opening: null, from }, true),
    /** Sends a paste off at once; the text is kept nowhere in the window. */
    pasteAdd(text: string): void {
      const opening = env.bridge.call('draft.open', { text: cutPaste(text) })
      overlay.setState({ name: 'add', opening }, true)
    },
  }
}
