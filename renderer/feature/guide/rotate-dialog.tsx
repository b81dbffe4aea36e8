import { useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { serviceOf } from '../../../shared/model/kind'
import type { RotationView } from '../../../shared/contract/rotation'
import type { TokenSummary } from '../../../shared/model/token'
import { isBeforePromotion } from '../../../shared/model/stage'
import { isolate, useWords } from '../../i18n/intl'
import { useApp } from '../../store/hooks'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { Icon } from '../../ui/icon'
import { useKeptFocus } from '../rotation/kept-focus'
import { LimitNote } from '../rotation/limit-note'
import { OptionsPart } from '../rotation/options-part'
import { PlanNotes } from '../rotation/plan-notes'
import { ProgressPart } from '../rotation/progress-part'
import r from '../rotation/rotation.module.css'
import { controlOf } from '../rotation/steps'
import { StartFooter, StartPart } from '../rotation/start-part'
import s from './guide.module.css'
import { GuidedStages } from './guided-stages'
import { Hint } from './hint'
import { Refused } from './refused'
import { RotateFooter } from './rotate-footer'
import { createRotateFlow, type RotateFlow } from './rotate-flow'
import { Standing } from './standing'
import { StandingText } from './standing-text'

/** The replacement of a token, from the plan to the proof that the old one is dead. */
export function RotateDialog({ token }: { readonly token: TokenSummary }) {
  const app = useApp()
  const words = useWords()
  const [flow] = useState(() => createRotateFlow(app, token.id))
  const { view, refused, plan, chosen, over } = useStore(flow.store)
  const box = useRef<HTMLDivElement>(null)
  useKeptFocus(box, view === null ? 'none' : `${view.stage} ${controlOf(view)}`)
  const starts = view === null && !over && plan !== null && chosen !== null

  useEffect(() => {
    void flow.open()
    // however the dialog goes: by its buttons, or because something else takes its place
    return flow.left
  }, [flow])

  return (
    <Dialog
      size="large"
      dismissable={false}
      title={words.rich('guide.rotate-title', { label: <bdi key="label">{token.label}</bdi> })}
      onClose={flow.close}
      footer={
        view ? (
          <RotateFooter token={token} view={view} flow={flow} />
        ) : starts ? (
          <StartFooter chosen={chosen} flow={flow} />
        ) : (
          over && (
            <Button look="primary" autoFocus onClick={flow.close}>
              {words.t('action.done')}
            </Button>
          )
        )
      }
    >
      <div ref={box} className={s['guide']}>
        {view && <Open token={token} view={view} flow={flow} />}
        {starts && <StartPart token={token} plan={plan} chosen={chosen} flow={flow} />}
        {over && (
          <Standing>
            {words.rich('rotation.over', { current: <Hint key="current" text={token.hint} /> })}
          </Standing>
        )}
        {refused && refused.work !== 'submit' && (
          <Refused token={token} work={refused.work} error={refused.error} />
        )}
      </div>
    </Dialog>
  )
}

/** A rotation that has begun. */
function Open({
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
  const plan = useStore(flow.store, (state) => state.plan)
  const service = isolate(app.names.service(serviceOf(token.kind)))
  const before = view.stage !== 'done' && isBeforePromotion(view.stage)
  const byHand = view.mode === 'guided'
  return (
    <>
      {view.resumed && view.stage !== 'done' && (
        <p className={r['resumed']}>
          <Icon name="history" size={14} />
          {words.t('rotation.resumed')}
        </p>
      )}
      <Standing>
        <StandingText token={token} view={view} />
      </Standing>
      <LimitNote token={token} view={view} />
      {byHand && before && view.pendingHint === null && plan && (
        <PlanNotes plan={plan} service={service} />
      )}
      {byHand ? (
        <GuidedStages token={token} view={view} flow={flow} />
      ) : (
        <ProgressPart token={token} view={view} flow={flow} />
      )}
      {view.stage !== 'done' && <OptionsPart view={view} plan={plan} flow={flow} />}
    </>
  )
}
