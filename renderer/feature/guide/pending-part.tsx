import { useStore } from 'zustand'
import { serviceOf } from '../../../shared/model/kind'
import type { RotationView } from '../../../shared/contract/rotation'
import type { TokenSummary } from '../../../shared/model/token'
import { isolate, useWords } from '../../i18n/intl'
import { useApp } from '../../store/hooks'
import { Button } from '../../ui/button'
import { VerdictBox } from '../token/verdict-box'
import s from './guide.module.css'
import { Hint } from './hint'
import { PastePart } from './paste-part'
import { refusalText } from './refused'
import type { RotateFlow } from './rotate-flow'
import { isFree, pendingState } from './rules'

/** Taking the new value, and what to do while its platform has not confirmed it. */
export function PendingPart({
  token,
  view,
  flow,
  focused = false,
}: {
  readonly token: TokenSummary
  readonly view: RotationView
  readonly flow: RotateFlow
  /** The field was asked for: it takes the focus. */
  readonly focused?: boolean
}) {
  const app = useApp()
  const words = useWords()
  const busy = useStore(flow.store, (state) => state.busy)
  const refused = useStore(flow.store, (state) => state.refused)
  const service = isolate(app.names.service(serviceOf(token.kind)))
  const pending = pendingState(view)
  const hint = <Hint key="pending" text={view.pendingHint ?? ''} />
  return (
    <>
      {view.unstoredHint !== null && busy !== 'submit' && (
        <div className={s['part']}>
          <p className={s['text']} role="alert">
            <b className={s['named']}>{words.t('guide.unstored')}.</b>{' '}
            {words.rich('guide.unstored-text', {
              unstored: <Hint key="unstored" text={view.unstoredHint} />,
            })}
          </p>
          <Button icon="refresh" onClick={flow.retry}>
            {words.t('guide.store-again')}
          </Button>
        </div>
      )}
      {(pending === 'stored' || pending === 'refused') && busy !== 'submit' && (
        <div className={s['part']}>
          {view.pendingCheck && (
            <div className={s['box']}>
              <VerdictBox evidence={view.pendingCheck} />
            </div>
          )}
          {pending === 'refused' ? (
            <p className={s['text']}>{words.rich('guide.stored-dead', { pending: hint })}</p>
          ) : (
            <>
              <p className={s['text']}>
                <b className={s['named']}>{words.t('guide.stored')}.</b>{' '}
                {words.rich('guide.stored-text', { pending: hint })}
              </p>
              <Button
                icon="refresh"
                busy={busy === 'test'}
                aria-describedby="guide-recheck"
                onClick={() => void flow.move('test', {})}
              >
                {words.t('guide.recheck')}
              </Button>
              <p id="guide-recheck" className={s['note']}>
                {words.t('guide.recheck-note', { service })}
              </p>
            </>
          )}
        </div>
      )}
      <PastePart
        service={service}
        busy={busy === 'submit'}
        focused={focused}
        anywhere={isFree(view)}
        error={refused?.work === 'submit' ? refusalText(app, words, refused.error) : null}
        onSend={flow.send}
      />
    </>
  )
}
