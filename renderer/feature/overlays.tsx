import { lazy, Suspense, useEffect } from 'react'
import { useStore } from 'zustand'
import { assertNever } from '../../shared/assert'
import type { TokenId, TokenSummary } from '../../shared/model/token'
import { useApp, useToken } from '../store/hooks'
import type { Overlay } from '../store/overlay'
import { CloseGuard } from './close-guard'
import { NothingToShow } from './nothing-to-show'

const AcceptDialog = lazy(() =>
  import('./vault/accept-dialog').then((m) => ({ default: m.AcceptDialog })),
)
const AddDialog = lazy(() => import('./add/add-dialog').then((m) => ({ default: m.AddDialog })))
const AuditDialog = lazy(() =>
  import('./audit/audit-dialog').then((m) => ({ default: m.AuditDialog })),
)
const ExportDialog = lazy(() =>
  import('./transfer/export-dialog').then((m) => ({ default: m.ExportDialog })),
)
const ForgetDialog = lazy(() =>
  import('./forget-dialog').then((m) => ({ default: m.ForgetDialog })),
)
const HelpDialog = lazy(() => import('./help/help-dialog').then((m) => ({ default: m.HelpDialog })))
const ImportDialog = lazy(() =>
  import('./transfer/import-dialog').then((m) => ({ default: m.ImportDialog })),
)
const InventoryDialog = lazy(() =>
  import('./inventory/inventory-dialog').then((m) => ({ default: m.InventoryDialog })),
)
const loadPalette = () => import('./palette/palette')
const Palette = lazy(() => loadPalette().then((m) => ({ default: m.Palette })))
const ManyDialog = lazy(() =>
  import('./rotation/many-dialog').then((m) => ({ default: m.ManyDialog })),
)
const ManyProgress = lazy(() =>
  import('./rotation/many-progress').then((m) => ({ default: m.ManyProgress })),
)
const RevokeDialog = lazy(() =>
  import('./guide/revoke-dialog').then((m) => ({ default: m.RevokeDialog })),
)
const RotateDialog = lazy(() =>
  import('./guide/rotate-dialog').then((m) => ({ default: m.RotateDialog })),
)
const ServerDialog = lazy(() =>
  import('./details/server-dialog').then((m) => ({ default: m.ServerDialog })),
)
const SettingsDialog = lazy(() =>
  import('./settings/settings-dialog').then((m) => ({ default: m.SettingsDialog })),
)
const RestoreDialog = lazy(() =>
  import('./vault/restore-dialog').then((m) => ({ default: m.RestoreDialog })),
)
const VaultDialog = lazy(() =>
  import('./vault-care/vault-dialog').then((m) => ({ default: m.VaultDialog })),
)
const TokenMenu = lazy(() => import('./token-menu').then((m) => ({ default: m.TokenMenu })))

/** Loads what most of them are made of before anybody waits for it. */
export const preload = (): Promise<unknown> => loadPalette()

/** What lies over the list; each part is loaded when it is first opened. */
export function Overlays() {
  const overlay = useStore(useApp().overlay)
  return (
    <Suspense>
      <CloseGuard />
      <Open overlay={overlay} />
      <Arrived overlay={overlay} />
    </Suspense>
  )
}

/** Says that an overlay is drawn: its effect waits for what is loaded beside it. */
function Arrived({ overlay }: { readonly overlay: Overlay }) {
  const { arrival } = useApp()
  useEffect(() => arrival.setState({ overlay }), [arrival, overlay])
  return null
}

function Open({ overlay }: { readonly overlay: Overlay }) {
  switch (overlay.name) {
    case 'none':
      return null
    case 'add':
      return <AddDialog opening={overlay.opening} />
    case 'rotate':
      return <OfToken id={overlay.id} render={(token) => <RotateDialog token={token} />} />
    case 'revoke':
      return <OfToken id={overlay.id} render={(token) => <RevokeDialog token={token} />} />
    case 'many':
      return <ManyDialog what={overlay.what} ids={overlay.ids} />
    case 'rotations':
      return <ManyProgress />
    case 'forget':
      return <OfToken id={overlay.id} render={(token) => <ForgetDialog token={token} />} />
    case 'server':
      return <OfToken id={overlay.id} render={(token) => <ServerDialog token={token} />} />
    case 'menu':
      return (
        <OfToken
          id={overlay.id}
          render={(token) => <TokenMenu token={token} point={overlay.point} />}
        />
      )
    case 'inventory':
      return <InventoryDialog token={overlay.id} />
    case 'audit':
      return <AuditDialog token={overlay.id} />
    case 'vault':
      return <VaultDialog />
    case 'accept':
      return <AcceptDialog />
    case 'restore':
      return <Restore />
    case 'import':
      return <ImportDialog />
    case 'export':
      return <ExportDialog />
    case 'settings':
      return <SettingsDialog />
    case 'palette':
      return <Palette />
    case 'help':
      return <HelpDialog />
    default:
      return assertNever(overlay)
  }
}

function Restore() {
  return <RestoreDialog onClose={useApp().act.closeOverlay} />
}

/** A token that is gone meanwhile takes its dialog along. */
function OfToken({
  id,
  render,
}: {
  readonly id: TokenId
  readonly render: (token: TokenSummary) => React.ReactNode
}) {
  const token = useToken(id)
  return token ? render(token) : <NothingToShow />
}
