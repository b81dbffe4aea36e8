import { useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { serviceOf } from '../../../shared/model/kind'
import type { RotationView } from '../../../shared/contract/rotation'
import type { TokenSummary } from '../../../shared/model/token'
import { isolate, useWords } from '../../i18n/intl'
import { useApp } from '../../store/hooks'
import { Button } from '../../ui/button'
import { Confirm } from './confirm'
import s from './guide.module.css'
import { Hint } from './hint'
import type { RotateFlow } from './rotate-flow'
import { cautionsOf } from './rules'

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
  const app = useApp()
  const words = useWords()
  const busy = useStore(flow.store, (state) => state.busy)
  const [asking, setAsking] = useState<'promote' | 'cancel' | null>(null)
  const service = isolate(app.names.service(serviceOf(token.kind)))
  const cautions = cautionsOf(view)
  const back = (): void => setAsking(null)
  const before = view.stage === 'create' || view.stage === 'tested'

  if (asking === 'promote' && view.stage === 'tested')
    return (
      <Confirm
        action={words.t('guide.promote-anyway')}
        busy={busy === 'promote'}
        onBack={back}
        onConfirm={() => void flow.promote().then(back)}
      >
        <p>{words.t('guide.confirm-promote')}</p>
        <ul>
          {cautions.map((id) => (
            <li key={id}>{words.t(id, { service })}</li>
          ))}
        </ul>
      </Confirm>
    )
  if (asking === 'cancel' && before)
    return (
      <Confirm
        danger
        action={words.t('guide.confirm-cancel-do')}
        busy={busy === 'cancel'}
        onBack={back}
        onConfirm={() => void flow.cancel()}
      >
        <p>
          {words.rich('guide.confirm-cancel', {
            service,
            pending: <Hint key="pending" text={view.pendingHint ?? ''} />,
          })}
        </p>
      </Confirm>
    )
  return (
    <div className={s['foot']}>
      {before && (
        <Button
          look="quiet"
          busy={busy === 'cancel'}
          onClick={() => {
            if (view.pendingHint === null) void flow.cancel()
            else setAsking('cancel')
          }}
        >
          {words.t('guide.cancel')}
        </Button>
      )}
      <span className={s['gap']} />
      {view.stage !== 'done' && <Button onClick={flow.later}>{words.t('guide.later')}</Button>}
      {view.stage === 'tested' && (
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
      {view.stage === 'promoted' && (
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
