import { useState } from 'react'
import { useStore } from 'zustand'
import type { RevocationView } from '../../../shared/contract/rotation'
import { serviceOf } from '../../../shared/model/kind'
import type { TokenSummary } from '../../../shared/model/token'
import { isolate, useWords } from '../../i18n/intl'
import { useApp } from '../../store/hooks'
import { VerdictBox } from '../token/verdict-box'
import { Acting, WaitPart } from '../rotation/wait-part'
import { Death } from './death'
import s from './guide.module.css'
import { Hint } from './hint'
import { PlatformSteps } from './platform-steps'
import type { RevokeFlow } from './revoke-flow'
import { endOf } from './rules'
import { Stage, Stepper } from './stepper'

interface Props {
  readonly token: TokenSummary
  /** null: none is open, or it is not told yet. */
  readonly view: RevocationView | null
  readonly flow: RevokeFlow
}

const isProof = (view: RevocationView): boolean =>
  view.act === 'prove' || view.waiting?.need === 'death'

/** Deleted there, and proved: by API as it goes, by hand both at once. */
export function RevokeStages({ token, view, flow }: Props) {
  const app = useApp()
  const words = useWords()
  const check = useStore(flow.store, (state) => state.check)
  const service = isolate(app.names.service(serviceOf(token.kind)))
  const end = endOf(token.phase.name, check)
  const over = end === 'revoked' || end === 'expired'
  const byApi = view !== null && view.mode !== 'guided' && !over
  const proving = byApi && isProof(view)
  const here = over ? 'over' : proving ? 'proof' : 'delete'
  const [arrived] = useState(here)
  return (
    <Stepper>
      <Stage
        number={1}
        title={words.t('guide.stage-end', { service })}
        state={over || proving ? 'done' : 'now'}
        focused={here !== arrived && here === 'delete'}
      >
        {byApi ? (
          <Driven token={token} view={view} flow={flow} />
        ) : (
          <>
            <p className={s['text']}>
              {words.rich('guide.revoke-which', {
                current: <Hint key="current" text={token.hint} />,
              })}
            </p>
            <PlatformSteps token={token} page="delete" onOpen={flow.begin} />
          </>
        )}
      </Stage>
      <Stage
        number={2}
        title={words.t('guide.stage-proof')}
        state={over ? 'done' : byApi && !proving ? 'later' : 'now'}
        open={over}
        focused={here !== arrived && here === 'proof'}
      >
        {proving ? (
          <Driven token={token} view={view} flow={flow} />
        ) : (
          <Proof token={token} flow={flow} asked={!over && !byApi} />
        )}
      </Stage>
    </Stepper>
  )
}

/** What is being done by API, or waited for. */
function Driven({ token, view, flow }: Omit<Props, 'view'> & { readonly view: RevocationView }) {
  const app = useApp()
  const words = useWords()
  const service = isolate(app.names.service(serviceOf(token.kind)))
  if (view.act !== null) return <Acting text={words.t(`revocation.act-${view.act}`, { service })} />
  return (
    view.waiting && (
      <WaitPart
        token={token}
        waiting={view.waiting}
        what="revocation"
        seen={token.check}
        onByHand={() => flow.start('guided')}
        onManager={() => flow.start('automatic')}
      />
    )
  )
}

/** What the platform says about it when it is asked. */
function Proof({
  token,
  flow,
  asked,
}: Omit<Props, 'view'> & {
  /** The user is the one who asks. */
  readonly asked: boolean
}) {
  const app = useApp()
  const words = useWords()
  const { busy, check } = useStore(flow.store)
  const service = isolate(app.names.service(serviceOf(token.kind)))
  const end = endOf(token.phase.name, check)
  const revoked = end === 'revoked'
  return (
    <>
      {asked && (
        <p className={s['text']} role="status">
          {words.t(busy === 'prove' ? 'guide.revoke-proving' : 'guide.revoke-prove-text', {
            service,
          })}
        </p>
      )}
      {end === 'expired' && check ? (
        <div role="status" className={s['box']}>
          <VerdictBox evidence={check} />
        </div>
      ) : (
        <Death
          check={revoked ? (token.settled ?? check) : check}
          proved={revoked}
          busy={busy === 'prove'}
          service={service}
          proof={words.rich('guide.proved-revoke', {
            current: <Hint key="current" text={token.hint} />,
          })}
        />
      )}
    </>
  )
}
