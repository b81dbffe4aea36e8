import { useEffect } from 'react'
import { useStore } from 'zustand'
import { markUsable } from '../bridge'
import { useWords } from '../i18n/intl'
import { useApp, useNarrow, useSlim } from '../store/hooks'
import { cx } from '../ui/cx'
import { DetailsPlace } from './details/details-place'
import { ListPane } from './list/list-pane'
import s from './main-screen.module.css'
import { Sidebar } from './sidebar/sidebar'

/** Side bar, list and details; in a narrow window the details cover the list. */
export function MainScreen() {
  const app = useApp()
  const words = useWords()
  const narrow = useNarrow()
  const slim = useSlim()
  const shown = useStore(app.view, (view) => view.detailsOpen && view.active !== null)
  const covered = narrow && shown
  // with nothing to show details of, the list has the room
  const loaded = useStore(app.tokens, (tokens) => tokens.loaded)
  const empty = useStore(app.tokens, (tokens) => tokens.loaded && tokens.list.length === 0)
  useEffect(() => {
    if (loaded) markUsable()
  }, [loaded])
  return (
    <div className={cx(s['screen'], slim && s['slim'])}>
      {!slim && <Sidebar />}
      <main className={cx(s['main'], (narrow || empty) && s['single'])}>
        {slim && <h1 className="visually-hidden">{words.t('app.name')}</h1>}
        <ListPane inert={covered} />
        {(narrow ? covered : !empty) && <DetailsPlace page={covered} />}
      </main>
    </div>
  )
}
