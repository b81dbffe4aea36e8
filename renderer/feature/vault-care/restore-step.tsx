import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import type { Input, Output } from '../../../shared/contract/index'
import { appError, type AppError } from '../../../shared/error'
import type { Proof } from '../../../shared/model/proof'
import type { Way } from '../../../shared/model/vault'
import { useWords } from '../../i18n/intl'
import { moment } from '../../i18n/time'
import { useApp } from '../../store/hooks'
import { paramsOf } from '../../store/params'
import { Button } from '../../ui/button'
import { Icon } from '../../ui/icon'
import type { Backups } from './backup-section'
import { ChangeForm } from './change-form'
import { RestorePreview } from './restore-preview'
import s from './vault-care.module.css'

type Looked = Output<'backup.look'>
type Source = Input<'backup.look'>['source']

/** Restoring a backup: which one, what opens it, what it would change, and the deed. */
export function RestoreStep({ onBack }: { readonly onBack: () => void }) {
  const app = useApp()
  const words = useWords()
  const [looked, setLooked] = useState<Looked | null>(null)
  const [done, setDone] = useState(false)
  const locked = useStore(app.session, (session) => session.vault?.state === 'locked')
  const [usable, setUsable] = useState<readonly Way[]>([])
  useEffect(() => () => app.act.dropBackup(), [app])
  useEffect(() => {
    void app.act.waysInfo().then((ways) => {
      // no vault is open, or a click opens it: then nothing is asked for
      if (ways.ok && !ways.value.usable.includes('keychain')) setUsable(ways.value.usable)
    })
  }, [app])

  const look = async (source: Source, proof: Proof | null) => {
    const answer = await app.act.lookBackup({ source, proof })
    if (answer.ok) setLooked(answer.value.state === 'none' ? null : answer.value)
    return answer
  }
  if (done) {
    return (
      <div className={s['change']}>
        <h3 className={s['title']}>{words.t('restore.done')}</h3>
        <p className={s['text']}>{words.t(locked ? 'restore.done-locked' : 'restore.done-why')}</p>
        <div className={s['buttons']}>
          <Button look="primary" autoFocus onClick={app.act.reload}>
            {words.t(locked ? 'restore.done-open' : 'restore.done-do')}
          </Button>
        </div>
      </div>
    )
  }
  if (looked?.state === 'open') {
    return (
      <RestorePreview
        preview={looked.preview}
        usable={usable}
        onBack={() => setLooked(null)}
        onDone={() => setDone(true)}
      />
    )
  }
  if (looked?.state === 'locked') {
    return (
      <ChangeForm
        title={words.t('restore.locked')}
        text={<p>{words.t('restore.locked-why')}</p>}
        action={words.t('restore.look')}
        usable={looked.ways.filter((way) => way === 'password' || way === 'recovery')}
        take={() => true}
        run={(proof) => look({ from: 'held' }, proof)}
        onDone={() => undefined}
        onBack={() => setLooked(null)}
      />
    )
  }
  return <Choose look={(source) => look(source, null)} onBack={onBack} />
}

/** The backups of this computer, and the way to a file. */
function Choose({
  look,
  onBack,
}: {
  readonly look: (source: Source) => ReturnType<ReturnType<typeof useApp>['act']['lookBackup']>
  readonly onBack: () => void
}) {
  const app = useApp()
  const words = useWords()
  const [backups, setBackups] = useState<Backups | null>(null)
  const [busy, setBusy] = useState<string | null>(null)
  const [error, setError] = useState<AppError | null>(null)
  useEffect(() => {
    void app.act.listBackups().then((answer) => {
      if (answer.ok) setBackups(answer.value)
      else setError(answer.error)
    })
  }, [app])

  const choose = async (source: Source, name: string): Promise<void> => {
    if (busy !== null) return
    setBusy(name)
    setError(null)
    const answer = await look(source)
    setBusy(null)
    if (answer.ok) return
    // a file elsewhere is none of the vault's
    const unread = source.from === 'file' && answer.error.code === 'vault.io'
    setError(unread ? appError('file.unreadable') : answer.error)
  }
  return (
    <div className={s['change']}>
      <h3 className={s['title']}>{words.t('restore.choose')}</h3>
      <p className={s['text']}>{words.t('restore.choose-why')}</p>
      {backups?.backups.length === 0 && <p className={s['note']}>{words.t('backup.none')}</p>}
      <ul className={s['ways']} aria-label={words.t('restore.choose')}>
        {backups?.backups.map(({ id, at, reason }) => {
          const name = words.t('restore.one', {
            at: moment(words, at),
            reason: words.t(`backup.reason.${reason}`),
          })
          return (
            <li key={id} className={s['way']}>
              <Icon name="history" size={18} className={s['icon']} />
              <p>{name}</p>
              <Button
                size="small"
                busy={busy === id}
                disabled={busy !== null && busy !== id}
                aria-label={words.t('care.button', { what: words.t('restore.look'), name })}
                onClick={() => void choose({ from: 'list', id }, id)}
              >
                {words.t('restore.look')}
              </Button>
            </li>
          )
        })}
      </ul>
      {error && (
        <p role="alert" className={s['refused']}>
          <Icon name="triangle" size={14} />
          {words.t(`error.${error.code}`, paramsOf(error))}
        </p>
      )}
      <div className={s['buttons']}>
        <Button autoFocus onClick={onBack}>
          {words.t('action.cancel')}
        </Button>
        <Button
          icon="folder"
          busy={busy === 'file'}
          disabled={busy !== null && busy !== 'file'}
          onClick={() => void choose({ from: 'file' }, 'file')}
        >
          {words.t('restore.file')}
        </Button>
      </div>
    </div>
  )
}
