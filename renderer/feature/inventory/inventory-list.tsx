import { useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { useWords } from '../../i18n/intl'
import { Button } from '../../ui/button'
import { EntryRow } from './entry-row'
import type { InventoryFlow } from './flow'
import s from './inventory.module.css'
import { arranged, entriesOf } from './rules'

/** So many rows are drawn at first; an account with more is rare. */
const FIRST = 200

export function InventoryList({ flow }: { readonly flow: InventoryFlow }) {
  const words = useWords()
  const { listing, filter, asking } = useStore(flow.store)
  const box = useRef<HTMLDivElement>(null)
  // what had the focus went away: a form, a question, a row
  useEffect(() => {
    if (document.activeElement === document.body) box.current?.focus({ preventScroll: true })
  }, [listing, asking])
  const [most, setMost] = useState(FIRST)
  const entries = arranged(entriesOf(listing?.entries ?? [], filter))
  if (entries.length === 0) return <p className={s['none']}>{words.t('inventory.none-fits')}</p>
  return (
    // nothing in a row may take the focus, and the list has to be scrolled by keys too
    <div
      ref={box}
      className={s['scroll']}
      tabIndex={0}
      role="group"
      aria-label={words.t('inventory.list')}
    >
      <ul className={s['list']}>
        {entries.slice(0, most).map((entry) => (
          <EntryRow key={entry.key} entry={entry} flow={flow} />
        ))}
      </ul>
      {entries.length > most && (
        <Button look="link" onClick={() => setMost(most + FIRST)}>
          {words.t('inventory.more', { count: entries.length - most })}
        </Button>
      )}
    </div>
  )
}
