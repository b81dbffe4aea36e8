import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import { LOCK_MINUTES } from '../../../shared/model/limit'
import type { Output } from '../../../shared/contract/index'
import type { MessageId } from '../../i18n/messages'
import { useWords } from '../../i18n/intl'
import { useApp } from '../../store/hooks'
import { Button } from '../../ui/button'
import { Select } from '../../ui/select'
import { Switch } from '../../ui/switch'
import s from './vault-care.module.css'

type Desktop = Output<'app.desktop'>

const NEVER = 'never'
const NOTICE: Readonly<Record<Desktop['screenLock'], MessageId>> = {
  yes: 'lock.screen.note',
  perhaps: 'lock.screen.perhaps',
  no: 'lock.screen.no',
}

/** When the vault locks by itself, and what closing the window does; each choice holds at once. */
export function LockSection({
  asksForPassword,
  byKeychain,
}: {
  readonly asksForPassword: boolean
  readonly byKeychain: boolean
}) {
  const app = useApp()
  const words = useWords()
  const settings = useStore(app.session, (session) => session.settings)
  const [desktop, setDesktop] = useState<Desktop | null>(null)
  useEffect(() => {
    void app.act.desktop().then((answer) => {
      if (answer.ok) setDesktop(answer.value)
    })
  }, [app])
  if (!settings) return null
  const { lockAfterMinutes: after, lockOnSleep, lockOnScreenLock, closeToTray } = settings
  const save = (change: Partial<typeof settings>) => void app.act.saveSettings(change)
  return (
    <section className={s['section']} aria-labelledby="lock-title">
      <h3 id="lock-title" className={s['title']}>
        {words.t('lock.title')}
      </h3>
      {!asksForPassword && <p className={s['note']}>{words.t('lock.no-password')}</p>}
      {!byKeychain && <p className={s['note']}>{words.t('lock.no-keychain')}</p>}
      <Select
        label={words.t('lock.after')}
        value={after === null ? NEVER : String(after)}
        options={[
          ...LOCK_MINUTES.map((minutes) => ({
            id: String(minutes),
            label: words.t('lock.after.option', { minutes }),
          })),
          { id: NEVER, label: words.t('lock.after.never') },
        ]}
        onChange={(id) =>
          save({ lockAfterMinutes: LOCK_MINUTES.find((each) => String(each) === id) ?? null })
        }
      />
      <Switch on={lockOnSleep} onChange={(on) => save({ lockOnSleep: on })}>
        {words.t('lock.sleep')}
      </Switch>
      <Switch
        on={lockOnScreenLock}
        onChange={(on) => save({ lockOnScreenLock: on })}
        note={desktop && words.t(NOTICE[desktop.screenLock])}
        disabled={desktop?.screenLock === 'no'}
      >
        {words.t('lock.screen')}
      </Switch>
      <Switch
        on={closeToTray}
        onChange={(on) => save({ closeToTray: on })}
        note={desktop && words.t(trayNote(desktop.tray, asksForPassword))}
        disabled={desktop?.tray === false && !closeToTray}
      >
        {words.t('lock.tray')}
      </Switch>
      <div>
        <Button icon="lock" onClick={() => void app.act.lock()}>
          {words.t('command.lock')}
        </Button>
      </div>
    </section>
  )
}

function trayNote(tray: boolean, asksForPassword: boolean): MessageId {
  if (!tray) return 'lock.tray.no'
  return asksForPassword ? 'lock.tray.locks' : 'lock.tray.note'
}
