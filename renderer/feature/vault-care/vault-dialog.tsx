import { useCallback, useEffect, useState } from 'react'
import type { MessageId } from '../../i18n/messages'
import { useWords } from '../../i18n/intl'
import { useApp } from '../../store/hooks'
import { Dialog } from '../../ui/dialog'
import { BackupSection } from './backup-section'
import { KeySection, KeyStep } from './key-step'
import { Leaving, useLeaving } from './leave'
import { LockSection } from './lock-section'
import { RecoveryStep } from './recovery-step'
import { RestoreStep } from './restore-step'
import { KeychainStep, PasswordStep, PinStep, RemoveStep, type Ways } from './steps'
import { TransferSection } from './transfer-section'
import { useWayBack } from './way-back'
import { WaysSection, type Wish } from './ways-section'
import s from './vault-care.module.css'

/** What opens the vault, when it locks, and what keeps it safe. */
export function VaultDialog() {
  const app = useApp()
  const words = useWords()
  const [ways, setWays] = useState<Ways | null>(null)
  const [wish, setWish] = useState<Wish | null>(null)
  const [said, setSaid] = useState<MessageId | null>(null)
  const sections = useWayBack(wish)
  const { hold, onClose } = useLeaving(app.act.closeOverlay)

  const load = useCallback(
    () =>
      app.act.waysInfo().then((answer) => {
        if (answer.ok) setWays(answer.value)
        else app.act.failed(answer.error)
      }),
    [app],
  )
  useEffect(() => void load(), [load])

  const begin = (next: Wish): void => {
    setSaid(null)
    setWish(next)
  }
  const step = {
    onDone: (message: MessageId): void => {
      setSaid(message)
      setWish(null)
      void load()
    },
    onBack: () => setWish(null),
  }
  return (
    <Dialog
      title={words.t('care.title')}
      onClose={onClose}
      size="medium"
      dismissable={wish === null}
    >
      {ways &&
        (wish === null ? (
          <div ref={sections} className={s['sections']}>
            <p role="status" tabIndex={-1} className={s['said']}>
              {said && words.t(said)}
            </p>
            <WaysSection ways={ways} onWish={begin} />
            <KeySection ways={ways} onReplace={() => begin({ step: 'key' })} />
            <LockSection asksForPassword={ways.password !== null} byKeychain={ways.keychain} />
            <BackupSection
              onRecovery={() => begin({ step: 'recovery' })}
              onRestore={() => begin({ step: 'restore' })}
            />
            <TransferSection />
          </div>
        ) : (
          <Leaving value={hold}>
            <Step wish={wish} ways={ways} {...step} />
          </Leaving>
        ))}
    </Dialog>
  )
}

function Step({
  wish,
  ...rest
}: {
  readonly wish: Wish
  readonly ways: Ways
  readonly onDone: (said: MessageId) => void
  readonly onBack: () => void
}) {
  switch (wish.step) {
    case 'password':
      return <PasswordStep {...rest} />
    case 'pin':
      return <PinStep {...rest} />
    case 'keychain':
      return <KeychainStep {...rest} />
    case 'recovery':
      return <RecoveryStep {...rest} />
    case 'key':
      return <KeyStep {...rest} />
    case 'restore':
      return <RestoreStep onBack={rest.onBack} />
    case 'remove':
      return <RemoveStep {...rest} way={wish.way} />
  }
}
