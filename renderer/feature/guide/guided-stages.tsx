import { useState, type ReactNode } from 'react'
import type { RotationView } from '../../../shared/contract/rotation'
import type { TokenSummary } from '../../../shared/model/token'
import { useWords } from '../../i18n/intl'
import { DeliveryPart } from '../rotation/after-parts'
import { deliveredText } from '../rotation/delivered-text'
import { OrphansPart } from '../rotation/orphans-part'
import { CreatePart } from './create-part'
import { DeletePart, OldAnswer } from './delete-part'
import { Hint } from './hint'
import { PastedSummary } from './pasted-summary'
import { PendingPart } from './pending-part'
import { PromotePart } from './promote-part'
import type { RotateFlow } from './rotate-flow'
import { ORDER, stageStates, type StageName } from './rules'
import { Stage, Stepper } from './stepper'

/** The steps of a rotation that the user makes in the browser. */
export function GuidedStages({
  token,
  view,
  flow,
}: {
  readonly token: TokenSummary
  readonly view: RotationView
  readonly flow: RotateFlow
}) {
  const words = useWords()
  const states = stageStates(view)
  const [arrived] = useState(view.stage)
  // that the platform's page was opened is no step on
  const moved = view.stage !== arrived && view.stage !== 'creating'
  const stage = (name: StageName, parts: { summary?: ReactNode; children?: ReactNode }) => (
    <Stage
      number={ORDER.indexOf(name) + 1}
      title={words.t(`guide.stage-${name}`)}
      state={states[name]}
      focused={moved && states[name] === 'now'}
      {...parts}
    />
  )
  return (
    <Stepper>
      {stage('create', {
        children: (
          <>
            {view.orphans.length > 0 && <OrphansPart token={token} view={view} flow={flow} />}
            <CreatePart token={token} name={view.remoteName} onTouch={flow.touch} />
          </>
        ),
      })}
      {stage('paste', {
        summary: <PastedSummary view={view} />,
        children: <PendingPart token={token} view={view} flow={flow} />,
      })}
      {stage('promote', {
        summary: words.rich('guide.current-is', {
          current: <Hint key="current" text={view.currentHint} />,
        }),
        children: <PromotePart token={token} view={view} flow={flow} />,
      })}
      {stage('use', {
        summary: deliveredText(words, view),
        children: (
          <>
            <DeliveryPart token={token} view={view} />
            <OldAnswer token={token} view={view} flow={flow} />
          </>
        ),
      })}
      <Stage
        number={ORDER.length}
        title={words.t('guide.stage-delete')}
        state={states.delete}
        open={states.delete === 'done'}
        focused={moved && states.delete !== 'later'}
      >
        <DeletePart token={token} view={view} flow={flow} />
      </Stage>
    </Stepper>
  )
}
