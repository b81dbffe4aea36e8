import { lazy, Suspense, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { findCommand, runCommand } from '../../command/commands'
import { SEARCH_ID } from '../../command/search-id'
import { keysOf } from '../../command/show'
import { useWords } from '../../i18n/intl'
import { useApp, useSlim } from '../../store/hooks'
import { SORTS } from '../../store/listing'
import { Button, IconButton } from '../../ui/button'
import { Icon } from '../../ui/icon'
import { SlimMenu } from '../sidebar/slim-menu'
import s from './toolbar.module.css'

const PopupMenu = lazy(() =>
  import('../../ui/menu').then((module) => ({ default: module.PopupMenu })),
)

export function Toolbar() {
  const app = useApp()
  const words = useWords()
  const slim = useSlim()
  return (
    <div className={s['bar']}>
      {slim && <SlimMenu />}
      <SearchField />
      <SortMenu />
      <CheckAll />
      {slim && (
        <Button
          look="primary"
          icon="plus"
          aria-label={words.t('action.add')}
          onClick={app.act.openAdd}
        />
      )}
    </div>
  )
}

/** Keeps the focus while it cannot be used: it is what was pressed. */
function CheckAll() {
  const app = useApp()
  const words = useWords()
  // what the command looks at
  useStore(app.tokens, (tokens) => tokens.list.length > 0)
  useStore(app.checks, (checks) => checks.run?.state)
  return (
    <IconButton
      icon="refresh"
      label={words.t('action.check-all')}
      keys={keysOf('token.check-all')}
      aria-disabled={findCommand('token.check-all')?.enabled(app) !== true}
      onClick={() => runCommand(app, 'token.check-all')}
    />
  )
}

function SearchField() {
  const app = useApp()
  const words = useWords()
  const query = useStore(app.view, (view) => view.query)
  const toList = (): void => document.getElementById('token-list')?.focus()
  return (
    <div className={s['search']} role="search">
      <Icon name="search" size={15} className={s['glass']} />
      <input
        id={SEARCH_ID}
        type="search"
        className={s['input']}
        aria-label={words.t('list.search')}
        placeholder={words.t('list.search-hint')}
        value={query}
        maxLength={500}
        autoComplete="off"
        spellCheck={false}
        dir="auto"
        onChange={(event) => app.act.look({ query: event.target.value })}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown' || event.key === 'Enter') {
            event.preventDefault()
            toList()
          } else if (event.key === 'Escape') {
            event.stopPropagation()
            if (query === '') toList()
            else app.act.look({ query: '' })
          }
        }}
      />
      {query === '' ? (
        <kbd className={s['hint']} aria-hidden>
          /
        </kbd>
      ) : (
        <IconButton
          icon="x"
          size="small"
          label={words.t('list.search-clear')}
          className={s['clear']}
          onClick={() => {
            app.act.look({ query: '' })
            document.getElementById(SEARCH_ID)?.focus()
          }}
        />
      )}
    </div>
  )
}

function SortMenu() {
  const app = useApp()
  const words = useWords()
  const button = useRef<HTMLButtonElement>(null)
  const [open, setOpen] = useState(false)
  const sort = useStore(app.view, (view) => view.sort)
  const grouped = useStore(app.view, (view) => view.grouped)
  return (
    <>
      <IconButton
        ref={button}
        icon="sort"
        label={words.t('list.sort')}
        aria-haspopup="menu"
        aria-expanded={open}
        onClick={() => setOpen(true)}
      />
      {open && (
        <Suspense>
          <PopupMenu
            anchor={button}
            label={words.t('list.sort')}
            onClose={() => setOpen(false)}
            sections={[
              SORTS.map((id) => ({
                id,
                label: words.t(`list.sort-${id}`),
                checked: sort === id,
                run: () => app.act.look({ sort: id }),
              })),
              [
                {
                  id: 'grouped',
                  label: words.t('list.grouped'),
                  checked: grouped,
                  run: () => app.act.look({ grouped: !grouped }),
                },
              ],
            ]}
          />
        </Suspense>
      )}
    </>
  )
}
