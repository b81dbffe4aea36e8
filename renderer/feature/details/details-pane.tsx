import { useEffect, useRef } from 'react'
import { useStore } from 'zustand'
import type { TokenSummary } from '../../../shared/model/token'
import { useApp } from '../../store/hooks'
import { useWords } from '../../i18n/intl'
import { Icon } from '../../ui/icon'
import { AccessSection } from './access-section'
import { AttentionBanner } from './attention-banner'
import { CheckSection } from './check-section'
import { ExchangeStrip } from './exchange-strip'
import { FactsSection } from './facts-section'
import { Header } from './header'
import { historyOf } from './history'
import { HistorySection } from './history-section'
import { backToList } from './leave'
import { NoteSection } from './note-section'
import { OrphansSection } from './orphans-section'
import { PlaceSection } from './place-section'
import { SecretStrip } from './secret-strip'
import { TimeSection } from './time-section'
import { TokenActions } from './token-actions'
import s from './details-pane.module.css'

/** Skimming through the list with a key held down reads nobody's details. */
const REST = 70

interface Props {
  readonly token: TokenSummary
  /** It covers the list. */
  readonly page: boolean
}

/** Everything about one token. */
export function DetailsPane({ token, page }: Props) {
  const app = useApp()
  const words = useWords()
  const { id } = token
  const details = useStore(app.details, (state) => (state.id === id ? state.value : null))
  const failed = useStore(app.details, (state) => (state.id === id ? state.failed : null))
  const pane = useRef<HTMLDivElement>(null)

  useEffect(() => app.env.after(REST, () => void app.act.loadDetails(token)), [app, token])
  useEffect(() => {
    pane.current?.scrollTo(0, 0)
    if (page) pane.current?.parentElement?.focus()
  }, [id, page])

  return (
    <section
      id="details"
      className={s['pane']}
      tabIndex={-1}
      aria-label={words.t('details.label', { label: token.label })}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented) return
        backToList(app)
      }}
    >
      <div className={s['scroll']} ref={pane} key={token.id}>
        <Header token={token} page={page} />
        <AttentionBanner token={token} />
        {details && <OrphansSection token={token} orphans={details.orphans} />}
        <SecretStrip token={token} />
        <ExchangeStrip token={token} details={details} />
        <CheckSection token={token} />
        <TimeSection token={token} details={details} />
        <AccessSection layers={token.access} />
        {failed && (
          <p className={s['failed']} role="alert">
            <Icon name="triangle" size={15} />
            {words.t(`error.${failed}`)}
          </p>
        )}
        <FactsSection token={token} details={details} />
        <PlaceSection token={token} fields={details?.fields ?? null} />
        {details && <NoteSection token={token} note={details.note} />}
        {details && <HistorySection token={id} items={historyOf(details)} />}
      </div>
      <TokenActions token={token} />
    </section>
  )
}
