import { useEffect, useRef } from 'react'
import { useStore } from 'zustand'
import { serviceOf } from '../../../shared/model/kind'
import { LABEL_MAX } from '../../../shared/model/limit'
import type { TokenSummary } from '../../../shared/model/token'
import { keysOf } from '../../command/show'
import { useWords } from '../../i18n/intl'
import { useApp } from '../../store/hooks'
import { IconButton } from '../../ui/button'
import { ServiceIcon } from '../../ui/service-icon'
import s from './header.module.css'
import { backToList } from './leave'

export function Header({ token, page }: { readonly token: TokenSummary; readonly page: boolean }) {
  const app = useApp()
  const words = useWords()
  const renaming = useStore(app.view, (view) => view.renaming)
  const service = serviceOf(token.kind)
  return (
    <header className={s['header']}>
      {page && (
        <IconButton
          icon="arrow-left"
          label={words.t('action.back')}
          className={s['back']}
          onClick={() => backToList(app)}
        />
      )}
      <ServiceIcon service={service} name={app.names.service(service)} size={40} />
      <div className={s['what']}>
        {renaming ? (
          <LabelField token={token} />
        ) : (
          <div className={s['line']}>
            <h2 className={s['label']} onDoubleClick={() => app.act.rename(true)}>
              <bdi>{token.label}</bdi>
            </h2>
            <IconButton
              icon="edit"
              size="small"
              label={words.t('command.rename')}
              keys={keysOf('token.rename')}
              className={s['edit']}
              onClick={() => app.act.rename(true)}
            />
          </div>
        )}
        <p className={s['kind']}>
          {words.t('details.kind', {
            kind: app.names.kind(token.kind),
            service: app.names.service(service),
          })}
        </p>
      </div>
    </header>
  )
}

/** Enter saves, Escape leaves it as it was, going elsewhere saves. */
function LabelField({ token }: { readonly token: TokenSummary }) {
  const app = useApp()
  const words = useWords()
  const field = useRef<HTMLInputElement>(null)
  const done = useRef(false)

  useEffect(() => {
    field.current?.focus()
    field.current?.select()
  }, [])

  const finish = (save: boolean, refocus: boolean): void => {
    if (done.current) return
    done.current = true
    const label = field.current?.value.trim() ?? ''
    app.act.rename(false)
    if (refocus) document.getElementById('token-list')?.focus()
    if (save && label !== '' && label !== token.label) void app.act.edit(token.id, { label })
  }
  return (
    <input
      ref={field}
      className={s['field']}
      aria-label={words.t('details.label-field')}
      defaultValue={token.label}
      maxLength={LABEL_MAX}
      dir="auto"
      spellCheck={false}
      autoComplete="off"
      onBlur={() => finish(true, false)}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== 'Escape') return
        event.preventDefault()
        finish(event.key === 'Enter', true)
      }}
    />
  )
}
