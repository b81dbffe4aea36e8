import { useEffect, useRef, useState, type SyntheticEvent } from 'react'
import { useStore } from 'zustand'
import type { Input } from '../../../shared/contract/index'
import type { AppError } from '../../../shared/error'
import type { Way } from '../../../shared/model/vault'
import {
  PASSPHRASE_MIN,
  PLAIN_FORMATS,
  PLAIN_WORD,
  SEALED_FORMATS,
  type ExportFormat,
  type PlainFormat,
  type SealedFormat,
} from '../../../shared/model/transfer-list'
import { isolate, useWords } from '../../i18n/intl'
import { useApp } from '../../store/hooks'
import { isMoving } from '../../store/start'
import { TextField } from '../../ui/field'
import { Icon, type IconName } from '../../ui/icon'
import { Choices } from '../../ui/radio'
import { NewPasswordFields, useNewPassword } from '../vault/new-password'
import { drain } from '../vault/secret-input'
import { isAboutProof, ProofField, takeProof, useProof } from '../vault-care/proof-field'
import type { Written } from './export-done'
import { Failure } from './failure'
import s from './transfer.module.css'

export const EXPORT_FORM = 'export-tokens'

const FORMATS: readonly ExportFormat[] = [...SEALED_FORMATS, ...PLAIN_FORMATS]

type Sealed = { readonly sort: 'sealed'; readonly format: SealedFormat }
type Plain = { readonly sort: 'plain'; readonly format: PlainFormat }

function sortOf(format: ExportFormat): Sealed | Plain {
  return format === 'age' || format === 'kdbx'
    ? { sort: 'sealed', format }
    : { sort: 'plain', format }
}

/** Which file, and what it takes: a passphrase, or a proof and a word. */
export function ExportForm({
  busy,
  onBusy,
  onDone,
}: {
  readonly busy: boolean
  readonly onBusy: (busy: boolean) => void
  readonly onDone: (written: Written) => void
}) {
  const app = useApp()
  const words = useWords()
  const [format, setFormat] = useState<ExportFormat>('age')
  const [error, setError] = useState<AppError | null>(null)
  const [wrong, setWrong] = useState<string | null>(null)
  const [usable, setUsable] = useState<readonly Way[]>(['keychain'])
  useEffect(() => {
    void app.act.waysInfo().then((answer) => {
      if (answer.ok) setUsable(answer.value.usable)
      else app.act.failed(answer.error)
    })
  }, [app])
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => form.current?.querySelector<HTMLInputElement>('input:checked')?.focus(), [])
  const choice = useProof(usable)
  const typed = useNewPassword(PASSPHRASE_MIN)
  const [proof, word] = [useRef<HTMLInputElement>(null), useRef<HTMLInputElement>(null)]
  const chosen = sortOf(format)

  const inputOf = (): Input<'export.write'> | null => {
    if (chosen.sort === 'sealed') {
      const passphrase = typed.see()
      return passphrase === null ? null : { ...chosen, passphrase }
    }
    if (word.current?.value.trim().toLowerCase() !== PLAIN_WORD) {
      setWrong(words.t('transfer.word-wrong'))
      word.current?.focus()
      return null
    }
    const shown = takeProof(choice, proof)
    return shown === null ? null : { ...chosen, proof: shown, word: PLAIN_WORD }
  }
  const submit = async (event: SyntheticEvent): Promise<void> => {
    event.preventDefault()
    if (busy) return
    const input = inputOf()
    if (input === null) return
    onBusy(true)
    setError(null)
    const answer = await app.act.exportTokens(input)
    onBusy(false)
    if (!answer.ok) setError(answer.error)
    else if (answer.value.file !== null) {
      // until there is a file, what was typed is still wanted
      drain(typed.first)
      drain(typed.second)
      onDone({ format, ...answer.value, file: answer.value.file })
    }
  }
  return (
    <form
      ref={form}
      id={EXPORT_FORM}
      className={s['step']}
      onSubmit={(event) => void submit(event)}
      autoComplete="off"
    >
      <Choices
        label={words.t('transfer.export-format')}
        value={format}
        choices={FORMATS.map((id) => ({
          id,
          label: words.t(`transfer.export-${id}`),
          note: words.t(`transfer.export-${id}-text`),
        }))}
        onChange={(next) => {
          setFormat(next)
          setError(null)
          setWrong(null)
          typed.edited()
        }}
      />
      {chosen.sort === 'sealed' ? (
        <div className={s['part']}>
          <NewPasswordFields
            of={typed}
            busy={busy}
            use="file"
            label={words.t('transfer.passphrase')}
          />
          <p className={s['note']}>{words.t('transfer.passphrase-lost')}</p>
        </div>
      ) : (
        <div className={s['part']}>
          <p className={s['advice']}>
            <Icon name="triangle" size={16} />
            {words.t('transfer.danger')}
          </p>
          <TextField
            ref={word}
            label={words.t('transfer.word', { word: isolate(PLAIN_WORD) })}
            error={wrong}
            maxLength={40}
            required
            readOnly={busy}
            autoCapitalize="off"
            onChange={() => setWrong(null)}
          />
          <ProofField choice={choice} field={proof} busy={busy} error={error} />
        </div>
      )}
      <Failure error={isAboutProof(error) ? null : error} />
      {busy && (
        <p className={s['note']} role="status">
          {words.t('transfer.writing')}
        </p>
      )}
      <Holds format={format} />
    </form>
  )
}

/** What is in the file, and what is not. */
function Holds({ format }: { readonly format: ExportFormat }) {
  const app = useApp()
  const words = useWords()
  const list = useStore(app.tokens, (tokens) => tokens.list)
  const moving = list.filter(isMoving).length
  const lines: readonly (readonly [IconName, string])[] = [
    [
      'check',
      words.t(format === 'csv' ? 'transfer.holds-tokens-csv' : 'transfer.holds-tokens', {
        count: list.length,
      }),
    ],
    ['x', words.t('transfer.holds-not')],
    ...(moving > 0
      ? [['rotate', words.t('transfer.holds-moving', { count: moving })] as const]
      : []),
  ]
  return (
    <section className={s['part']} aria-labelledby="export-holds">
      <h3 id="export-holds" className={s['caption']}>
        {words.t('transfer.holds')}
      </h3>
      <ul className={s['list']}>
        {lines.map(([icon, text]) => (
          <li key={icon}>
            <Icon name={icon} size={14} />
            {text}
          </li>
        ))}
      </ul>
    </section>
  )
}
