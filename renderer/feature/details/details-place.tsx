import { lazy, Suspense, useEffect } from 'react'
import { useStore } from 'zustand'
import { useWords } from '../../i18n/intl'
import { useApp, useToken } from '../../store/hooks'
import { Icon } from '../../ui/icon'
import s from './details-place.module.css'

const load = () => import('./details-pane')
const DetailsPane = lazy(() => load().then((module) => ({ default: module.DetailsPane })))

/** After the list is shown; nobody chooses a token sooner. */
const SOON = 400

/** The right of the window. `page`: it covers the list. */
export function DetailsPlace({ page }: { readonly page: boolean }) {
  const app = useApp()
  const active = useStore(app.view, (view) => view.active)
  const token = useToken(active)
  useEffect(() => app.env.after(SOON, () => void load()), [app])
  if (token === null) return <Nothing />
  return (
    <Suspense fallback={<div className={s['blank']} />}>
      <DetailsPane token={token} page={page} />
    </Suspense>
  )
}

function Nothing() {
  const words = useWords()
  return (
    <section className={s['nothing']} aria-label={words.t('details.none-label')}>
      <Icon name="key" size={26} />
      <p>{words.t('details.none')}</p>
    </section>
  )
}
