import { useStore } from 'zustand'
import { useWords } from '../../i18n/intl'
import { useApp } from '../../store/hooks'
import { Button } from '../../ui/button'
import { cx } from '../../ui/cx'
import { Icon } from '../../ui/icon'
import { Select } from '../../ui/select'
import type { InventoryFlow } from './flow'
import s from './inventory.module.css'
import { placeName } from './place-name'
import { countOf, FILTERS, FLAG_ICONS, type Filter } from './rules'

/** Which place, what of it, and the way to look again. */
export function InventoryBar({ flow }: { readonly flow: InventoryFlow }) {
  const app = useApp()
  const words = useWords()
  const { places, id, listing, busy } = useStore(flow.store)
  const place = usePlace(flow)
  if (!places || places.length === 0 || id === null) return null
  return (
    <div className={s['bar']}>
      {places.length > 1 && place && (
        <Select
          label={words.t('inventory.where')}
          hideLabel
          value={place.id}
          options={places.map((each) => ({
            id: each.id,
            label: placeName({ app, words }, each),
            note: words.t(`inventory.way-${each.mode}`),
          }))}
          onChange={(chosen) => void flow.show(chosen)}
        />
      )}
      {places.length === 1 && place && (
        <strong className={s['place']}>{placeName({ app, words }, place)}</strong>
      )}
      {listing && <Filters flow={flow} />}
      {listing && (
        <span className={s['again']}>
          <Button icon="refresh" busy={busy === 'list'} onClick={() => void flow.list()}>
            {words.t('inventory.again')}
          </Button>
          {place?.mode === 'signed-in' && (
            <Button look="quiet" onClick={() => void flow.signOut()}>
              {words.t('inventory.other-account')}
            </Button>
          )}
        </span>
      )}
    </div>
  )
}

/** The place that is shown, which may be shown through another of its tokens. */
export function usePlace(flow: InventoryFlow) {
  const app = useApp()
  const { places, id, listing } = useStore(flow.store)
  const token = app.token(id)
  return (
    places?.find((each) => each.id === id || each.place === listing?.place) ??
    places?.find(
      ({ service, server, project }) =>
        token?.kind.startsWith(`${service}/`) === true &&
        token.server.id === server.id &&
        token.server.baseUrl === server.baseUrl &&
        (project === null || token.project === project),
    ) ??
    null
  )
}

function Filters({ flow }: { readonly flow: InventoryFlow }) {
  const words = useWords()
  const { listing, filter } = useStore(flow.store)
  const entries = listing?.entries ?? []
  return (
    <div className={s['filters']} role="group" aria-label={words.t('inventory.filter')}>
      {(['all', ...FILTERS] as const).map((id: Filter) => (
        <button
          key={id}
          type="button"
          className={cx(s['filter'], filter === id && s['on'])}
          aria-pressed={filter === id}
          onClick={() => flow.filter(id)}
        >
          {id !== 'all' && <Icon name={FLAG_ICONS[id]} size={14} />}
          {words.t(id === 'all' ? 'inventory.filter-all' : `inventory.flag.${id}`)}
          <span className={s['number']}>{words.number(countOf(entries, id))}</span>
        </button>
      ))}
    </div>
  )
}
