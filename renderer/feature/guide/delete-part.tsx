import { useStore } from 'zustand'
import { serviceOf } from '../../../shared/model/kind'
import type { RotationView } from '../../../shared/contract/rotation'
import type { TokenSummary } from '../../../shared/model/token'
import { isolate, useWords } from '../../i18n/intl'
import { useApp } from '../../store/hooks'
import { Button } from '../../ui/button'
import { Death } from './death'
import s from './guide.module.css'
import { Hint } from './hint'
import { PlatformSteps } from './platform-steps'
import type { RotateFlow } from './rotate-flow'

/** Getting rid of the old value: everybody moves over, it is deleted there, and proved dead. */
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
  const done = view.stage === 'done'
  const death = (
    <Death
      check={view.previousCheck}
      proved={done}
      busy={busy === 'prove'}
      service={service}
      proof={words.rich('guide.proved-rotate', { previous })}
    />
  )
  if (done) return death
  return (
    <>
      <section className={s['part']}>
        <h4 className={s['subtitle']}>{words.t('guide.use')}</h4>
        <p className={s['text']}>{words.t('guide.use-text')}</p>
        <Button icon="copy" onClick={() => void app.act.copy(token.id)}>
          {words.t('guide.use-copy')}
        </Button>
      </section>
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
          {words.t(busy === 'prove' ? 'guide.proving' : 'guide.prove-text', { service })}
        </p>
        {death}
      </section>
    </>
  )
}
