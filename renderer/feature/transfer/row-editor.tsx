import { useEffect, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import type { ImportRow } from '../../../shared/contract/transfer'
import { serviceOf, type KindId } from '../../../shared/model/kind'
import { LABEL_MAX } from '../../../shared/model/limit'
import { isolate, useWords, type Words } from '../../i18n/intl'
import { useApp, useToken } from '../../store/hooks'
import { Button } from '../../ui/button'
import { TextField } from '../../ui/field'
import { Icon } from '../../ui/icon'
import { Select } from '../../ui/select'
import { KindFields, ServerField } from '../token/kind-fields'
import { fieldName } from '../token/names'
import { EDITOR_ID } from './ids'
import type { ImportFlow } from './import-flow'
import { focusEditor } from './preview-list'
import s from './row-editor.module.css'
import { placeOf } from './preview-row'
import { alikeOf, faultOf, isFree, missingOf, standingOf, type Choice } from './rules'

/** What the row in view becomes: its kind, label, server and what only the user can tell. */
export function RowEditor({ flow }: { readonly flow: ImportFlow }) {
  const words = useWords()
  const { rows, choices, active, wrong } = useStore(flow.store)
  const row = active === null ? undefined : rows[active]
  const choice = active === null ? undefined : choices[active]
  const stuck = wrong !== null && wrong === active
  useEffect(() => {
    if (stuck) focusEditor()
  }, [stuck])
  if (!row || !choice) return null
  return (
    <section id={EDITOR_ID} className={s['editor']} aria-label={words.t('transfer.entry')}>
      <div className={s['about-row']}>
        <h3 className={s['editor-title']}>
          <bdi>{row.title === '' ? row.hint : row.title}</bdi>
        </h3>
        {row.folder !== '' && <bdi className={s['whence']}>{row.folder}</bdi>}
        <span className={s['quiet']}>
          <code>{row.hint}</code>
        </span>
        {row.from !== 'main' && <span className={s['quiet']}>{whence(words, row)}</span>}
      </div>
      {stuck && (
        <p className={s['stuck']} role="alert">
          <Icon name="triangle" size={14} />
          {words.t('transfer.wrong')}
        </p>
      )}
      <Standing row={row} rows={rows} chosen={choice.kind !== null} />
      {isFree(row) && <Fields key={row.key} flow={flow} row={row} choice={choice} />}
      {row.leftOut.length > 0 && (
        <p className={s['quiet']}>
          {words.t('transfer.left-out', {
            what: row.leftOut.map((each) => words.t(`transfer.left-out.${each}`)).join(', '),
          })}
        </p>
      )}
    </section>
  )
}

const whence = (words: Words, { from, field }: ImportRow): string =>
  from === 'notes'
    ? words.t('transfer.entry-from-notes')
    : words.t('transfer.entry-from-field', { field: isolate(field ?? '') })

const PROBLEMS = ['empty', 'too-long', 'several'] as const

/** Why a row cannot be taken, or what is to be said about it first. */
function Standing({
  row,
  rows,
  chosen,
}: {
  readonly row: ImportRow
  readonly rows: readonly ImportRow[]
  readonly chosen: boolean
}) {
  const words = useWords()
  const known = useToken(row.duplicateOf)
  const text = ((): string | null => {
    switch (standingOf(row)) {
      case 'likely':
        return null
      case 'open':
        return chosen ? null : words.t('transfer.entry-open')
      case 'none':
        if (row.foreign !== null) {
          return words.t('transfer.entry-foreign', { name: isolate(row.foreign) })
        }
        return chosen ? null : words.t('transfer.entry-none')
      case 'vault':
        return known === null
          ? words.t('transfer.entry-vault-unnamed')
          : words.t('transfer.entry-vault', { label: isolate(known.label) })
      case 'twin': {
        const twin = rows[row.twinOf ?? -1]
        return words.t('transfer.entry-twin', { title: isolate(twin?.title || (twin?.hint ?? '')) })
      }
      case 'problem': {
        const what = PROBLEMS.find((each) => row.problem === `secret.${each}`)
        return words.t(`transfer.entry-problem.${what ?? 'other'}`)
      }
    }
  })()
  if (text === null) return null
  return (
    <p className={s['said']}>
      <Icon name="info" size={14} />
      {text}
    </p>
  )
}

const NONE = ''

function Fields({
  flow,
  row,
  choice,
}: {
  readonly flow: ImportFlow
  readonly row: ImportRow
  readonly choice: Choice
}) {
  const app = useApp()
  const words = useWords()
  const services = useStore(app.session, (session) => session.services)
  const rows = useStore(flow.store, (state) => state.rows)
  const [asked, setAsked] = useState<KindId | null>(null)
  const info = flow.infoOf(choice)
  const name = (id: KindId): string =>
    words.t('add.kind', { kind: app.names.kind(id), service: app.names.service(serviceOf(id)) })
  const options = useMemo(() => {
    const likely = row.own ? [row.own.kind] : row.candidates.map((each) => each.kind)
    const others = services.flatMap((each) => each.kinds.map(({ id }) => id))
    return [...likely, ...others.filter((id) => !likely.includes(id))]
  }, [row, services])
  const noteOf = (id: KindId): string | null => {
    const found = row.candidates.find((each) => each.kind === id)
    return found ? words.t(`add.confidence-${found.confidence}`) : null
  }
  const fault = faultOf(choice, info)
  const missing = missingOf(choice, info)
  const put = (change: Partial<Choice>): void => flow.put(row.key, { ...choice, ...change })
  const alike =
    asked !== null && asked === choice.kind
      ? alikeOf(rows, flow.store.getState().choices, { key: row.key, kind: asked })
      : []
  return (
    <>
      <Select<string>
        label={words.t('transfer.kind')}
        value={choice.kind ?? NONE}
        placeholder={words.t('transfer.kind-choose')}
        options={options.map((id) => {
          const note = noteOf(id)
          return { id, label: name(id), ...(note !== null && { note }) }
        })}
        onChange={(id) => {
          const kind = options.find((each) => each === id)
          if (kind === undefined) return
          setAsked(kind)
          flow.chooseKind(row.key, kind)
        }}
      />
      {alike.length > 0 && asked !== null && (
        <Button look="link" onClick={() => flow.chooseKinds(alike, asked)}>
          {words.t('transfer.alike', { count: alike.length })}
        </Button>
      )}
      {info && (
        <>
          <TextField
            label={words.t('details.label-field')}
            value={choice.label}
            maxLength={LABEL_MAX}
            error={fault === 'label' ? words.t('error.label.empty') : null}
            onChange={(event) => put({ label: event.target.value })}
          />
          <ServerField
            kind={info}
            server={choice.server}
            error={fault === 'server' ? words.t('transfer.fault.server') : null}
            onChange={(server) => put({ server, sure: true })}
          />
          {!choice.sure && (
            <div className={s['said']}>
              <Icon name="edit" size={14} />
              <div>
                <p>{words.t('transfer.server-unsaid-text')}</p>
                <Button look="link" onClick={() => put({ sure: true })}>
                  {words.t('transfer.server-is', {
                    name: isolate(placeOf(words, choice, info)),
                  })}
                </Button>
              </div>
            </div>
          )}
          <KindFields kind={info} values={choice.fields} onChange={(fields) => put({ fields })} />
          {missing.length > 0 && (
            <p className={s['said']}>
              <Icon name="edit" size={14} />
              {words.t('transfer.missing-text', {
                name: missing.map((field) => fieldName(words, info.id, field.key)).join(', '),
              })}
            </p>
          )}
        </>
      )}
    </>
  )
}
