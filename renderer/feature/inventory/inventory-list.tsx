import { useStore } from 'zustand'
import { useWords } from '../../i18n/intl'
import { Button } from '../../ui/button'
import { useState } from 'react'
import { EntryRow } from './entry-row'
import type { InventoryFlow } from './flow'
import s from './inventory.module.css'
import { arranged, entriesOf } from './rules'

/** So many rows are drawn at first; an account with more is rare. */
const FIRST = 200

export function InventoryList({ flow }: { readonly flow: InventoryFlow }) {
  const words = useWords()
  const { listing, filter } = useStore(flow.store)
  const [most, setMost] = useState(FIRST)
  const entries = arranged(entriesOf(listing?.entries ?? [], filter))
  if (entries.length === 0) return <p className={s['none']}>{words.t('inventory.none-fits')}</p>
  return (
    // nothing in a row may take the focus, and the list has to be scrolled by keys too
    <div className={s['scroll']} tabIndex={0} role="group" aria-label={words.t('inventory.list')}>
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
