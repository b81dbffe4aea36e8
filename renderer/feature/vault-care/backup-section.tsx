import { useCallback, useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import type { Output } from '../../../shared/contract/index'
import type { AppError } from '../../../shared/error'
import { useWords } from '../../i18n/intl'
import { moment } from '../../i18n/time'
import { useApp } from '../../store/hooks'
import { paramsOf } from '../../store/params'
import { Button } from '../../ui/button'
import { Icon } from '../../ui/icon'
import s from './vault-care.module.css'

export type Backups = Output<'backup.list'>

interface Props {
  readonly onRecovery: () => void
  readonly onRestore: () => void
}

/** The backups there are, and what can be done: make one, save one elsewhere, restore one. */
export function BackupSection({ onRecovery, onRestore }: Props) {
  const app = useApp()
  const words = useWords()
  const [backups, setBackups] = useState<Backups | null>(null)
  const [busy, setBusy] = useState<'make' | 'copy' | null>(null)
  const [said, setSaid] = useState<string | null>(null)
  const [error, setError] = useState<AppError | null>(null)

  const load = useCallback(
    () =>
      app.act.listBackups().then((answer) => {
        if (answer.ok) setBackups(answer.value)
        else setError(answer.error)
      }),
    [app],
  )
  useEffect(() => {
    void load()
    return app.env.bridge.on('backup.changed', () => void load())
  }, [app, load])

  const begin = (what: 'make' | 'copy'): void => {
    setBusy(what)
    setSaid(null)
    setError(null)
  }
  const make = async (): Promise<void> => {
    begin('make')
    const made = await app.act.makeBackup()
    setBusy(null)
    if (made.ok) setSaid(words.t('backup.made'))
    else setError(made.error)
    void load()
  }
  const copy = async (): Promise<void> => {
    begin('copy')
    const saved = await app.act.saveBackup()
    setBusy(null)
    if (!saved.ok) setError(saved.error)
    else if (saved.value.file !== null) {
      setSaid(words.t('backup.saved', { file: saved.value.file }))
    }
  }

  const end = useRef<HTMLDivElement>(null)
  useEffect(() => {
    // it stands below the buttons, at the end of what scrolls
    if (said !== null || error !== null) end.current?.scrollIntoView({ block: 'nearest' })
  }, [said, error])

  const able = backups?.able !== false
  const damaged = useStore(app.session, (session) => session.vault?.damagedRecords ?? 0)
  return (
    <section className={s['section']} aria-labelledby="care-backups" data-backups={able}>
      <h3 id="care-backups" className={s['title']}>
        {words.t('backup.title')}
      </h3>
      {damaged > 0 && (
        <p className={s['advice']}>
          <Icon name="triangle" size={16} />
          {words.t('backup.damaged', { count: damaged })}
        </p>
      )}
      {able ? (
        <p className={s['note']}>{words.t('backup.about')}</p>
      ) : (
        <div className={s['advice']}>
          <Icon name="triangle" size={16} />
          <div className={s['what']}>
            <p>{words.t('backup.unable')}</p>
            <Button size="small" onClick={onRecovery}>
              {words.t('backup.unable-do')}
            </Button>
          </div>
        </div>
      )}
      {backups && able && <Newest backups={backups} />}
      <div className={s['others']}>
        <Button
          icon="hard-drive"
          disabled={!able}
          busy={busy === 'make'}
          onClick={() => void make()}
        >
          {words.t('backup.make')}
        </Button>
        <Button
          icon="file-down"
          disabled={!able}
          busy={busy === 'copy'}
          onClick={() => void copy()}
        >
          {words.t('backup.copy')}
        </Button>
        <Button icon="history" data-step="restore" onClick={onRestore}>
          {words.t('backup.restore')}
        </Button>
      </div>
      <div ref={end} className={s['end']}>
        <p role="status" className={s['said']}>
          {said}
        </p>
        {error && (
          <p role="alert" className={s['refused']}>
            <Icon name="triangle" size={14} />
            {words.t(`error.${error.code}`, paramsOf(error))}
          </p>
        )}
      </div>
    </section>
  )
}

/** When the newest one was made, and what kept the last try from making one. */
function Newest({ backups: { backups, last } }: { readonly backups: Backups }) {
  const words = useWords()
  const [newest] = backups
  return (
    <>
      <p>
        {newest
          ? words.t('backup.newest', {
              at: moment(words, newest.at),
              reason: words.t(`backup.reason.${newest.reason}`),
              count: backups.length,
            })
          : words.t('backup.none')}
      </p>
      {last && last.error !== null && (
        <p className={s['refused']}>
          <Icon name="triangle" size={14} />
          {words.t('backup.failed', {
            at: moment(words, last.at),
            why: words.t(`error.${last.error}`),
          })}
        </p>
      )}
    </>
  )
}
