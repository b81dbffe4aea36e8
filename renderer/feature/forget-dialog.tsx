import { useStore } from 'zustand'
import { useEffect, useState } from 'react'
import type { RotationView } from '../../shared/contract/rotation'
import { serviceOf } from '../../shared/model/kind'
import type { TokenSummary } from '../../shared/model/token'
import { isDead } from '../../shared/model/verdict-list'
import { isolate, useWords } from '../i18n/intl'
import { canRevoke } from '../store/ability'
import { useApp } from '../store/hooks'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { alsoForgotten } from './forget-rules'

/** Says what forgetting means before it happens: the platform still honours the token. */
export function ForgetDialog({ token }: { readonly token: TokenSummary }) {
  const app = useApp()
  const words = useWords()
  const kind = useStore(app.session, (session) => session.kinds.get(token.kind))
  const service = isolate(app.names.service(serviceOf(token.kind)))
  const verdict = token.settled?.verdict
  const dead = token.phase.name === 'revoked' || (verdict !== undefined && isDead(verdict))
  const also = alsoForgotten(token.phase, useRotation(token))
  const close = app.act.closeOverlay
  return (
    <Dialog
      alert
      size="small"
      title={words.t('forget.title', { label: isolate(token.label) })}
      onClose={close}
      footer={
        <>
          <Button onClick={close}>{words.t('action.cancel')}</Button>
          <Button
            look="danger"
            autoFocus
            onClick={() => {
              close()
              void app.act.forget(token.id)
            }}
          >
            {words.t('action.forget')}
          </Button>
        </>
      }
    >
      <p>{words.t('forget.text')}</p>
      {also && (
        <p style={{ marginBlockStart: 'var(--space-5)' }}>
          {words.rich(also.message, {
            service,
            hint: <code key="hint">{also.hint}</code>,
            strong: (chunks) => <strong key="strong">{chunks}</strong>,
          })}
        </p>
      )}
      {!dead && (
        <>
          <p style={{ marginBlock: 'var(--space-5)' }}>
            {words.rich(verdict === undefined ? 'forget.maybe' : 'forget.alive', {
              service,
              strong: (chunks) => <strong key="strong">{chunks}</strong>,
            })}
          </p>
          {canRevoke(token, kind) && (
            <Button
              look="link"
              onClick={() => app.act.openOverlay({ name: 'revoke', id: token.id })}
            >
              {words.t('forget.revoke', { kind: app.names.kind(token.kind) })}
            </Button>
          )}
        </>
      )}
    </Dialog>
  )
}

/** The rotation under way, for the stand-ins of its values; null: none, or not loaded. */
function useRotation({ id, phase }: TokenSummary): RotationView | null {
  const { bridge } = useApp().env
  const [view, setView] = useState<RotationView | null>(null)
  const rotating = phase.name === 'rotating'
  useEffect(() => {
    if (!rotating) return undefined
    let here = true
    void bridge.call('rotation.view', { id }).then((answer) => {
      if (here && answer.ok) setView(answer.value)
    })
    return () => {
      here = false
    }
  }, [bridge, id, rotating])
  return rotating ? view : null
}
