import { useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import type { RotationView } from '../../../shared/contract/rotation'
import type { TokenSummary } from '../../../shared/model/token'
import { useWords } from '../../i18n/intl'
import { useApp } from '../../store/hooks'
import { Button } from '../../ui/button'
import { FooterQuestion, type Asking } from './footer-question'
import s from './guide.module.css'
import type { RotateFlow } from './rotate-flow'
import { cautionsOf, isFree } from './rules'

/** What can be done at this point: on, later, or back. */
export function RotateFooter({
  token,
  view,
  flow,
}: {
  readonly token: TokenSummary
  readonly view: RotationView
  readonly flow: RotateFlow
}) {
  const words = useWords()
  const busy = useStore(flow.store, (state) => state.busy)
  const replacing = useStore(flow.store, (state) => state.replacing)
  const closing = useStore(
    useApp().closing,
    ({ asked, unsaved }) => asked && unsaved.includes(token.id),
  )
  const [asking, setAsking] = useState<Asking | null>(null)
  const cautions = cautionsOf(view)
  const back = (): void => setAsking(null)
  const before = view.stage === 'create' || view.stage === 'tested'
  const after = view.stage === 'promoted'

  const fits = asking === 'promote' ? view.stage === 'tested' : asking === 'cancel' ? before : after
  const question = closing ? 'close' : replacing ? 'replace' : fits ? asking : null
  if (question)
    return <FooterQuestion token={token} view={view} flow={flow} asking={question} onBack={back} />
  return (
    <div className={s['foot']}>
      {before && (
        <Button
          look="quiet"
          busy={busy === 'cancel'}
          onClick={() => {
            if (isFree(view)) void flow.cancel()
            else setAsking('cancel')
          }}
        >
          {words.t('guide.cancel')}
        </Button>
      )}
      {after && (
        <Button look="quiet" onClick={() => setAsking('back')}>
          {words.t('guide.back-to-old')}
        </Button>
      )}
      {after && view.previousCheck !== null && (
        <Button look="quiet" onClick={() => setAsking('finish')}>
          {words.t('guide.finish')}
        </Button>
      )}
      <span className={s['gap']} />
      {view.stage !== 'done' && <Button onClick={flow.later}>{words.t('guide.later')}</Button>}
      {view.stage === 'tested' && view.unstoredHint === null && (
        <Button
          look="primary"
          busy={busy === 'promote'}
          onClick={() => {
            if (cautions.length === 0) void flow.promote()
            else setAsking('promote')
          }}
        >
          {words.t('guide.promote')}
        </Button>
      )}
      {after && (
        <Button look="primary" busy={busy === 'prove'} onClick={() => void flow.prove()}>
          {words.t('guide.prove')}
        </Button>
      )}
      {view.stage === 'done' && <Done onClick={flow.close} />}
    </div>
  )
}

/** All is done: the one button left takes the focus. */
function Done({ onClick }: { readonly onClick: () => void }) {
  const words = useWords()
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => button.current?.focus(), [])
  return (
    <Button ref={button} look="primary" onClick={onClick}>
      {words.t('action.done')}
    </Button>
  )
}
