import { useEffect, useId } from 'react'
import { useStore } from 'zustand'
import type { AppError } from '../../../shared/error'
import type { TokenSummary } from '../../../shared/model/token'
import { keysOf } from '../../command/show'
import { useWords, type Words } from '../../i18n/intl'
import { moment, timeLeft } from '../../i18n/time'
import { canExchange } from '../../store/ability'
import { whyNoAccess } from '../../store/act-exchange'
import type { DetailsValue } from '../../store/details'
import { NO_ACCESS } from '../../store/exchanges'
import { useApp, useMinutesLeft } from '../../store/hooks'
import { Button } from '../../ui/button'
import { Icon } from '../../ui/icon'
import { serverName } from '../token/names'
import { CopiedNote, CopiedRing } from './copied'
import s from './exchange-strip.module.css'

interface Props {
  readonly token: TokenSummary
  readonly details: DetailsValue | null
}

/** Short-lived access that the token is exchanged for, where its kind can be. */
export function ExchangeStrip({ token, details }: Props) {
  const kind = useStore(useApp().session, (session) => session.kinds.get(token.kind))
  return canExchange(kind) ? <Strip token={token} details={details} /> : null
}

function Strip({ token, details }: Props) {
  const app = useApp()
  const words = useWords()
  const title = useId()
  const { id } = token
  const access = useStore(app.exchanges, (state) => state.byId.get(id) ?? NO_ACCESS)
  const clip = useStore(app.clipboard, ({ clip: here }) =>
    here?.token === id && here.what === 'access-token' ? here : null,
  )
  useEffect(() => void app.act.loadAccess(id), [app, id])
  return (
    <section className={s['strip']} aria-labelledby={title}>
      <div className={s['head']}>
        <h3 id={title} className={s['title']}>
          {words.t('exchange.title')}
        </h3>
        {access.expiresAt !== null && <TimeLeft until={access.expiresAt} />}
      </div>
      <p className={s['what']}>{words.t('exchange.what', { place: placeOf(words, token) })}</p>
      <div className={s['acts']}>
        <Button
          size="small"
          icon={clip ? undefined : 'copy'}
          busy={access.busy}
          data-tip={words.t('exchange.copy-tip')}
          data-tip-keys={keysOf('token.copy-access')}
          onClick={() => void app.act.copyAccess(id)}
        >
          {clip && !access.busy && <CopiedRing clip={clip} />}
          {words.t('exchange.copy')}
        </Button>
        {access.expiresAt !== null && (
          <Button
            look="quiet"
            size="small"
            icon="x"
            data-tip={words.t('exchange.drop-tip')}
            onClick={() => void app.act.dropAccess(id)}
          >
            {words.t('exchange.drop')}
          </Button>
        )}
      </div>
      {access.failed && !access.busy && <Refused error={access.failed} />}
      {!access.failed && isTurnedAway(details) && (
        <Note>{words.t('exchange.product-refused')}</Note>
      )}
      {clip && <CopiedNote clip={clip} />}
    </section>
  )
}

/** 'Strings, EU data center', as far as it is known. */
function placeOf(words: Words, { kind, server, access }: TokenSummary): string {
  const product = access.find(({ layer }) => layer === 'product')?.values[0]
  const at = server.id === 'auto' ? [] : [serverName(words, kind, server.id)]
  return [product ?? words.t('exchange.any-product'), ...at].join(', ')
}

/** The product said at the last check that it does not take what the token is exchanged for. */
function isTurnedAway(details: DetailsValue | null): boolean {
  return (
    details?.facts.some(({ key, value }) => key === 'product-accepted' && value === false) ?? false
  )
}

function Refused({ error }: { readonly error: AppError }) {
  const words = useWords()
  const retryAt = error.params['retryAt']
  return (
    <Note>
      {words.t('exchange.none', { reason: whyNoAccess(words, error) })}
      {typeof retryAt === 'number' &&
        ` ${words.t('check.retry', { date: moment(words, retryAt) })}`}
    </Note>
  )
}

/** The message that appears as well is read out; this one stays to be read again. */
function Note({ children }: { readonly children: React.ReactNode }) {
  return (
    <p className={s['note']}>
      <Icon name="triangle" size={14} className={s['icon']} />
      <span>{children}</span>
    </p>
  )
}

/** Minutes at which it is worth being told how little is left. */
const STEPS = [5, 15, 60]

/** Seen to the minute; read out at a few moments only. */
function TimeLeft({ until }: { readonly until: number }) {
  const words = useWords()
  const left = useMinutesLeft(until)
  const step = STEPS.find((each) => left < each)
  return (
    <>
      <span
        className={s['left']}
        data-tip={words.t('exchange.until', { date: moment(words, until) })}
      >
        {timeLeft(words, left)}
      </span>
      <span className="visually-hidden" role="status">
        {step !== undefined && words.t('exchange.left-below', { minutes: step })}
      </span>
    </>
  )
}
