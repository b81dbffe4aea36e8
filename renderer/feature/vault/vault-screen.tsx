import { useState } from 'react'
import { useStore } from 'zustand'
import type { Way } from '../../../shared/model/vault'
import { useWords } from '../../i18n/intl'
import { useApp } from '../../store/hooks'
import { Button } from '../../ui/button'
import { Icon } from '../../ui/icon'
import { NoticeScreen } from '../../ui/notice-screen'
import { AsideDialog } from './aside-dialog'
import { PROBLEMS, type ProblemState } from './problems'
import { CreateForm } from './create-form'
import { RestoreDialog } from './restore-dialog'
import { UnlockForm } from './unlock-form'
import s from './vault-screen.module.css'

/** States in which a first vault can be made that no keychain opens. */
const WITHOUT_KEYCHAIN: readonly ProblemState[] = [
  'no-keychain',
  'keychain-locked',
  'keychain-timeout',
  'keychain-failed',
]
const NO_WAYS: readonly Way[] = []

const code = (chunks: React.ReactNode[]): React.ReactNode => <code>{chunks}</code>
const em = (chunks: React.ReactNode[]): React.ReactNode => <em>{chunks}</em>

/** Why the vault is not open, what that means for the tokens, and the way on. */
export function VaultScreen({ state }: { readonly state: ProblemState }) {
  const app = useApp()
  const words = useWords()
  const exists = useStore(app.session, (session) => session.vault?.exists ?? false)
  const [asking, setAsking] = useState(false)
  const [restoring, setRestoring] = useState(false)
  const ways = useStore(app.session, (session) => session.vault?.ways ?? NO_WAYS)
  const [typing, setTyping] = useState<'recovery' | 'password' | null>(null)
  const recoverable = ways.includes('recovery')
  const creatable = !exists && WITHOUT_KEYCHAIN.includes(state)
  const problem = PROBLEMS[state]
  // of a damaged file nobody knows what is left in it
  const kept = state === 'damaged' ? 'vault.safe.damaged' : 'vault.safe.exists'
  const safe = exists ? kept : 'vault.safe.none'
  const lost = state === 'missing' || state === 'not-a-file'
  const waiting = state === 'waiting-for-keychain'
  // what may help: trying again mends no file, and no keychain that has lost its key
  const best = state === 'damaged' || lost ? 'restore' : recoverable ? 'recovery' : 'retry'
  const first = (way: typeof best) =>
    way === best ? ({ look: 'primary', autoFocus: true } as const) : {}

  return (
    <>
      <NoticeScreen
        data-vault-state={state}
        icon={problem.icon}
        loud={problem.loud}
        passing={waiting}
        title={words.t(problem.title)}
        texts={[words.t(problem.text)]}
        actions={
          <>
            {!waiting && (
              <Button {...first('retry')} icon="refresh" onClick={() => void app.act.retryVault()}>
                {words.t('vault.retry')}
              </Button>
            )}
            {recoverable && typing === null && (
              <Button {...first('recovery')} icon="key" onClick={() => setTyping('recovery')}>
                {words.t('vault.use-recovery')}
              </Button>
            )}
            {creatable && typing === null && (
              <Button icon="key" onClick={() => setTyping('password')}>
                {words.t('vault.use-password')}
              </Button>
            )}
            <Button icon="folder" onClick={() => void app.act.showDataFolder()}>
              {words.t('vault.folder')}
            </Button>
            {problem.replaceable && (
              <Button {...first('restore')} icon="history" onClick={() => setRestoring(true)}>
                {words.t('backup.restore')}
              </Button>
            )}
            {problem.replaceable && (
              <Button look="quiet" onClick={() => setAsking(true)}>
                {words.t('vault.aside')}
              </Button>
            )}
          </>
        }
      >
        {!lost && (
          <p className={state === 'damaged' ? s['known'] : s['safe']}>
            <Icon name={state === 'damaged' ? 'info' : 'shield-check'} size={16} />
            {words.t(safe)}
          </p>
        )}
        {typing === 'recovery' && <UnlockForm ways={['recovery']} />}
        {typing === 'password' && <CreateForm />}
        <h2 className={s['way']}>{words.t('vault.way-on')}</h2>
        <ol className={s['steps']}>
          {problem.steps.map((step) => (
            <li key={step}>{words.rich(step, { code, em })}</li>
          ))}
        </ol>
      </NoticeScreen>
      {restoring && <RestoreDialog onClose={() => setRestoring(false)} />}
      {asking && <AsideDialog missing={lost} onClose={() => setAsking(false)} />}
    </>
  )
}
