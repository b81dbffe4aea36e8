import { useStore } from 'zustand'
import { serviceOf } from '../../shared/model/kind'
import type { TokenSummary } from '../../shared/model/token'
import { isDead } from '../../shared/model/verdict-list'
import { isolate, useWords } from '../i18n/intl'
import { canRevoke } from '../store/ability'
import { useApp } from '../store/hooks'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'

/** Says what forgetting means before it happens: the platform still honours the token. */
export function ForgetDialog({ token }: { readonly token: TokenSummary }) {
  const app = useApp()
  const words = useWords()
  const kind = useStore(app.session, (session) => session.kinds.get(token.kind))
  const service = isolate(app.names.service(serviceOf(token.kind)))
  const verdict = token.settled?.verdict
  const dead = token.phase.name === 'revoked' || (verdict !== undefined && isDead(verdict))
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
