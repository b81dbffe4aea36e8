import { useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { serviceOf } from '../../../shared/model/kind'
import type { TokenSummary } from '../../../shared/model/token'
import { isolate, useWords } from '../../i18n/intl'
import { useApp } from '../../store/hooks'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { VerdictBox } from '../token/verdict-box'
import { Death } from './death'
import s from './guide.module.css'
import { Hint } from './hint'
import { PlatformSteps } from './platform-steps'
import { Refused } from './refused'
import { endOf } from './rules'
import { createRevokeFlow, type RevokeFlow } from './revoke-flow'
import { Standing } from './standing'
import { Stage, Stepper } from './stepper'

/** The guided end of a token: deleted on its platform by the user, proved dead by a check. */
export function RevokeDialog({ token }: { readonly token: TokenSummary }) {
  const app = useApp()
  const words = useWords()
  const [flow] = useState(() => createRevokeFlow(app, token.id))
  const refused = useStore(flow.store, (state) => state.refused)
  const service = isolate(app.names.service(serviceOf(token.kind)))
  const current = <Hint key="current" text={token.hint} />
  const phase = token.phase.name
  const end = useStore(flow.store, ({ check }) => endOf(phase, check))
  return (
    <Dialog
      dismissable={false}
      title={words.rich('guide.revoke-title', { label: <bdi key="label">{token.label}</bdi> })}
      onClose={app.act.closeOverlay}
      footer={<Footer token={token} flow={flow} />}
    >
      <div className={s['guide']}>
        {(end === 'idle' || end === 'revoking') && (
          <div className={s['intro']}>
            <p>{words.t('guide.revoke-what', { service })}</p>
            <p className={s['text']}>{words.t('guide.revoke-leaked', { service })}</p>
            {phase === 'idle' && (
              <p>
                <Button
                  look="link"
                  onClick={() => app.act.openOverlay({ name: 'rotate', id: token.id })}
                >
                  {words.t('guide.revoke-rotate')}
                </Button>
              </p>
            )}
          </div>
        )}
        <Standing>{words.rich(`guide.revoke-stand-${end}`, { current, service })}</Standing>
        <Stages token={token} flow={flow} />
        {refused && <Refused token={token} work="other" error={refused} />}
      </div>
    </Dialog>
  )
}

function Stages({ token, flow }: { readonly token: TokenSummary; readonly flow: RevokeFlow }) {
  const app = useApp()
  const words = useWords()
  const busy = useStore(flow.store, (state) => state.busy)
  const check = useStore(flow.store, (state) => state.check)
  const service = isolate(app.names.service(serviceOf(token.kind)))
  const current = <Hint key="current" text={token.hint} />
  const end = endOf(token.phase.name, check)
  const revoked = end === 'revoked'
  const over = revoked || end === 'expired'
  return (
    <Stepper>
      <Stage
        number={1}
        title={words.t('guide.stage-end', { service })}
        state={over ? 'done' : 'now'}
      >
        <p className={s['text']}>{words.rich('guide.revoke-which', { current })}</p>
        <PlatformSteps token={token} page="delete" onOpen={flow.begin} />
      </Stage>
      <Stage
        number={2}
        title={words.t('guide.stage-proof')}
        state={over ? 'done' : 'now'}
        open={over}
      >
        {!over && (
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
            check={check ?? (revoked ? token.settled : null)}
            proved={revoked}
            busy={busy === 'prove'}
            service={service}
            proof={words.rich('guide.proved-revoke', { current })}
          />
        )}
      </Stage>
    </Stepper>
  )
}

function Footer({ token, flow }: { readonly token: TokenSummary; readonly flow: RevokeFlow }) {
  const app = useApp()
  const words = useWords()
  const busy = useStore(flow.store, (state) => state.busy)
  const done = useRef<HTMLButtonElement>(null)
  const phase = token.phase.name
  const end = useStore(flow.store, ({ check }) => endOf(phase, check))
  const over = end === 'revoked' || end === 'expired'
  useEffect(() => {
    if (over) done.current?.focus()
  }, [over])
  if (over)
    return (
      <div className={s['foot']}>
        <Button
          icon="trash"
          look="quiet"
          onClick={() => app.act.openOverlay({ name: 'forget', id: token.id })}
        >
          {words.t('guide.revoke-forget')}
        </Button>
        <span className={s['gap']} />
        <Button ref={done} look="primary" onClick={app.act.closeOverlay}>
          {words.t('action.done')}
        </Button>
      </div>
    )
  return (
    <div className={s['foot']}>
      {phase === 'revoking' && (
        <Button look="quiet" busy={busy === 'cancel'} onClick={flow.cancel}>
          {words.t('guide.revoke-cancel')}
        </Button>
      )}
      <span className={s['gap']} />
      <Button onClick={app.act.closeOverlay}>
        {words.t(phase === 'revoking' ? 'guide.later' : 'action.close')}
      </Button>
      <Button look="primary" busy={busy === 'prove'} onClick={flow.prove}>
        {words.t('guide.revoke-prove')}
      </Button>
    </div>
  )
}
