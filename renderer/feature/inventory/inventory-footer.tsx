import { useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { isolate, useWords } from '../../i18n/intl'
import { moment } from '../../i18n/time'
import { useApp } from '../../store/hooks'
import { Button } from '../../ui/button'
import { TextField } from '../../ui/field'
import type { InventoryFlow } from './flow'
import s from './inventory.module.css'
import { useService } from './inventory-state'
import { isInUse } from './rules'

/** When it was listed, and the question before anything is deleted there. */
export function InventoryFooter({ flow }: { readonly flow: InventoryFlow }) {
  const words = useWords()
  const { listing, chosen, asking } = useStore(flow.store)
  if (listing === null) return null
  if (asking && chosen.size > 0) return <Question flow={flow} />
  return (
    <>
      <span className={s['when']}>
        {words.t('inventory.listed', {
          count: listing.entries.length,
          time: moment(words, listing.listedAt),
        })}
      </span>
      <Button
        icon="shield-x"
        aria-disabled={chosen.size === 0}
        onClick={() => flow.ask(chosen.size > 0)}
      >
        {words.t('inventory.revoke-chosen', { count: chosen.size })}
      </Button>
    </>
  )
}

/** Names what goes; a word has to be typed where something seems to use it. */
function Question({ flow }: { readonly flow: InventoryFlow }) {
  const app = useApp()
  const words = useWords()
  const { listing, chosen, busy } = useStore(flow.store)
  const now = useStore(app.session, (session) => session.minute)
  const service = useService(flow)
  const [typed, setTyped] = useState('')
  const entries = listing?.entries.filter(({ key }) => chosen.has(key)) ?? []
  const inUse = entries.filter((entry) => isInUse(entry, now)).length
  const untold = entries.some(({ tellsUse }) => !tellsUse)
  const word = words.t('inventory.word')
  const ready = inUse === 0 || typed.trim().toLowerCase() === word.toLowerCase()
  const cancel = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (inUse === 0) cancel.current?.focus()
  }, [inUse])
  const names = entries.map(({ name }) => isolate(name ?? words.t('inventory.nameless')))
  return (
    <form
      className={s['question']}
      aria-label={words.t('inventory.ask-title', { count: entries.length })}
      // Escape answers the question; what is chosen stays
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.stopPropagation()
        flow.ask(false)
      }}
      onSubmit={(event) => {
        event.preventDefault()
        if (ready) void flow.revoke()
      }}
    >
      <div className={s['ask']}>
        <p className={s['ask-title']}>
          {words.t('inventory.ask', { count: entries.length, service, name: names[0] ?? '' })}
        </p>
        {names.length > 1 && <p className={s['names']}>{names.join(', ')}</p>}
        <p className={s['names']}>
          {inUse > 0
            ? words.t('inventory.in-use', { count: inUse, total: entries.length })
            : untold
              ? words.t('inventory.use-untold', { service })
              : words.t('inventory.not-in-use')}
        </p>
        {inUse > 0 && (
          <TextField
            autoFocus
            label={words.t('inventory.type', { word: isolate(word) })}
            value={typed}
            maxLength={40}
            onChange={(event) => setTyped(event.target.value)}
          />
        )}
      </div>
      <div className={s['choice']}>
        <Button ref={cancel} onClick={() => flow.ask(false)}>
          {words.t('action.cancel')}
        </Button>
        <Button type="submit" look="danger" busy={busy === 'revoke'} aria-disabled={!ready}>
          {words.t('inventory.do-revoke', { count: entries.length })}
        </Button>
      </div>
    </form>
  )
}
