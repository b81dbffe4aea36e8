import { useRef } from 'react'
import { NOTE_MAX } from '../../../shared/model/limit'
import type { TokenSummary } from '../../../shared/model/token'
import { useWords } from '../../i18n/intl'
import { useApp } from '../../store/hooks'
import { Button } from '../../ui/button'
import { LongText } from '../../ui/expandable'
import { useEditorForm, useInlineEditor } from './inline-editor'
import s from './note-section.module.css'
import { Section } from './section'

/** Free text of the user; plain text, never markup. */
export function NoteSection({
  token,
  note,
}: {
  readonly token: TokenSummary
  readonly note: string
}) {
  const words = useWords()
  const { editing, open, close, opener } = useInlineEditor()
  return (
    <Section
      title={words.t('note.title')}
      aside={
        !editing && (
          <Button ref={opener} look="link" aria-label={words.t('note.edit')} onClick={open}>
            {words.t(note === '' ? 'note.add' : 'action.edit')}
          </Button>
        )
      }
    >
      {editing ? (
        <NoteField token={token} note={note} onDone={close} />
      ) : (
        <p className={note === '' ? s['none'] : s['note']} dir="auto">
          {note === '' ? words.t('note.none') : <LongText text={note} limit={1200} />}
        </p>
      )}
    </Section>
  )
}

function NoteField({
  token,
  note,
  onDone,
}: {
  readonly token: TokenSummary
  readonly note: string
  readonly onDone: () => void
}) {
  const app = useApp()
  const words = useWords()
  const field = useRef<HTMLTextAreaElement>(null)
  const form = useEditorForm()
  const save = async (): Promise<void> => {
    const text = field.current?.value ?? note
    if (text === note || (await app.act.edit(token.id, { note: text }))) onDone()
  }
  return (
    <form
      ref={form}
      className={s['editor']}
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
          event.preventDefault()
          void save()
        } else if (event.key === 'Escape') {
          event.preventDefault()
          onDone()
        }
      }}
    >
      <textarea
        ref={field}
        className={s['field']}
        aria-label={words.t('note.title')}
        defaultValue={note}
        maxLength={NOTE_MAX}
        rows={4}
        dir="auto"
      />
      <div className={s['buttons']}>
        <Button size="small" onClick={onDone}>
          {words.t('action.cancel')}
        </Button>
        <Button size="small" look="primary" type="submit">
          {words.t('note.save')}
        </Button>
      </div>
    </form>
  )
}
