import { useState } from 'react'
import { GRACE_MS } from '../../../shared/model/stage'
import type { Settings } from '../../../shared/model/settings'
import { useWords } from '../../i18n/intl'
import { useMinute } from '../../store/hooks'
import { TextField } from '../../ui/field'
import { GraceField } from '../rotation/grace-field'
import { isNamePattern, nameExample } from './name-rules'
import s from './settings-dialog.module.css'

/** How rotations begin unless something else is chosen. */
export function RotationFields({
  settings,
  save,
}: {
  readonly settings: Settings
  readonly save: (change: Partial<Settings>) => void
}) {
  const words = useWords()
  return (
    <>
      <GraceField
        label={words.t('settings.grace')}
        value={settings.graceMs}
        onChange={(ms) => {
          const graceMs = GRACE_MS.find((each) => each === ms)
          if (graceMs !== undefined || ms === null) save({ graceMs: graceMs ?? null })
        }}
      />
      <NameField saved={settings.rotationName} onSave={(rotationName) => save({ rotationName })} />
    </>
  )
}

/** Holds as soon as it is left or Enter is pressed, unless something is missing in it. */
function NameField({
  saved,
  onSave,
}: {
  readonly saved: string
  readonly onSave: (pattern: string) => void
}) {
  const words = useWords()
  const now = useMinute()
  const [text, setText] = useState(saved)
  const good = isNamePattern(text)
  const finish = (): void => {
    const pattern = text.trim()
    if (good && pattern !== saved) onSave(pattern)
  }
  return (
    <div>
      <TextField
        label={words.t('settings.name')}
        value={text}
        maxLength={100}
        error={good ? null : words.t('settings.name-wrong')}
        help={words.rich('settings.name-help', {
          example: (
            <bdi key="example" className={s['example']}>
              {nameExample(text.trim(), words.t('settings.name-label'), now)}
            </bdi>
          ),
        })}
        onChange={(event) => setText(event.target.value)}
        onBlur={finish}
        onKeyDown={(event) => {
          if (event.key === 'Enter') finish()
        }}
      />
    </div>
  )
}
