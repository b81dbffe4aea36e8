import { useState, type ReactNode } from 'react'
import type { RotationView } from '../../../shared/contract/rotation'
import { serviceOf } from '../../../shared/model/kind'
import type { TokenSummary } from '../../../shared/model/token'
import { isAlive } from '../../../shared/model/verdict-list'
import { isolate, useWords } from '../../i18n/intl'
import { useApp } from '../../store/hooks'
import { Death } from '../guide/death'
import g from '../guide/guide.module.css'
import { Hint } from '../guide/hint'
import { PastedSummary } from '../guide/pasted-summary'
import type { RotateFlow } from '../guide/rotate-flow'
import { Stage, Stepper } from '../guide/stepper'
import { AgreementPart, DeliveryPart, GracePart } from './after-parts'
import { deliveredText } from './delivered-text'
import { graceText } from './grace-field'
import { OrphansPart } from './orphans-part'
import { asksForLonger, STEPS, stepOf, stepStates, type Step } from './steps'
import { Acting, WaitPart } from './wait-part'

interface Props {
  readonly token: TokenSummary
  readonly view: RotationView
  readonly flow: RotateFlow
}

/** A rotation that Keyglot does: what is done, what is being done, and what it waits for. */
export function ProgressPart({ token, view, flow }: Props) {
  const words = useWords()
  const states = stepStates(view)
  const here = view.stage === 'done' ? 'done' : stepOf(view)
  const [arrived] = useState(here)
  return (
    <Stepper>
      {STEPS.map((step, index) => (
        <Stage
          key={step}
          number={index + 1}
          title={words.t(`stage.${step}`)}
          state={states[step]}
          summary={<Summary step={step} view={view} />}
          open={step === 'done' && view.stage === 'done'}
          focused={here !== arrived && step === here}
        >
          {step === here && <Now token={token} view={view} flow={flow} />}
        </Stage>
      ))}
    </Stepper>
  )
}

/** What came of a step that is done. */
function Summary({ step, view }: { readonly step: Step; readonly view: RotationView }) {
  const words = useWords()
  switch (step) {
    case 'planned':
      return view.remoteName === ''
        ? words.t(`mode.${view.mode}`)
        : words.t('rotation.plan-summary', {
            mode: words.t(`mode.${view.mode}`),
            name: isolate(view.remoteName),
          })
    case 'created':
      return <PastedSummary view={view} />
    case 'tested':
      return words.rich('guide.current-is', {
        current: <Hint key="current" text={view.currentHint} />,
      })
    case 'promoted':
      return deliveredText(words, view)
    case 'delivered':
      return graceText(words, view.graceMs)
    default:
      return null
  }
}

/** The step that is under way: the act, or what it waits for with the one control that helps. */
function Now({ token, view, flow }: Props): ReactNode {
  const app = useApp()
  const words = useWords()
  const service = isolate(app.names.service(serviceOf(token.kind)))
  const { act, waiting } = view
  if (view.stage === 'done') return <OldOne token={token} view={view} />
  if (act !== null) return <Acting text={words.t(`act.${act}`, { service })} />
  switch (waiting?.need) {
    case undefined:
      return null
    case 'start':
      return <p className={g['text']}>{words.t('rotation.start-text')}</p>
    case 'orphans':
      return <OrphansPart token={token} view={view} flow={flow} />
    case 'agreement':
      return <AgreementPart token={token} view={view} />
    case 'delivery':
      return <DeliveryPart token={token} view={view} />
    case 'grace':
      return <GracePart token={token} view={view} flow={flow} />
    default:
      return (
        <>
          {asksForLonger(view) && <GracePart token={token} view={view} flow={flow} />}
          {waiting && (
            <WaitPart
              token={token}
              waiting={waiting}
              what="rotation"
              seen={view.previousCheck}
              onByHand={() => void flow.setMode('guided')}
              onManager={() => void flow.setMode('automatic')}
            />
          )}
          {waiting?.need === 'death' && !stillAlive(view) && <OldOne token={token} view={view} />}
        </>
      )
  }
}

/** Said in words already. */
const stillAlive = ({ previousCheck }: RotationView): boolean =>
  previousCheck !== null && isAlive(previousCheck.verdict)

/** What its platform said last about the replaced value. */
function OldOne({ token, view }: Omit<Props, 'flow'>) {
  const app = useApp()
  const words = useWords()
  return (
    <Death
      check={view.previousCheck}
      proved={view.stage === 'done'}
      busy={false}
      service={isolate(app.names.service(serviceOf(token.kind)))}
      proof={words.rich('guide.proved-rotate', {
        previous: <Hint key="previous" text={view.previousHint ?? ''} />,
      })}
    />
  )
}
