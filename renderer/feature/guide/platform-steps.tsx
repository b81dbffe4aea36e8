import { Fragment, type ReactNode } from 'react'
import { useStore } from 'zustand'
import { serviceOf } from '../../../shared/model/kind'
import type { TokenSummary } from '../../../shared/model/token'
import { isolate, useWords } from '../../i18n/intl'
import { useApp } from '../../store/hooks'
import { Button } from '../../ui/button'
import s from './guide.module.css'

/** What to do on the platform, in its own words, and the way to its page. */
export function PlatformSteps({
  token,
  page,
  onOpen,
}: {
  readonly token: TokenSummary
  readonly page: 'create' | 'delete'
  readonly onOpen: () => void
}) {
  const app = useApp()
  const words = useWords()
  const kind = useStore(app.session, (session) => session.kinds.get(token.kind))
  const service = isolate(app.names.service(serviceOf(token.kind)))
  if (!kind) return null
  const steps = Array.from(
    { length: kind.steps[page] },
    (_, index) => words.lookup(`step.${token.kind}.${page}.${index + 1}`) ?? '',
  )
  return (
    <div className={s['steps']}>
      <ol className={s['list']} aria-label={words.t('guide.steps', { service })}>
        {steps.map((text, index) => (
          <li key={index}>{withNames(text)}</li>
        ))}
      </ol>
      <div className={s['open']}>
        <Button
          icon="external-link"
          onClick={() => {
            onOpen()
            void app.act.openPage(page, token.kind, { server: token.server, token: token.id })
          }}
        >
          {words.t('action.open-page')}
        </Button>
        {!kind.deepLink && <p className={s['note']}>{words.t('guide.page-start', { service })}</p>}
      </div>
    </div>
  )
}

/** What stands in “ ” is written on the platform’s page: it stands out. */
function withNames(text: string): ReactNode {
  return text.split(/(“[^”]*”)/u).map((part, index) =>
    part.startsWith('“') ? (
      <b key={index} className={s['named']}>
        {part}
      </b>
    ) : (
      <Fragment key={index}>{part}</Fragment>
    ),
  )
}
