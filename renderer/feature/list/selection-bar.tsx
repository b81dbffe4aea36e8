import { useStore } from 'zustand'
import { useWords } from '../../i18n/intl'
import { useApp } from '../../store/hooks'
import { Button, IconButton } from '../../ui/button'
import s from './selection-bar.module.css'

/** How many tokens are marked, and what can be done with all of them. */
export function SelectionBar() {
  const app = useApp()
  const words = useWords()
  const ids = useStore(app.selection, (selection) => selection.ids)
  const items = useStore(app.listing, (listing) => listing.items)
  const running = useStore(app.checks, (checks) => checks.run?.state === 'running')
  if (ids.size === 0) return null
  const listed = items.filter((item) => item.type === 'token' && ids.has(item.token.id)).length
  const clear = (): void => {
    app.act.unmark()
    document.getElementById('token-list')?.focus()
  }
  return (
    <div className={s['bar']} role="group" aria-label={words.t('select.label')}>
      <span className={s['count']} role="status">
        {words.t('select.count', { count: ids.size, hidden: ids.size - listed })}
      </span>
      <Button size="small" onClick={() => app.act.openMany('rotate')}>
        {words.t('command.rotate')}
      </Button>
      <Button size="small" onClick={() => app.act.openMany('revoke')}>
        {words.t('command.revoke')}
      </Button>
      <Button size="small" aria-disabled={running} onClick={() => void app.act.checkMany([...ids])}>
        {words.t('select.check')}
      </Button>
      <IconButton
        size="small"
        icon="x"
        label={words.t('select.clear')}
        keys="Esc"
        onClick={clear}
      />
    </div>
  )
}
