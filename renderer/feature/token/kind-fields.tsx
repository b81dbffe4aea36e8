import { useState } from 'react'
import { cutPage, parseBaseUrl } from '../../../shared/base-url'
import type { FieldSpec, FieldValues, KindInfo, ServerRef } from '../../../shared/model/service'
import { isolate, useWords } from '../../i18n/intl'
import { CheckList } from '../../ui/check-list'
import { TextField } from '../../ui/field'
import { Select } from '../../ui/select'
import { fitsPattern, withField, type FieldValue } from './fields'
import s from './kind-fields.module.css'
import { fieldHelp, fieldName, serverName } from './names'

/** What Enter does in a field; false: it does what it does in any form. */
type OnEnter = () => boolean

/** Which server a token is sent to, where there is a choice. */
export function ServerField({
  kind,
  server,
  error,
  onChange,
  onEnter,
}: {
  readonly kind: KindInfo
  readonly server: ServerRef
  readonly error?: string | null | undefined
  readonly onChange: (server: ServerRef) => void
  readonly onEnter?: OnEnter
}) {
  const words = useWords()
  if (kind.servers.length < 2 && !kind.customServer) return null
  const options = kind.servers.map(({ id, apiBase }) => ({
    id,
    label: serverName(words, kind.id, id),
    note: apiBase,
  }))
  if (kind.customServer)
    options.push({ id: 'custom', label: serverName(words, kind.id, 'custom'), note: '' })
  return (
    <>
      <Select
        label={words.t('place.server')}
        value={server.id}
        options={options.map(({ note, ...option }) => (note === '' ? option : { ...option, note }))}
        onChange={(id) => onChange({ id, baseUrl: id === 'custom' ? '' : null })}
      />
      {server.id === 'custom' && (
        <AddressField server={server} error={error} onChange={onChange} onEnter={onEnter} />
      )}
    </>
  )
}

/** The address of a server of the user's own: looked at as soon as it is entered. */
function AddressField({
  server,
  error,
  onChange,
  onEnter,
}: {
  readonly server: ServerRef
  readonly error: string | null | undefined
  readonly onChange: (server: ServerRef) => void
  readonly onEnter: OnEnter | undefined
}) {
  const words = useWords()
  const [entered, setEntered] = useState(false)
  const [cut, setCut] = useState<string | null>(null)
  const text = server.baseUrl ?? ''
  const parsed = parseBaseUrl(text)
  const wrong = entered && text !== '' && !parsed.ok ? words.t(`error.${parsed.error.code}`) : null
  const enter = (): void => {
    setEntered(true)
    const base = cutPage(text)
    if (base === null) return
    setCut(base)
    onChange({ id: 'custom', baseUrl: base })
  }
  return (
    <TextField
      mono
      type="url"
      label={words.t('place.address')}
      placeholder="https://"
      help={
        cut !== null && cut === text
          ? words.t('place.address-cut', { url: isolate(cut) })
          : words.t('place.address-help')
      }
      error={wrong ?? error}
      maxLength={2048}
      dir="ltr"
      value={text}
      onChange={(event) => {
        setEntered(false)
        onChange({ id: 'custom', baseUrl: event.target.value.trim() })
      }}
      onBlur={enter}
      onKeyDown={(event) => {
        if (event.key !== 'Enter') return
        enter()
        if (!onEnter && parsed.ok) return
        // an address is looked at before anything is saved with it
        event.preventDefault()
        onEnter?.()
      }}
    />
  )
}

/** What only the user can tell about a kind. */
export function KindFields({
  kind,
  values,
  onChange,
  onEnter,
}: {
  readonly kind: KindInfo
  readonly values: FieldValues
  readonly onChange: (values: FieldValues) => void
  readonly onEnter?: OnEnter | undefined
}) {
  return kind.fields.map((field) => (
    <OneField
      key={field.key}
      kind={kind}
      field={field}
      value={values[field.key]}
      onChange={(value) => onChange(withField(values, field.key, value))}
      onEnter={onEnter}
    />
  ))
}

function OneField({
  kind,
  field,
  value,
  onChange,
  onEnter,
}: {
  readonly kind: KindInfo
  readonly field: FieldSpec
  readonly value: FieldValue | undefined
  readonly onChange: (value: FieldValue) => void
  readonly onEnter: OnEnter | undefined
}) {
  const words = useWords()
  const name = fieldName(words, kind.id, field.key)
  const help = fieldHelp(words, kind.id, field.key)
  const label = field.requiredFor === 'check' ? name : words.t('place.optional', { name })
  switch (field.type) {
    case 'select':
      return (
        <div className={s['stack']}>
          <Select
            label={label}
            value={typeof value === 'string' ? value : ''}
            options={[
              { id: '', label: words.t('place.missing') },
              ...field.options.map((option) => ({ id: option, label: option })),
            ]}
            onChange={onChange}
          />
          {help !== null && <p className={s['help']}>{help}</p>}
        </div>
      )
    case 'multi':
      return (
        <CheckList
          label={label}
          help={help}
          options={field.options}
          value={Array.isArray(value) ? value : []}
          onChange={onChange}
        />
      )
    case 'date':
    case 'text':
      return (
        <TextField
          label={label}
          help={help}
          type={field.type}
          mono={field.pattern !== null}
          maxLength={500}
          value={typeof value === 'string' ? value : ''}
          error={fitsPattern(field, value) ? null : words.t('place.pattern')}
          onChange={(event) => onChange(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && onEnter?.() === true) event.preventDefault()
          }}
        />
      )
  }
}
