import { useEffect, useRef } from 'react'
import { useStore } from 'zustand'
import type { RevocationView } from '../../../shared/contract/rotation'
import { serviceOf } from '../../../shared/model/kind'
import type { TokenSummary } from '../../../shared/model/token'
import { isolate, useWords } from '../../i18n/intl'
import { useApp } from '../../store/hooks'
import { Button } from '../../ui/button'
import { CompanionButton } from './companion-button'
import s from './guide.module.css'
import { hasWays, type RevokeFlow } from './revoke-flow'
import { endOf } from './rules'

interface Props {
  readonly token: TokenSummary
  readonly view: RevocationView | null
  readonly flow: RevokeFlow
}

/** What can be done about a revocation at this point. */
export function RevokeFooter({ token, view, flow }: Props) {
  const app = useApp()
  const words = useWords()
  const { busy, check } = useStore(flow.store)
  const phase = token.phase.name
  const end = endOf(phase, check)
  if (end === 'revoked' || end === 'expired') return <Over token={token} />
  return (
    <div className={s['foot']}>
      {phase === 'revoking' && (
        <Button look="quiet" busy={busy === 'cancel'} onClick={flow.cancel}>
          {words.t('guide.revoke-cancel')}
        </Button>
      )}
      <span className={s['gap']} />
      {isByHand(view, token) && <CompanionButton />}
      <Button onClick={app.act.closeOverlay}>
        {words.t(phase === 'revoking' && view?.mode === 'guided' ? 'guide.later' : 'action.close')}
      </Button>
      <Onward token={token} view={view} flow={flow} />
    </div>
  )
}

/** There is a page to stand beside. */
function isByHand(view: RevocationView | null, token: TokenSummary): boolean {
  return view?.mode === 'guided' || token.phase.name !== 'revoking'
}

function Onward({ token, view, flow }: Props) {
  const app = useApp()
  const words = useWords()
  const { busy, plan, mode } = useStore(flow.store)
  const service = isolate(app.names.service(serviceOf(token.kind)))
  if (token.phase.name === 'idle' && hasWays({ plan }) && mode !== 'guided')
    return (
      <Button look="danger" busy={busy === 'begin'} onClick={flow.run}>
        {words.t(mode === 'automatic' ? 'revocation.begin' : 'revocation.begin-signed-in', {
          service,
        })}
      </Button>
    )
  const need = view === null || view.mode === 'guided' ? 'death' : view.waiting?.need
  if (need === 'help' || need === 'patience')
    return (
      <Button look="primary" busy={busy === 'start'} onClick={() => flow.start()}>
        {words.t('rotation.try-again')}
      </Button>
    )
  if (need !== 'death') return null
  return (
    <Button look="primary" busy={busy === 'prove'} onClick={flow.prove}>
      {words.t('guide.revoke-prove')}
    </Button>
  )
}

/** It is dead: the record can go, and the one button left takes the focus. */
function Over({ token }: Pick<Props, 'token'>) {
  const app = useApp()
  const words = useWords()
  const done = useRef<HTMLButtonElement>(null)
  useEffect(() => done.current?.focus(), [])
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
}
