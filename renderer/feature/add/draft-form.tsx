import { useEffect, useRef, type SyntheticEvent } from 'react'
import { useStore } from 'zustand'
import { LABEL_MAX, NOTE_MAX } from '../../../shared/model/limit'
import { isolate, useWords } from '../../i18n/intl'
import { useApp } from '../../store/hooks'
import { paramsOf } from '../../store/params'
import { Button } from '../../ui/button'
import { TextArea, TextField } from '../../ui/field'
import { Icon } from '../../ui/icon'
import { KindFields, ServerField } from '../token/kind-fields'
import { RotationField } from '../token/time-fields'
import s from './draft-form.module.css'
import { ExpiryPart } from './expiry-part'
import type { AddFlow } from './flow'
import { FoundPart } from './found-part'
import { KindPart } from './kind-part'
import { canCheck } from './rules'

/** Everything between a recognized paste and a saved token. */
export function DraftForm({
  id,
  flow,
  onSave,
}: {
  readonly id: string
  readonly flow: AddFlow
  readonly onSave: () => void
}) {
  const words = useWords()
  const state = useStore(flow.store)
  const form = useRef<HTMLFormElement>(null)
  const kind = flow.kindInfo()
  const draft = state.draft?.id

  useEffect(() => {
    // the kinds if they are open, else the server if that is, else the label
    const open = ['[data-kinds] input:checked', '[data-kinds] input', '[data-ask]']
    const [ask] = open.flatMap((each) => form.current?.querySelector<HTMLElement>(each) ?? [])
    const label = form.current?.querySelector<HTMLInputElement>('[data-first] input')
    if (ask) ask.focus()
    else label?.select()
  }, [draft])

  const refused = state.saveFailed
  useEffect(() => {
    // what was not saved is put right where it is wrong
    if (refused) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [refused])

  const submit = (event: SyntheticEvent): void => {
    event.preventDefault()
    if (kind && state.draft?.duplicateOf === null) onSave()
  }
  /** Enter in what a platform is asked with asks it; once it has answered, Enter saves. */
  const ask = (): boolean => {
    if (!kind || state.findings || !canCheck(kind, state)) return false
    void flow.check()
    return true
  }
  // where the platform has few questions, the note fills the column
  const short = (kind?.fields.length ?? 0) < 2
  const note = (
    <TextArea
      label={words.t('note.title')}
      maxLength={NOTE_MAX}
      value={state.note}
      rows={2}
      onChange={(event) => flow.setNote(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) form.current?.requestSubmit()
      }}
    />
  )
  const serverError = [state.checkFailed, refused].find((each) => each?.code.startsWith('server.'))
  return (
    <form ref={form} id={id} className={s['form']} onSubmit={submit} autoComplete="off">
      <Taken flow={flow} />
      {state.draft?.duplicateOf === null ? <KindPart flow={flow} /> : <Duplicate flow={flow} />}
      {kind && state.draft?.duplicateOf === null && (
        <div className={s['columns']}>
          <div className={s['column']}>
            <div data-first>
              <TextField
                type="text"
                label={words.t('details.label-field')}
                value={state.label}
                maxLength={LABEL_MAX}
                error={refused?.code.startsWith('label.') ? words.t(`error.${refused.code}`) : null}
                onChange={(event) => flow.setLabel(event.target.value)}
              />
            </div>
            <ServerField
              kind={kind}
              server={state.server}
              error={serverError ? words.t(`error.${serverError.code}`) : null}
              onChange={flow.setServer}
              onEnter={ask}
            />
            <KindFields kind={kind} values={state.fields} onChange={flow.setFields} onEnter={ask} />
            {short && note}
          </div>
          <div className={s['column']}>
            <FoundPart flow={flow} kind={kind} />
            <ExpiryPart flow={flow} kind={kind} />
            <RotationField key={kind.id} days={state.rotateEveryDays} onChange={flow.setRotation} />
            {!short && note}
          </div>
        </div>
      )}
      {refused && !/^(label|server)\./.test(refused.code) && (
        <p className={s['refused']} role="alert">
          <Icon name="triangle" size={15} />
          {words.t(`error.${refused.code}`, paramsOf(refused))}
        </p>
      )}
    </form>
  )
}

/** What was taken from the paste: a stand-in for the value, and what stood around it. */
function Taken({ flow }: { readonly flow: AddFlow }) {
  const words = useWords()
  const draft = useStore(flow.store, (state) => state.draft)
  if (!draft) return null
  const { variable, wrapping } = draft
  const around =
    variable !== null
      ? words.t('add.wrapping-variable', { name: isolate(variable) })
      : wrapping === 'none'
        ? ''
        : words.t(`add.wrapping-${wrapping}`)
  return (
    <div className={s['taken']}>
      <Icon name="key" size={16} className={s['key']} />
      <code className={s['hint']}>{draft.hint}</code>
      <span className={s['around']}>{around}</span>
      <Button look="link" onClick={() => flow.discard()}>
        {words.t('add.other')}
      </Button>
    </div>
  )
}

function Duplicate({ flow }: { readonly flow: AddFlow }) {
  const app = useApp()
  const words = useWords()
  const id = useStore(flow.store, (state) => state.draft?.duplicateOf ?? null)
  const open = useRef<HTMLButtonElement>(null)
  const token = app.token(id)

  useEffect(() => open.current?.focus(), [])

  if (id === null) return null
  return (
    <div className={s['duplicate']} role="alert">
      <Icon name="layers" size={18} />
      <p className={s['what']}>
        {words.t('add.duplicate', { label: isolate(token?.label ?? '') })}
      </p>
      <Button
        ref={open}
        onClick={() => {
          flow.discard()
          app.act.closeOverlay()
          app.act.reveal(id)
        }}
      >
        {words.t('add.duplicate-open')}
      </Button>
    </div>
  )
}
