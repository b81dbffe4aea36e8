import { useStore } from 'zustand'
import type { TokenSummary } from '../../../shared/model/token'
import { keysOf } from '../../command/show'
import { useWords } from '../../i18n/intl'
import { canRevoke, canRotate } from '../../store/ability'
import { useApp } from '../../store/hooks'
import { Button } from '../../ui/button'
import s from './token-actions.module.css'

/** What changes the token on its platform or here; always at hand at the lower edge. */
export function TokenActions({ token }: { readonly token: TokenSummary }) {
  const app = useApp()
  const words = useWords()
  const kind = useStore(app.session, (session) => session.kinds.get(token.kind))
  const open = (overlay: 'rotate' | 'revoke' | 'forget'): void =>
    app.act.openOverlay({ name: overlay, id: token.id })
  return (
    <div className={s['bar']} role="toolbar" aria-label={words.t('details.actions')}>
      {canRotate(token, kind) && (
        <Button
          icon="rotate"
          data-tip={words.t('details.rotate-tip')}
          data-tip-keys={keysOf('token.rotate')}
          onClick={() => open('rotate')}
        >
          {words.t('action.rotate')}
        </Button>
      )}
      {canRevoke(token, kind) && (
        <Button
          icon="shield-x"
          data-tip={words.t('details.revoke-tip')}
          onClick={() => open('revoke')}
        >
          {words.t('action.revoke')}
        </Button>
      )}
      <span className={s['gap']} />
      <Button
        look="quiet"
        icon="trash"
        data-tip={words.t('details.forget-tip')}
        data-tip-keys={keysOf('token.forget')}
        onClick={() => open('forget')}
      >
        {words.t('action.forget')}
      </Button>
    </div>
  )
}
