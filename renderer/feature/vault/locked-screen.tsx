import { useStore } from 'zustand'
import { statusOf, type LockReason, type VaultState } from '../../../shared/model/vault'
import type { MessageId } from '../../i18n/messages'
import { useWords } from '../../i18n/intl'
import { useApp } from '../../store/hooks'
import { Button } from '../../ui/button'
import { Icon } from '../../ui/icon'
import { NoticeScreen } from '../../ui/notice-screen'
import { PROBLEMS } from './problems'
import { UnlockForm } from './unlock-form'
import s from './unlock.module.css'

const WHY: Readonly<Record<LockReason, MessageId>> = {
  user: 'unlock.by-user',
  idle: 'unlock.by-idle',
  sleep: 'unlock.by-sleep',
  screen: 'unlock.by-screen',
  session: 'unlock.by-session',
  tray: 'unlock.by-tray',
}
const LOCKED = statusOf('locked')

/** The vault waits for its user. */
export function LockedScreen() {
  const app = useApp()
  const words = useWords()
  const status = useStore(app.session, (session) => session.vault ?? LOCKED)
  const { ways, trouble, lockedBy } = status
  const byClick = ways.includes('keychain')
  return (
    <NoticeScreen
      data-vault-state="locked"
      icon="lock"
      loud="wait"
      passing
      title={words.t('unlock.title')}
      texts={
        lockedBy === null
          ? [words.t('unlock.at-start')]
          : [
              words.t(WHY[lockedBy]),
              words.t(ways.includes('pin') ? 'unlock.let-go-pin' : 'unlock.let-go'),
            ]
      }
      actions={
        <>
          {byClick && (
            <Button
              look="primary"
              icon="lock-open"
              autoFocus
              onClick={() => void app.act.unlock({ by: 'keychain' })}
            >
              {words.t('unlock.do')}
            </Button>
          )}
          <Button icon="folder" onClick={() => void app.act.showDataFolder()}>
            {words.t('vault.folder')}
          </Button>
        </>
      }
    >
      {trouble !== null && <Trouble state={trouble} />}
      {!byClick && <UnlockForm ways={ways} />}
    </NoticeScreen>
  )
}

/** Why the keychain did not open it by itself. */
function Trouble({ state }: { readonly state: VaultState }) {
  const app = useApp()
  const words = useWords()
  if (state === 'open' || state === 'opening' || state === 'locked') return null
  return (
    <div className={s['trouble']}>
      <Icon name={PROBLEMS[state].icon} size={16} />
      <p>
        {state === 'wrong-key'
          ? words.t('unlock.wrong-key')
          : words.t('unlock.trouble', { what: words.t(PROBLEMS[state].title) })}
      </p>
      <Button size="small" icon="refresh" onClick={() => void app.act.retryVault()}>
        {words.t('vault.retry')}
      </Button>
    </div>
  )
}
