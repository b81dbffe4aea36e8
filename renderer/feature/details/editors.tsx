import { useState } from 'react'
import type { TokenSummary } from '../../../shared/model/token'
import { useWords } from '../../i18n/intl'
import { useApp } from '../../store/hooks'
import { Button } from '../../ui/button'
import { ExpiryField, RotationField, type Entered } from '../token/time-fields'
import s from './editors.module.css'
import { useEditorForm } from './inline-editor'

interface Props {
  readonly token: TokenSummary
  readonly onClose: () => void
}

export function ExpiryEditor({ token, onClose }: Props) {
  const app = useApp()
  const before: Entered =
    token.expiry.known === 'date'
      ? token.expiry.at
      : token.expiry.known === 'never'
        ? 'never'
        : null
  const [value, setValue] = useState<Entered>(before)
  return (
    <Editor
      onClose={onClose}
      save={async () =>
        value === before || (await app.act.edit(token.id, { expiry: value })) !== null
      }
    >
      <ExpiryField hideLabel value={value} onChange={setValue} />
    </Editor>
  )
}

export function RotationEditor({ token, onClose }: Props) {
  const app = useApp()
  const [days, setDays] = useState(token.rotateEveryDays)
  return (
    <Editor
      onClose={onClose}
      save={async () =>
        days === token.rotateEveryDays ||
        (await app.act.edit(token.id, { rotateEveryDays: days })) !== null
      }
    >
      <RotationField days={days} onChange={setDays} />
    </Editor>
  )
}

function Editor({
  onClose,
  save,
  children,
}: {
  readonly onClose: () => void
  readonly save: () => Promise<boolean>
  readonly children: React.ReactNode
}) {
  const words = useWords()
  const form = useEditorForm()
  return (
    <form
      ref={form}
      className={s['editor']}
      onSubmit={(event) => {
        event.preventDefault()
        void save().then((done) => done && onClose())
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented) return
        event.preventDefault()
        onClose()
      }}
    >
      {children}
      <div className={s['buttons']}>
        <Button size="small" look="primary" type="submit">
          {words.t('action.save')}
        </Button>
        <Button size="small" onClick={onClose}>
          {words.t('action.cancel')}
        </Button>
      </div>
    </form>
  )
}
