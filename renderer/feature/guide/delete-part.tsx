import { useStore } from 'zustand'
import { serviceOf } from '../../../shared/model/kind'
import type { RotationView } from '../../../shared/contract/rotation'
import type { TokenSummary } from '../../../shared/model/token'
import { isolate, useWords } from '../../i18n/intl'
import { useApp } from '../../store/hooks'
import { GracePart } from '../rotation/after-parts'
import { Countdown } from '../rotation/countdown'
import { Death } from './death'
import s from './guide.module.css'
import { Hint } from './hint'
import { PlatformSteps } from './platform-steps'
import type { RotateFlow } from './rotate-flow'

/** Getting rid of the old value: it stays for the grace period, is deleted there, and proved dead. */
export function DeletePart({
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
  const service = isolate(app.names.service(serviceOf(token.kind)))
  const previous = <Hint key="previous" text={view.previousHint ?? ''} />
  const asking = busy === 'prove' || view.act === 'prove'
  const death = <OldAnswer token={token} view={view} flow={flow} />
  if (view.stage === 'done') return death
  if (view.waiting?.need === 'grace')
    return (
      <>
        <GracePart token={token} view={view} flow={flow} />
        {death}
      </>
    )
  return (
    <>
      <section className={s['part']}>
        <h4 className={s['subtitle']}>{words.t('guide.delete', { service })}</h4>
        <p className={s['text']}>
          {words.rich('guide.delete-which', {
            previous,
            current: <Hint key="current" text={view.currentHint} />,
          })}
        </p>
        <PlatformSteps token={token} page="delete" onOpen={flow.touch} />
      </section>
      <section className={s['part']}>
        <h4 className={s['subtitle']}>{words.t('guide.stage-proof')}</h4>
        <p className={s['text']} role="status">
          {words.t(asking ? 'guide.proving' : 'guide.prove-text', { service })}
        </p>
        {!asking && view.stage === 'revoking' && (
          <p className={s['note']}>
            <Countdown until={view.waiting?.until ?? null} what="looks" />
          </p>
        )}
        {death}
      </section>
    </>
  )
}

/** What its platform said last about the old value. */
export function OldAnswer({
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
  const previous = <Hint key="previous" text={view.previousHint ?? ''} />
  return (
    <Death
      check={view.previousCheck}
      proved={view.stage === 'done'}
      kept={view.waiting?.need === 'grace' || view.waiting?.need === 'delivery'}
      busy={busy === 'prove'}
      service={isolate(app.names.service(serviceOf(token.kind)))}
      proof={words.rich('guide.proved-rotate', { previous })}
    />
  )
}
