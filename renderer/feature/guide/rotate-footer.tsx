import { useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import type { RotationView } from '../../../shared/contract/rotation'
import type { TokenSummary } from '../../../shared/model/token'
import { isBeforePromotion } from '../../../shared/model/stage'
import { useWords } from '../../i18n/intl'
import type { MessageId } from '../../i18n/messages'
import { useApp } from '../../store/hooks'
import { Button } from '../../ui/button'
import { canProve, isAfterPromotion, moveOf, type Move } from '../rotation/steps'
import { CompanionButton } from './companion-button'
import { FooterQuestion, type Asking } from './footer-question'
import s from './guide.module.css'
import type { RotateFlow } from './rotate-flow'
import { cautionsOf, hasOpenPlace, isFree } from './rules'

interface Props {
  readonly token: TokenSummary
  readonly view: RotationView
  readonly flow: RotateFlow
}

/** What can be done at this point: on, later, or back. */
export function RotateFooter({ token, view, flow }: Props) {
  const words = useWords()
  const replacing = useStore(flow.store, (state) => state.replacing)
  const closing = useStore(
    useApp().closing,
    ({ asked, unsaved }) => asked && unsaved.includes(token.id),
  )
  const [asking, setAsking] = useState<Asking | null>(null)
  const before = view.stage !== 'done' && isBeforePromotion(view.stage)
  const after = isAfterPromotion(view.stage)
  const fits: Readonly<Record<Asking, boolean>> = {
    promote: view.stage === 'tested',
    cancel: before,
    deliver: view.waiting?.need === 'delivery' && hasOpenPlace(view),
    back: after,
    finish: after,
    replace: false,
    close: false,
  }
  const question = closing
    ? 'close'
    : replacing
      ? 'replace'
      : asking && fits[asking]
        ? asking
        : null
  if (question)
    return (
      <FooterQuestion
        token={token}
        view={view}
        flow={flow}
        asking={question}
        onBack={() => setAsking(null)}
      />
    )
  return (
    <div className={s['foot']}>
      {before && <Cancel view={view} flow={flow} onAsk={setAsking} />}
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
      {view.mode === 'guided' && view.stage !== 'done' && <CompanionButton />}
      {view.stage !== 'done' && (
        <Button onClick={flow.later}>
          {words.t(view.mode === 'guided' ? 'guide.later' : 'action.close')}
        </Button>
      )}
      <Onward token={token} view={view} flow={flow} onAsk={setAsking} />
      {view.stage === 'done' && <Done onClick={flow.close} />}
    </div>
  )
}

type Ask = (asking: Asking) => void

function Cancel({ view, flow, onAsk }: Omit<Props, 'token'> & { readonly onAsk: Ask }) {
  const words = useWords()
  const busy = useStore(flow.store, (state) => state.busy)
  const judged = view.mode !== 'guided' && view.waiting?.need === 'agreement'
  return (
    <Button
      look="quiet"
      busy={busy === 'cancel'}
      onClick={() => {
        if (isFree(view)) void flow.cancel()
        else onAsk('cancel')
      }}
    >
      {words.t(judged ? 'rotation.discard' : 'guide.cancel')}
    </Button>
  )
}

const LABELS: Readonly<Record<Move, MessageId>> = {
  start: 'rotation.begin',
  promote: 'guide.promote',
  deliver: 'rotation.delivered',
  revoke: 'rotation.revoke-now',
  prove: 'guide.prove',
  again: 'rotation.try-again',
}

/** The way on, if there is one beside the forms. */
function Onward({ view, flow, onAsk }: Props & { readonly onAsk: Ask }) {
  const words = useWords()
  const busy = useStore(flow.store, (state) => state.busy)
  const move = moveOf(view)
  const cautions = cautionsOf(view).length > 0
  const byHand = view.mode === 'guided'
  const run: Readonly<Record<Move, () => void>> = {
    start: () => void flow.move('start', {}),
    again: () => void flow.move('start', {}),
    deliver: () => {
      if (hasOpenPlace(view)) onAsk('deliver')
      else void flow.move('deliver', {})
    },
    revoke: () => void flow.move('revoke', {}),
    prove: () => void flow.move('prove', {}),
    // beside the table with what differs, the button itself is the answer
    promote: () => {
      if (cautions && byHand) onAsk('promote')
      else void flow.promote()
    },
  }
  const prove = canProve(view) && move !== 'prove'
  const unfinished = move === 'deliver' && hasOpenPlace(view)
  const anyway = move === 'promote' && !byHand
  return (
    <>
      {prove && (
        <Button busy={busy === 'prove'} onClick={run.prove}>
          {words.t(LABELS.prove)}
        </Button>
      )}
      {move && (
        <Button
          // another act is another button: a second press is not meant for it
          key={move}
          look={move === 'revoke' || unfinished ? 'plain' : 'primary'}
          busy={busy === (move === 'again' ? 'start' : move)}
          onClick={run[move]}
        >
          {words.t(anyway ? 'guide.promote-anyway' : LABELS[move])}
        </Button>
      )}
    </>
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
