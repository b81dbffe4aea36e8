import type { ReactNode } from 'react'
import { useStore } from 'zustand'
import { serviceOf } from '../../../shared/model/kind'
import type { RotationView } from '../../../shared/contract/rotation'
import type { TokenSummary } from '../../../shared/model/token'
import { isolate, useWords } from '../../i18n/intl'
import { useApp } from '../../store/hooks'
import { Confirm } from './confirm'
import { Hint } from './hint'
import type { RotateFlow } from './rotate-flow'
import { cautionsOf, finishWords } from './rules'

export type Asking = 'promote' | 'cancel' | 'replace' | 'back' | 'finish' | 'close'

/** What is asked before a step that costs something, in the place of the guide's buttons. */
export function FooterQuestion({
  token,
  view,
  flow,
  asking,
  onBack,
}: {
  readonly token: TokenSummary
  readonly view: RotationView
  readonly flow: RotateFlow
  readonly asking: Asking
  readonly onBack: () => void
}) {
  const app = useApp()
  const words = useWords()
  const busy = useStore(flow.store, (state) => state.busy)
  const service = isolate(app.names.service(serviceOf(token.kind)))
  const hint = (key: string, text: string | null): ReactNode => <Hint key={key} text={text ?? ''} />
  const values = {
    service,
    current: hint('current', view.currentHint),
    pending: hint('pending', view.unstoredHint ?? view.pendingHint),
    previous: hint('previous', view.previousHint),
  }
  switch (asking) {
    case 'promote':
      return (
        <Confirm
          action={words.t('guide.promote-anyway')}
          busy={busy === 'promote'}
          onBack={onBack}
          onConfirm={() => void flow.promote().then(onBack)}
        >
          <p>{words.t('guide.confirm-promote')}</p>
          <ul>
            {cautionsOf(view).map((id) => (
              <li key={id}>{words.t(id, { service })}</li>
            ))}
          </ul>
        </Confirm>
      )
    case 'cancel':
      return (
        <Confirm
          danger
          action={words.t('guide.confirm-cancel-do')}
          busy={busy === 'cancel'}
          onBack={onBack}
          onConfirm={() => void flow.cancel()}
        >
          <p>
            {words.rich(
              view.mode === 'guided' ? 'guide.confirm-cancel' : 'rotation.confirm-cancel',
              values,
            )}
          </p>
        </Confirm>
      )
    case 'replace':
      return (
        <Confirm
          danger
          action={words.t('guide.confirm-replace-do')}
          back={words.t('guide.confirm-replace-keep')}
          busy={busy === 'submit'}
          onBack={flow.keep}
          onConfirm={flow.replace}
        >
          <p>{words.rich('guide.confirm-replace', values)}</p>
        </Confirm>
      )
    case 'close':
      return (
        <Confirm
          danger
          action={words.t('guide.confirm-close-do')}
          back={words.t('guide.confirm-close-keep')}
          busy={false}
          onBack={() => app.closing.setState({ asked: false })}
          onConfirm={flow.abandon}
        >
          <p>{words.rich('guide.confirm-close', values)}</p>
        </Confirm>
      )
    case 'back':
      return (
        <Confirm
          action={words.t('guide.back-to-old')}
          busy={busy === 'back'}
          onBack={onBack}
          onConfirm={() => void flow.move('back', {}).then(onBack)}
        >
          <p>{words.rich('guide.confirm-back', values)}</p>
        </Confirm>
      )
    case 'finish':
      return (
        <Confirm
          danger
          action={words.t('guide.finish')}
          busy={busy === 'finish'}
          onBack={onBack}
          onConfirm={() => void flow.finish().then(onBack)}
        >
          <p>{words.rich(finishWords(view), values)}</p>
        </Confirm>
      )
  }
}
