import { useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { serviceOf } from '../../../shared/model/kind'
import type { TokenSummary } from '../../../shared/model/token'
import { isolate, useWords } from '../../i18n/intl'
import { useApp } from '../../store/hooks'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { useKeptFocus } from '../rotation/kept-focus'
import { controlOf } from '../rotation/steps'
import { ModeChoice } from '../rotation/start-part'
import { whyText } from '../rotation/start-rules'
import { Note } from '../rotation/plan-notes'
import s from './guide.module.css'
import { Hint } from './hint'
import { Refused } from './refused'
import { RevokeFooter } from './revoke-footer'
import { createRevokeFlow, hasWays, type RevokeFlow } from './revoke-flow'
import { RevokeStages } from './revoke-stages'
import { endOf } from './rules'
import { Standing } from './standing'

/** The end of a token: deleted on its platform by API or by the user, proved dead by a check. */
export function RevokeDialog({ token }: { readonly token: TokenSummary }) {
  const app = useApp()
  const words = useWords()
  const [flow] = useState(() => createRevokeFlow(app, token.id))
  const { refused, check, ready, plan, mode } = useStore(flow.store)
  const view = useStore(app.rotations, ({ revocations }) => revocations.get(token.id) ?? null)
  const box = useRef<HTMLDivElement>(null)
  useKeptFocus(box, view === null ? token.phase.name : controlOf(view))
  const service = isolate(app.names.service(serviceOf(token.kind)))
  const current = <Hint key="current" text={token.hint} />
  const phase = token.phase.name
  const end = endOf(phase, check)
  const ways = end === 'idle' && hasWays({ plan })
  const why = plan && whyText(plan)
  useEffect(() => void flow.open(), [flow])
  return (
    <Dialog
      dismissable={false}
      title={words.rich('guide.revoke-title', { label: <bdi key="label">{token.label}</bdi> })}
      onClose={app.act.closeOverlay}
      footer={ready ? <RevokeFooter token={token} view={view} flow={flow} /> : undefined}
    >
      <div ref={box} className={s['guide']}>
        {(end === 'idle' || end === 'revoking') && <Intro token={token} service={service} />}
        <Standing>{words.rich(`guide.revoke-stand-${end}`, { current, service })}</Standing>
        {ways && <Ways token={token} flow={flow} service={service} />}
        {end === 'idle' && why === 'rotation.why-no-manager' && (
          <Note icon="info">{words.t(why)}</Note>
        )}
        {ready && !(ways && mode !== 'guided') && (
          <RevokeStages token={token} view={view} flow={flow} />
        )}
        {refused && <Refused token={token} work="other" error={refused} />}
      </div>
    </Dialog>
  )
}

function Intro({ token, service }: { readonly token: TokenSummary; readonly service: string }) {
  const app = useApp()
  const words = useWords()
  return (
    <div className={s['intro']}>
      <p>{words.t('guide.revoke-what', { service })}</p>
      <p className={s['text']}>{words.t('guide.revoke-leaked', { service })}</p>
      {token.phase.name === 'idle' && (
        <p>
          <Button look="link" onClick={() => app.act.openOverlay({ name: 'rotate', id: token.id })}>
            {words.t('guide.revoke-rotate')}
          </Button>
        </p>
      )}
    </div>
  )
}

function Ways({
  token,
  flow,
  service,
}: {
  readonly token: TokenSummary
  readonly flow: RevokeFlow
  readonly service: string
}) {
  const { plan, mode, manager } = useStore(flow.store)
  if (plan?.id !== token.id) return null
  return (
    <ModeChoice
      ends
      plan={plan}
      value={mode}
      manager={manager}
      service={service}
      onChange={(next) => flow.choose({ mode: next })}
      onManager={(id) =>
        flow.choose({ manager: plan.managers.find((each) => each === id) ?? null })
      }
    />
  )
}
