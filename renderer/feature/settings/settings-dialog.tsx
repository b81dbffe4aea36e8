import { useStore } from 'zustand'
import { CLIPBOARD_SECONDS } from '../../../shared/model/limit'
import type { Settings } from '../../../shared/model/settings'
import { useWords } from '../../i18n/intl'
import { useApp } from '../../store/hooks'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { Icon } from '../../ui/icon'
import { Select } from '../../ui/select'
import { Switch } from '../../ui/switch'
import { RotationFields } from './rotation-section'
import s from './settings-dialog.module.css'

const THEMES = ['system', 'light', 'dark'] as const
const POLICIES = [30, 60, 90, 180, 365] as const

type Save = (change: Partial<Settings>) => void

/** What the user can choose; each choice holds at once. */
export function SettingsDialog() {
  const app = useApp()
  const words = useWords()
  const settings = useStore(app.session, (session) => session.settings)
  const save: Save = (change) => void app.act.saveSettings(change)
  return (
    <Dialog title={words.t('settings.title')} onClose={app.act.closeOverlay} size="medium">
      <div className={s['sections']}>
        {settings && (
          <>
            <Appearance settings={settings} save={save} />
            <Clipboard settings={settings} save={save} />
            <Screen settings={settings} save={save} />
            <Reminders settings={settings} save={save} />
            <Policy settings={settings} save={save} />
            <Section title={words.t('settings.rotation')}>
              <RotationFields settings={settings} save={save} />
            </Section>
          </>
        )}
        <About />
      </div>
    </Dialog>
  )
}

interface Part {
  readonly settings: Settings
  readonly save: Save
}

function Section({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <section className={s['section']}>
      <h3 className={s['title']}>{title}</h3>
      {children}
    </section>
  )
}

function Appearance({ settings, save }: Part) {
  const words = useWords()
  const label = {
    system: words.t('settings.theme.system'),
    light: words.t('settings.theme.light'),
    dark: words.t('settings.theme.dark'),
  }
  return (
    <Section title={words.t('settings.look')}>
      <Select
        label={words.t('settings.theme')}
        value={settings.theme}
        options={THEMES.map((id) => ({ id, label: label[id] }))}
        onChange={(theme) => save({ theme })}
      />
    </Section>
  )
}

function Clipboard({ settings, save }: Part) {
  const app = useApp()
  const words = useWords()
  const history = useStore(app.session, (session) => session.info?.clipboardHistory)
  return (
    <Section title={words.t('settings.clipboard')}>
      <Select
        label={words.t('settings.clipboard.seconds')}
        value={String(settings.clipboardSeconds)}
        options={CLIPBOARD_SECONDS.map((seconds) => ({
          id: String(seconds),
          label: words.t('settings.clipboard.option', { seconds }),
        }))}
        onChange={(id) => {
          const clipboardSeconds = CLIPBOARD_SECONDS.find((seconds) => String(seconds) === id)
          if (clipboardSeconds) save({ clipboardSeconds })
        }}
      />
      <p className={s['note']}>
        {words.t(
          history === 'excluded'
            ? 'settings.clipboard.excluded'
            : 'settings.clipboard.not-excluded',
        )}
      </p>
    </Section>
  )
}

/** What the choice does, by system: nothing on Linux, where nobody can be asked. */
const CAPTURE_NOTES = {
  darwin: 'settings.capture.darwin',
  win32: 'settings.capture.win32',
  linux: 'settings.capture.none',
  other: 'settings.capture.none',
} as const

function Screen({ settings, save }: Part) {
  const app = useApp()
  const words = useWords()
  const system = useStore(app.session, (session) => session.info?.platform ?? 'other')
  const works = system === 'darwin' || system === 'win32'
  return (
    <Section title={words.t('settings.capture')}>
      <Switch
        on={settings.screenCapture || !works}
        onChange={(screenCapture) => save({ screenCapture })}
        note={words.t(CAPTURE_NOTES[system])}
        disabled={!works}
      >
        {words.t('settings.capture.allow')}
      </Switch>
    </Section>
  )
}

function Reminders({ settings, save }: Part) {
  const app = useApp()
  const words = useWords()
  const shown = useStore(app.session, (session) => session.info?.desktopNotifications ?? true)
  return (
    <Section title={words.t('settings.reminders')}>
      <Switch
        on={settings.notifications}
        onChange={(notifications) => save({ notifications })}
        note={words.t(shown ? 'settings.notifications.note' : 'settings.notifications.none')}
        disabled={!shown}
      >
        {words.t('settings.notifications')}
      </Switch>
      <Switch
        on={settings.notificationLabels}
        onChange={(notificationLabels) => save({ notificationLabels })}
        note={words.t('settings.labels.note')}
        disabled={!shown || !settings.notifications}
      >
        {words.t('settings.labels')}
      </Switch>
    </Section>
  )
}

function Policy({ settings, save }: Part) {
  const words = useWords()
  const own = settings.defaultRotateEveryDays
  const days = [...new Set([...POLICIES, ...(own === null ? [] : [own])])].sort((a, b) => a - b)
  return (
    <Section title={words.t('settings.policy')}>
      <Select
        label={words.t('settings.policy.every')}
        value={own === null ? 'never' : String(own)}
        options={[
          { id: 'never', label: words.t('settings.policy.never') },
          ...days.map((count) => ({
            id: String(count),
            label: words.t('settings.policy.days', { days: count }),
          })),
        ]}
        onChange={(id) => save({ defaultRotateEveryDays: id === 'never' ? null : Number(id) })}
      />
    </Section>
  )
}

const PROMISES = [
  'settings.promise.disk',
  'settings.promise.host',
  'settings.promise.local',
] as const

function About() {
  const app = useApp()
  const words = useWords()
  const info = useStore(app.session, (session) => session.info)
  return (
    <Section title={words.t('settings.about')}>
      <ul className={s['promises']}>
        {PROMISES.map((id) => (
          <li key={id}>
            <Icon name="shield-check" size={16} />
            <span>{words.t(id)}</span>
          </li>
        ))}
      </ul>
      <div className={s['foot']}>
        <span className={s['note']}>
          {info && words.t('settings.version', { version: info.version, electron: info.electron })}
        </span>
        <Button size="small" icon="folder" onClick={() => void app.act.showDataFolder()}>
          {words.t('settings.folder')}
        </Button>
      </div>
    </Section>
  )
}
