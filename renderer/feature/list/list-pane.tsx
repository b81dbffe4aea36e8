import { useStore } from 'zustand'
import { useWords } from '../../i18n/intl'
import { useApp } from '../../store/hooks'
import { ListState } from './list-state'
import s from './list-pane.module.css'
import { Progress } from './progress'
import { TokenList } from './token-list'
import { Toolbar } from './toolbar'

/** The middle of the window: search, progress of a run, and the tokens. */
export function ListPane({ inert }: { readonly inert: boolean }) {
  const app = useApp()
  const words = useWords()
  const count = useStore(app.listing, (listing) => listing.count)
  return (
    <main className={s['pane']} inert={inert} aria-label={words.t('list.label')}>
      <Toolbar />
      <Progress />
      {count === 0 ? <ListState /> : <TokenList />}
    </main>
  )
}
