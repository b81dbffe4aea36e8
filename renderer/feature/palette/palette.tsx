import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import type { App } from '../../store/app'
import { isStroke, showKeys } from '../../command/keys'
import { useWords } from '../../i18n/intl'
import { useApp } from '../../store/hooks'
import { Icon } from '../../ui/icon'
import { Spotlight } from '../../ui/spotlight'
import { entryId, findEntries, type Entry, type Group } from './entries'
import { EntryRow } from './entry-row'
import s from './palette.module.css'

const LIST = 'palette-list'

/** Everything that can be done, and every token, by a few letters. */
export function Palette() {
  const app = useApp()
  const words = useWords()
  const [query, setQuery] = useState('')
  // never a step behind what was typed: Enter runs what is on top
  const groups = findEntries(app, words, query)
  const entries = groups.flatMap((group) => group.entries)
  const [picked, setPicked] = useState<string | null>(null)
  const at = Math.max(
    0,
    entries.findIndex((entry) => entryId(entry) === picked),
  )
  const active = entries[at]
  const run = useRun(app)

  useEffect(() => {
    if (active) document.getElementById(entryId(active))?.scrollIntoView({ block: 'nearest' })
  }, [active])

  const move = (to: number): void => {
    const next = entries[(to + entries.length) % entries.length]
    if (next) setPicked(entryId(next))
  }
  const pick = (how: 'open' | 'copy'): void => {
    if (active) run(active, how)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return
    const to = target(event, at, entries.length)
    if (to !== null) move(to)
    else if (isStroke('Mod+K', event)) app.act.closeOverlay()
    else if (isStroke('Enter', event)) pick('open')
    else if (isStroke('Mod+Enter', event)) pick('copy')
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <Spotlight label={words.t('command.palette')} onClose={app.act.closeOverlay}>
      <div className={s['field']}>
        <Icon name="search" size={16} />
        <input
          className={s['input']}
          type="text"
          role="combobox"
          aria-label={words.t('command.palette-label')}
          aria-expanded
          aria-controls={LIST}
          aria-autocomplete="list"
          aria-activedescendant={active && entryId(active)}
          placeholder={words.t('command.palette-placeholder')}
          autoComplete="off"
          spellCheck={false}
          dir="auto"
          autoFocus
          value={query}
          maxLength={200}
          onChange={(event) => {
            setQuery(event.target.value)
            setPicked(null)
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <Found groups={groups} active={active} onPick={run} onPoint={setPicked} />
      <Keys active={active} />
    </Spotlight>
  )
}

function Found({
  groups,
  active,
  onPick,
  onPoint,
}: {
  readonly groups: readonly Group[]
  readonly active: Entry | undefined
  readonly onPick: (entry: Entry, how: 'open' | 'copy') => void
  readonly onPoint: (id: string) => void
}) {
  const words = useWords()
  return (
    <>
      <div id={LIST} role="listbox" aria-label={words.t('command.palette')} className={s['list']}>
        {groups.map((group) => {
          const name = words.t(
            group.id === 'tokens' ? 'command.palette-tokens' : `command.group-${group.id}`,
          )
          return (
            <div key={group.id} role="group" aria-label={name} className={s['group']}>
              <p className={s['heading']} aria-hidden>
                {name}
              </p>
              {group.entries.map((entry) => (
                <EntryRow
                  key={entryId(entry)}
                  entry={entry}
                  active={entry === active}
                  onPick={onPick}
                  onPoint={onPoint}
                />
              ))}
            </div>
          )
        })}
      </div>
      <p className={groups.length === 0 ? s['none'] : 'visually-hidden'} role="status">
        {groups.length === 0 && words.t('command.palette-none')}
      </p>
    </>
  )
}

/** The keys that do something with the entry that is active. */
function Keys({ active }: { readonly active: Entry | undefined }) {
  const words = useWords()
  if (!active) return null
  const token = active.type === 'token'
  return (
    <footer className={s['keys']} id="palette-keys">
      <span>
        <kbd>{showKeys('Enter')}</kbd> {words.t(token ? 'palette.open' : 'palette.run')}
      </span>
      {token && (
        <span>
          <kbd>{showKeys('Mod+Enter')}</kbd> {words.t('command.copy')}
        </span>
      )}
    </footer>
  )
}

function target(event: KeyboardEvent, at: number, count: number): number | null {
  if (count === 0) return null
  if (isStroke('ArrowDown', event)) return at + 1
  if (isStroke('ArrowUp', event)) return at - 1
  if (isStroke('PageDown', event)) return Math.min(count - 1, at + 8)
  if (isStroke('PageUp', event)) return Math.max(0, at - 8)
  return null
}

/** Closes the palette, gives the focus back to where it was, and then does what was chosen. */
function useRun(app: App): (entry: Entry, how: 'open' | 'copy') => void {
  const [before] = useState(() => document.activeElement)
  const done = useRef(false)
  return (entry, how) => {
    if (done.current) return
    done.current = true
    app.act.closeOverlay()
    app.env.after(0, () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus()
      if (entry.type === 'command') entry.command.run(app)
      else if (how === 'copy') void app.act.copy(entry.token.id)
      else app.act.reveal(entry.token.id)
    })
  }
}
