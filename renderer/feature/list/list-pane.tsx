import { useStore } from 'zustand'
import { useApp } from '../../store/hooks'
import { Damage } from './damage'
import { ListState } from './list-state'
import s from './list-pane.module.css'
import { Progress } from './progress'
import { SelectionBar } from './selection-bar'
import { TokenList } from './token-list'
import { Toolbar } from './toolbar'

/** The middle of the window: search, progress of a run, and the tokens. */
export function ListPane({ inert }: { readonly inert: boolean }) {
  const app = useApp()
  const count = useStore(app.listing, (listing) => listing.count)
  return (
    <div className={s['pane']} inert={inert}>
      <Toolbar />
      <Damage />
      <Progress />
      <SelectionBar />
      {count === 0 ? <ListState /> : <TokenList />}
    </div>
  )
}
