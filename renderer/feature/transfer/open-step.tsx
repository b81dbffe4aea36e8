import { useEffect, useRef, useState, type SyntheticEvent } from 'react'
import { useStore } from 'zustand'
import { PASSWORD_MAX } from '../../../shared/model/proof'
import type { CsvMapping } from '../../../shared/model/transfer'
import { CSV_PARTS, type CsvPart } from '../../../shared/model/transfer-list'
import { useWords } from '../../i18n/intl'
import { TextField } from '../../ui/field'
import { Icon } from '../../ui/icon'
import { Select } from '../../ui/select'
import { drain } from '../vault/secret-input'
import { Failure } from './failure'
import { isTable, type ImportFile, type ImportFlow } from './import-flow'
import s from './transfer.module.css'

export const OPEN_FORM = 'import-open'

/** Failures that are said in the field for the password. */
const isAboutPassword = (code: string): boolean =>
  code === 'import.wrong-password' || code === 'import.needs-password'

/** What a file was recognized as, and what it takes to read it: a password, or what its columns are. */
export function OpenStep({ flow }: { readonly flow: ImportFlow }) {
  const words = useWords()
  const { file, busy, failed, mapping } = useStore(flow.store)
  const [tried, setTried] = useState(false)
  const password = useRef<HTMLInputElement>(null)
  const reading = busy === 'reading'
  useEffect(() => {
    if (!reading) password.current?.focus()
  }, [reading])
  if (file === null) return null
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault()
    setTried(true)
    if (busy !== null || (isTable(file) && mapping[NEEDED] === undefined)) return
    void flow.read(file.sealed ? drain(password) : null)
  }
  const wrong = failed !== null && isAboutPassword(failed.code) ? failed : null
  return (
    <form id={OPEN_FORM} className={s['step']} onSubmit={submit} autoComplete="off">
      <div className={s['file']}>
        <Icon name={file.sealed ? 'lock' : 'file'} size={20} />
        <div className={s['what']}>
          <bdi className={s['name']}>{file.file}</bdi>
          <span className={s['note']}>{words.t(`transfer.format.${file.format}`)}</span>
        </div>
      </div>
      {file.sealed && (
        <TextField
          ref={password}
          type="password"
          label={words.t('transfer.password')}
          help={words.t('transfer.password-help')}
          error={wrong && words.t(`error.${wrong.code}`)}
          maxLength={PASSWORD_MAX}
          required
          readOnly={reading}
          dir="ltr"
        />
      )}
      {isTable(file) && <Columns flow={flow} file={file} />}
      {isTable(file) && tried && mapping[NEEDED] === undefined && (
        <p role="alert" className={s['refused']}>
          <Icon name="triangle" size={14} />
          {words.t('transfer.column-missing')}
        </p>
      )}
      <Failure error={wrong ? null : failed} />
      {reading && (
        <p className={s['note']} role="status">
          {words.t('transfer.reading', { file: file.file })}
        </p>
      )}
    </form>
  )
}

/** Without it there is nothing to take over. */
const NEEDED: CsvPart = 'secret'
const NONE = 'none'

/** Which column of a table holds what; the token's own has to be there. */
function Columns({ flow, file }: { readonly flow: ImportFlow; readonly file: ImportFile }) {
  const words = useWords()
  const mapping = useStore(flow.store, (state) => state.mapping)
  const [guessed] = useState(() => Object.keys(mapping).length > 0)
  const names = file.columns?.names ?? []
  const columns = names.map((name, at) => ({
    id: String(at),
    label: words.t('transfer.column', { number: at + 1, name }),
  }))
  const parts = [NEEDED, ...CSV_PARTS.filter((part) => part !== NEEDED)]
  const change = (part: CsvPart, id: string): void => {
    const others = Object.entries(mapping).filter(([name]) => name !== part)
    const next: CsvMapping = Object.fromEntries(others)
    flow.map(id === NONE ? next : { ...next, [part]: Number(id) })
  }
  return (
    <section className={s['part']} aria-labelledby="transfer-columns">
      <h3 id="transfer-columns" className={s['caption']}>
        {words.t('transfer.columns')}
      </h3>
      <p className={s['note']}>{words.t('transfer.columns-text', { guessed: String(guessed) })}</p>
      <div className={s['columns']}>
        {parts.map((part) => {
          const at = mapping[part]
          const none = part === NEEDED ? [] : [{ id: NONE, label: words.t('transfer.column-none') }]
          return (
            <Select
              key={part}
              label={words.t(`transfer.part.${part}`)}
              value={at === undefined ? NONE : String(at)}
              placeholder={words.t('transfer.column-choose')}
              options={[...none, ...columns]}
              onChange={(id) => change(part, id)}
            />
          )
        })}
      </div>
    </section>
  )
}
