import { useEffect, useState, type ReactNode } from 'react'
import { useStore } from 'zustand'
import { serviceOf } from '../../../shared/model/kind'
import type { RotationView } from '../../../shared/contract/rotation'
import type { TokenSummary } from '../../../shared/model/token'
import { isDead } from '../../../shared/model/verdict-list'
import { isolate, useWords } from '../../i18n/intl'
import type { MessageId } from '../../i18n/messages'
import { useApp } from '../../store/hooks'
import { Dialog } from '../../ui/dialog'
import { Refused } from './refused'
import { CreatePart } from './create-part'
import { DeletePart } from './delete-part'
import s from './guide.module.css'
import { Hint } from './hint'
import { PendingPart } from './pending-part'
import { PromotePart } from './promote-part'
import { RotateFooter } from './rotate-footer'
import { createRotateFlow, type RotateFlow } from './rotate-flow'
import { pendingState, stageStates, type StageName } from './rules'
import { Stage, Stepper } from './stepper'
import { Standing } from './standing'
import { verdictLook } from '../token/verdict'

/** The guided replacement of a token, from a new one on its platform to the proof that the old is dead. */
export function RotateDialog({ token }: { readonly token: TokenSummary }) {
  const app = useApp()
  const words = useWords()
  const [flow] = useState(() => createRotateFlow(app, token.id))
  const view = useStore(flow.store, (state) => state.view)
  const refused = useStore(flow.store, (state) => state.refused)

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
      footer={view && <RotateFooter token={token} view={view} flow={flow} />}
    >
      <div className={s['guide']}>
        {view && (
          <>
            <Standing>
              <StandingText token={token} view={view} />
            </Standing>
            <Stages token={token} view={view} flow={flow} />
          </>
        )}
        {refused && refused.work !== 'submit' && (
          <Refused token={token} work={refused.work} error={refused.error} />
        )}
      </div>
    </Dialog>
  )
}

function Stages({
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
  const moved = view.stage !== arrived
  const stage = (name: StageName, parts: { summary?: ReactNode; children?: ReactNode }) => (
    <Stage
      number={['create', 'paste', 'promote', 'delete'].indexOf(name) + 1}
      title={words.t(`guide.stage-${name}`)}
      state={states[name]}
      focused={moved && states[name] === 'now'}
      {...parts}
    />
  )
  return (
    <Stepper>
      {stage('create', {
        children: <CreatePart token={token} name={view.remoteName} onTouch={flow.touch} />,
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
      <Stage
        number={4}
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

/** Which value it was and what its platform said, after the step is done. */
function PastedSummary({ view }: { readonly view: RotationView }) {
  const words = useWords()
  const hint = view.pendingHint ?? view.currentHint
  const check = view.pendingCheck
  return (
    <>
      <Hint text={hint} />
      {check && ` · ${words.t(verdictLook(check.verdict).title)}`}
      {check?.verdict === 'valid' && `. ${words.t(`reason.${check.reason}`)}`}
    </>
  )
}

/** One sentence about what is where, and one about what giving up leaves. */
function StandingText({
  token,
  view,
}: {
  readonly token: TokenSummary
  readonly view: RotationView
}) {
  const app = useApp()
  const words = useWords()
  const values = {
    service: isolate(app.names.service(serviceOf(token.kind))),
    current: <Hint key="current" text={view.currentHint} />,
    pending: <Hint key="pending" text={view.pendingHint ?? ''} />,
    previous: <Hint key="previous" text={view.previousHint ?? ''} />,
    unstored: <Hint key="unstored" text={view.unstoredHint ?? ''} />,
  }
  const { stands, leaves } = standing(token, view)
  return (
    <>
      {words.rich(stands, values)} {leaves && words.rich(leaves, values)}
    </>
  )
}

function standing(
  token: TokenSummary,
  view: RotationView,
): { stands: MessageId; leaves: MessageId | null } {
  if (view.stage === 'done') return { stands: 'guide.stand-done', leaves: null }
  if (view.stage === 'promoted')
    return { stands: 'guide.stand-promoted', leaves: 'guide.leave-promoted' }
  if (view.unstoredHint !== null)
    return { stands: 'guide.stand-unstored', leaves: 'guide.leave-unstored' }
  const pending = pendingState(view)
  if (pending !== 'none') return { stands: `guide.stand-${pending}`, leaves: 'guide.leave-pending' }
  const dead = token.settled !== null && isDead(token.settled.verdict)
  return {
    stands: dead ? 'guide.stand-create-dead' : 'guide.stand-create',
    leaves: 'guide.leave-create',
  }
}
