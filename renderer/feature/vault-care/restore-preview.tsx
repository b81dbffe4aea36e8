import { useEffect, useRef, useState, type SyntheticEvent } from 'react'
import type { AppError } from '../../../shared/error'
import type { BackupPreview } from '../../../shared/model/backup'
import type { Way } from '../../../shared/model/vault'
import type { MessageId } from '../../i18n/messages'
import { useWords } from '../../i18n/intl'
import { moment } from '../../i18n/time'
import { useApp } from '../../store/hooks'
import { paramsOf } from '../../store/params'
import { Button } from '../../ui/button'
import { Icon } from '../../ui/icon'
import { Switch } from '../../ui/switch'
import { stay, useLeave } from './leave'
import { isAboutProof, ProofField, takeProof, useProof } from './proof-field'
import s from './vault-care.module.css'

const PARTS = [
  ['back', 'restore.back'],
  ['gone', 'restore.gone'],
  ['different', 'restore.different'],
] as const satisfies readonly (readonly [string, MessageId])[]

const { compare: byName } = new Intl.Collator(undefined, { numeric: true })

/** What is in a backup and what it would change, before anything is changed. */
export function RestorePreview({
  preview,
  usable,
  onBack,
  onDone,
}: {
  readonly preview: BackupPreview
  /** What opens the vault that is to be replaced; empty: nothing is asked for. */
  readonly usable: readonly Way[]
  readonly onBack: () => void
  readonly onDone: () => void
}) {
  const app = useApp()
  const words = useWords()
  const [understood, setUnderstood] = useState(false)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<AppError | null>(null)
  const { at, tokens, same, damaged, changes } = preview
  const unchanged = changes !== null && PARTS.every(([part]) => changes[part].count === 0)

  const choice = useProof(usable)
  const field = useRef<HTMLInputElement>(null)
  const arrived = useRef(false)
  const title = useRef<HTMLHeadingElement>(null)
  const { by } = choice
  useLeave(busy ? stay : null)
  useEffect(() => {
    // first there is something to read, from its beginning
    if (!arrived.current) title.current?.focus()
    else if (!busy) field.current?.focus()
    arrived.current = true
  }, [busy, by])

  const restore = async (event: SyntheticEvent): Promise<void> => {
    event.preventDefault()
    if (busy || !understood) return
    const proof = usable.length === 0 ? null : takeProof(choice, field)
    if (proof === null && usable.length > 0) return
    setBusy(true)
    setError(null)
    const answer = await app.act.restoreBackup(proof)
    setBusy(false)
    if (answer.ok) onDone()
    else setError(answer.error)
  }
  return (
    <form className={s['change']} onSubmit={(event) => void restore(event)}>
      <h3 ref={title} tabIndex={-1} className={s['title']}>
        {words.t('restore.preview')}
      </h3>
      <p className={s['text']}>
        {at === null
          ? words.t('restore.holds', { count: tokens })
          : words.t('restore.holds-at', { count: tokens, at: moment(words, at) })}
      </p>
      {same === false && (
        <p className={s['advice']}>
          <Icon name="triangle" size={16} />
          {words.t('restore.other')}
        </p>
      )}
      {damaged > 0 && (
        <p className={s['advice']}>
          <Icon name="triangle" size={16} />
          {words.t('restore.damaged', { count: damaged })}
        </p>
      )}
      {changes && !unchanged && (
        <dl className={s['changes']}>
          {PARTS.map(([part, message]) => {
            const { count, labels } = changes[part]
            if (count === 0) return null
            return (
              <div key={part}>
                <dt>{words.t(message, { count })}</dt>
                {labels.toSorted(byName).map((label, index) => (
                  // labels may be the same, their places are not
                  <dd key={index}>{label}</dd>
                ))}
                {count > labels.length && (
                  <dd>{words.t('restore.more', { count: count - labels.length })}</dd>
                )}
              </div>
            )
          })}
        </dl>
      )}
      {unchanged && <p className={s['text']}>{words.t('restore.nothing')}</p>}
      <p className={s['text']}>{words.t('restore.kept')}</p>
      <Switch on={understood} onChange={setUnderstood}>
        {words.t('restore.confirm')}
      </Switch>
      {usable.length > 0 && <p className={s['text']}>{words.t('restore.prove')}</p>}
      <ProofField choice={choice} field={field} busy={busy} error={error} />
      {error && !isAboutProof(error) && (
        <p role="alert" className={s['refused']}>
          <Icon name="triangle" size={14} />
          {words.t(`error.${error.code}`, paramsOf(error))}
        </p>
      )}
      <div className={s['buttons']}>
        <Button disabled={busy} onClick={onBack}>
          {words.t('restore.other-one')}
        </Button>
        <Button look="danger" type="submit" disabled={!understood} busy={busy}>
          {words.t('restore.do')}
        </Button>
      </div>
    </form>
  )
}
