import type { KeyboardEvent } from 'react'
import { useStore } from 'zustand'
import { AUDIT_GROUP_NAMES, AUDIT_OUTCOMES } from '../../../shared/model/audit-list'
import { LABEL_MAX } from '../../../shared/model/limit'
import { isolate, useWords } from '../../i18n/intl'
import { useToken } from '../../store/hooks'
import { IconButton } from '../../ui/button'
import { TextField } from '../../ui/field'
import { Icon } from '../../ui/icon'
import { Select } from '../../ui/select'
import s from './audit-filter-bar.module.css'
import { AUDIT_LIST_ID, AUDIT_SEARCH_ID } from './ids'
import type { ActivityFlow } from './flow'

/** What is to be seen: by text, by what was done, by its outcome, of which token. */
export function AuditFilterBar({ flow }: { readonly flow: ActivityFlow }) {
  const words = useWords()
  const choice = useStore(flow.store, (state) => state.choice)
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.key === 'ArrowDown' || event.key === 'Enter') {
      event.preventDefault()
      document.getElementById(AUDIT_LIST_ID)?.focus()
    } else if (event.key === 'Escape' && choice.text !== '') {
      // the first Escape clears the field, the next one closes the view
      event.stopPropagation()
      flow.choose({ text: '' })
    }
  }
  const all = { id: 'all', label: words.t('audit.filter-all') } as const
  return (
    <div className={s['bar']} role="search" aria-label={words.t('audit.filter')}>
      <div className={s['text']} id={AUDIT_SEARCH_ID}>
        <Icon name="search" size={15} className={s['glass']} />
        <TextField
          label={words.t('audit.filter-text')}
          hideLabel
          placeholder={words.t('audit.filter-text')}
          maxLength={LABEL_MAX}
          value={choice.text}
          onChange={(event) => flow.choose({ text: event.target.value })}
          onKeyDown={onKeyDown}
        />
      </div>
      <Select
        label={words.t('audit.filter-what')}
        hideLabel
        value={choice.group}
        options={[
          { ...all, label: words.t('audit.filter-what-all') },
          ...AUDIT_GROUP_NAMES.map((id) => ({ id, label: words.t(`audit.group.${id}`) })),
        ]}
        onChange={(group) => flow.choose({ group })}
      />
      <Select
        label={words.t('audit.filter-outcome')}
        hideLabel
        value={choice.outcome}
        options={[
          { ...all, label: words.t('audit.filter-outcome-all') },
          ...AUDIT_OUTCOMES.map((id) => ({ id, label: words.t(`audit.outcome.${id}`) })),
        ]}
        onChange={(outcome) => flow.choose({ outcome })}
      />
      {choice.token !== null && <OneToken flow={flow} />}
    </div>
  )
}

/** Says that only one token's lines are shown, and ends that. */
function OneToken({ flow }: { readonly flow: ActivityFlow }) {
  const words = useWords()
  const id = useStore(flow.store, (state) => state.choice.token)
  const gone = useStore(flow.store, ({ rows }) =>
    rows.flatMap((row) => ('act' in row && row.label !== null ? row.label : [])).at(0),
  )
  const label = useToken(id)?.label ?? gone ?? words.t('audit.token-gone')
  return (
    <span className={s['chip']}>
      <span className={s['chip-text']}>
        {words.t('audit.filter-token', { label: isolate(label) })}
      </span>
      <IconButton
        icon="x"
        size="small"
        label={words.t('audit.filter-token-clear')}
        onClick={() => flow.choose({ token: null })}
      />
    </span>
  )
}
