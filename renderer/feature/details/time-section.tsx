import { lazy, Suspense } from 'react'
import { useStore } from 'zustand'
import type { ExpiryRule } from '../../../shared/model/service'
import type { Expiry, TokenSummary } from '../../../shared/model/token'
import { rotationDueAt } from '../../../shared/model/warning'
import { useWords } from '../../i18n/intl'
import { day, moment, relative } from '../../i18n/time'
import { useApp, useMinute } from '../../store/hooks'
import type { DetailsValue } from '../../store/details'
import { Button } from '../../ui/button'
import { useInlineEditor } from './inline-editor'
import { sinceSource } from './origin'
import { Row, Rows, Section } from './section'
import s from './time-section.module.css'

const ExpiryEditor = lazy(() =>
  import('./editors').then((module) => ({ default: module.ExpiryEditor })),
)
const RotationEditor = lazy(() =>
  import('./editors').then((module) => ({ default: module.RotationEditor })),
)

/**
 * The user may enter an end where neither the platform nor its rule has told one; what the platform
 * answers later takes its place.
 */
function canEnterExpiry(expiry: Expiry): boolean {
  return expiry.known === 'unknown' || expiry.source === 'user'
}

/** The platform says that it has expired, whatever was known of its end before. */
function isDenied({ settled, expiry }: TokenSummary, now: number): boolean {
  return settled?.verdict === 'expired' && !(expiry.known === 'date' && expiry.at <= now)
}

/** The platform's end of the token, and the user's own plan to replace it: two dates, never mixed. */
export function TimeSection({
  token,
  details,
}: {
  readonly token: TokenSummary
  /** null: not read yet. */
  readonly details: DetailsValue | null
}) {
  const app = useApp()
  const words = useWords()
  const now = useMinute()
  const { opener: expiryButton, ...expiry } = useInlineEditor()
  const { opener: rotationButton, ...rotation } = useInlineEditor()
  const rule = useStore(app.session, (session) => session.kinds.get(token.kind)?.expiryRule)
  const due = rotationDueAt(token)
  // where the user's general plan was taken over, nobody has entered one for this token
  const preset = useStore(app.session, ({ settings }) => settings?.defaultRotateEveryDays ?? null)
  const isPreset = token.rotateEveryDays === null || token.rotateEveryDays === preset
  const denied = isDenied(token, now)
  return (
    <Section title={words.t('time.title')}>
      <Rows>
        <Row
          name={words.t('time.expiry')}
          source={
            denied ? 'platform' : token.expiry.known === 'unknown' ? undefined : token.expiry.source
          }
        >
          {expiry.editing ? (
            <Suspense>
              <ExpiryEditor token={token} onClose={expiry.close} />
            </Suspense>
          ) : (
            <>
              {denied && <p>{words.t('time.said-expired')}</p>}
              <ExpiryText expiry={token.expiry} rule={rule} now={now} denied={denied} />
              {rule?.type === 'days-from-creation' && (
                <p className={s['small']}>{words.t('time.rule-days', { days: rule.days })}</p>
              )}
              {canEnterExpiry(token.expiry) && (
                <Button ref={expiryButton} look="link" onClick={expiry.open}>
                  {words.t(token.expiry.known === 'unknown' ? 'time.enter' : 'time.change')}
                </Button>
              )}
            </>
          )}
        </Row>
        <Row name={words.t('time.rotation')} source={isPreset ? undefined : 'user'}>
          {rotation.editing ? (
            <Suspense>
              <RotationEditor token={token} onClose={rotation.close} />
            </Suspense>
          ) : (
            <>
              <p>
                {due === null || token.rotateEveryDays === null
                  ? words.t('time.no-policy')
                  : words.t('time.policy', { days: token.rotateEveryDays })}
              </p>
              {due !== null && (
                <p className={s['small']} data-tip={moment(words, due)}>
                  {words.t('time.policy-due', {
                    date: day(words, due),
                    when: relative(words, due, now),
                  })}
                </p>
              )}
              <Button ref={rotationButton} look="link" onClick={rotation.open}>
                {words.t(due === null ? 'time.set' : 'time.change')}
              </Button>
            </>
          )}
        </Row>
        <SinceRow token={token} details={details} />
        <Row name={words.t('time.added')}>
          <span data-tip={moment(words, token.addedAt)}>{day(words, token.addedAt)}</span>
        </Row>
      </Rows>
    </Section>
  )
}

/** What the user's own plan counts from. */
function SinceRow({
  token,
  details,
}: {
  readonly token: TokenSummary
  readonly details: DetailsValue | null
}) {
  const words = useWords()
  const source = details && sinceSource(token, details)
  return (
    <Row name={words.t('time.since')} source={source ?? undefined}>
      <p data-tip={moment(words, token.secretSince)}>{day(words, token.secretSince)}</p>
      {details && source === null && <p className={s['small']}>{words.t('time.since-here')}</p>}
    </Row>
  )
}

function ExpiryText({
  expiry,
  rule,
  now,
  denied,
}: {
  readonly expiry: Expiry
  readonly rule: ExpiryRule | undefined
  readonly now: number
  readonly denied: boolean
}) {
  const words = useWords()
  if (denied) {
    if (expiry.known === 'unknown') return null
    const before = expiry.known === 'never' ? words.t('time.never') : moment(words, expiry.at)
    return <p className={s['small']}>{words.t('time.known-before', { before })}</p>
  }
  if (expiry.known === 'unknown') {
    return <p>{words.t(rule?.type === 'platform' ? 'time.unasked' : 'time.unknown')}</p>
  }
  if (expiry.known === 'never') return <p>{words.t('time.never')}</p>
  return (
    <>
      <p>{moment(words, expiry.at)}</p>
      <p className={s['small']}>{relative(words, expiry.at, now)}</p>
    </>
  )
}
