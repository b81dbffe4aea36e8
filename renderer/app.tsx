import { lazy, Suspense, useEffect, useRef } from 'react'
import { useStore } from 'zustand'
import { whenIdle } from './bridge'
import { listenToKeys } from './command/listen'
import { Boundary } from './feature/crash/boundary'
import { MainScreen } from './feature/main-screen'
import { Toasts } from './feature/toast/toasts'
import { useApp } from './store/hooks'
import type { Overlay } from './store/overlay'
import { TipLayer } from './ui/tip'

const VaultScreen = lazy(() =>
  import('./feature/vault/vault-screen').then((module) => ({ default: module.VaultScreen })),
)
const LockedScreen = lazy(() =>
  import('./feature/vault/locked-screen').then((module) => ({ default: module.LockedScreen })),
)
const loadOverlays = () => import('./feature/overlays')
const Overlays = lazy(() => loadOverlays().then((module) => ({ default: module.Overlays })))

/** How long the start is left alone, ms, before what a key may open is loaded. */
const QUIET = 1000

/** What the window can be a small one for, above the browser. */
const BESIDE: readonly Overlay['name'][] = ['rotate', 'revoke', 'rotations']

export function App() {
  const app = useApp()
  return (
    <Boundary onCrash={(cause) => void app.act.reportFault(cause)}>
      <Content />
    </Boundary>
  )
}

/** Where nothing takes the focus back after a dialog, the list does: keys go on from there. */
function useListFocus(overlaid: boolean): void {
  const before = useRef(overlaid)
  useEffect(() => {
    const closed = before.current && !overlaid
    before.current = overlaid
    if (!closed) return
    // the dialog gives the focus back in a frame of its own
    const frame = requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        if (document.activeElement !== document.body) return
        document.querySelector<HTMLElement>('[role="grid"]')?.focus({ preventScroll: true })
      }),
    )
    return () => cancelAnimationFrame(frame)
  }, [overlaid])
}

/** The window: the tokens, or what keeps the vault shut; and what lies over both. */
function Content() {
  const app = useApp()
  const state = useStore(app.session, (session) => session.vault?.state ?? 'opening')
  const theme = useStore(app.session, (session) => session.settings?.theme ?? 'system')
  const overlaid = useStore(app.overlay, (overlay) => overlay.name !== 'none')
  const beside = useStore(app.overlay, (overlay) => BESIDE.includes(overlay.name))

  useEffect(() => listenToKeys(app), [app])
  useEffect(() => {
    let cancel = app.env.after(QUIET, () => {
      cancel = whenIdle(() => void loadOverlays().then(({ preload }) => preload()))
    })
    return () => cancel()
  }, [app])
  useEffect(() => {
    document.documentElement.dataset['theme'] = theme
  }, [theme])

  // the window comes back to its full size with the end of what it stood beside a page for
  useEffect(() => {
    if (!beside) void app.act.companion(false)
  }, [app, beside])

  useListFocus(overlaid)

  const shut = state !== 'open' && state !== 'opening'
  return (
    <>
      {shut ? (
        <Suspense>{state === 'locked' ? <LockedScreen /> : <VaultScreen state={state} />}</Suspense>
      ) : (
        <MainScreen />
      )}
      {overlaid && (
        <Suspense>
          <Overlays />
        </Suspense>
      )}
      <Toasts />
      <TipLayer />
    </>
  )
}
