import { useState, type KeyboardEvent } from 'react'
import { useStore } from 'zustand'
import type { FieldSpec, FieldValues, KindInfo, ServerRef } from '../../../shared/model/service'
import type { TokenSummary } from '../../../shared/model/token'
import { copyPlain } from '../../bridge'
import { useWords, type Words } from '../../i18n/intl'
import { day } from '../../i18n/time'
import { useApp } from '../../store/hooks'
import { Button } from '../../ui/button'
import { Icon } from '../../ui/icon'
import { envNamesOf } from '../token/fields'
import { fieldName, serverName } from '../token/names'
import { serverSource } from './origin'
import s from './place-section.module.css'
import { Row, Rows, Section } from './section'

/** Where the token is used and from: its server, what only the user can know, and its tools' names. */
export function PlaceSection({
  token,
  fields: known,
}: {
  readonly token: TokenSummary
  /** null: not read, so nothing that could be edited. */
  readonly fields: FieldValues | null
}) {
  const app = useApp()
  const words = useWords()
  const kind = useStore(app.session, (session) => session.kinds.get(token.kind))
  if (!kind) return null
  const fields = known ?? {}
  const editable =
    known !== null && (kind.fields.length > 0 || kind.customServer || kind.servers.length > 1)
  return (
    <Section
      title={words.t('place.title')}
      aside={
        editable && (
          <Button
            look="link"
            onClick={() => app.act.openOverlay({ name: 'server', id: token.id })}
            aria-label={words.t('place.edit')}
          >
            {words.t('action.edit')}
          </Button>
        )
      }
    >
      <Rows>
        <Row name={words.t('place.server')} source={serverSource(token, kind)}>
          <ServerText kind={kind} server={token.server} />
        </Row>
        {kind.fields.map((field) => (
          <Row
            key={field.key}
            name={fieldName(words, kind.id, field.key)}
            source={fields[field.key] === undefined ? undefined : 'user'}
          >
            <bdi>{fieldText(words, field, fields[field.key])}</bdi>
          </Row>
        ))}
        <LimitRows kind={kind} own={token.server.id === 'custom'} />
        {kind.envNames.length > 0 && (
          <Row name={words.t('place.env')}>
            <Names names={envNamesOf(kind, fields)} />
          </Row>
        )}
        {kind.sources.length > 0 && (
          <Row name={words.t('place.sources')}>
            <ul>
              {kind.sources.map((source, index) => (
                <li key={source.url}>
                  <Button
                    look="link"
                    className={s['source']}
                    onClick={() => void app.act.openSource(kind.id, index)}
                  >
                    {source.title}
                    <Icon name="external-link" size={12} />
                  </Button>
                </li>
              ))}
            </ul>
          </Row>
        )}
      </Rows>
    </Section>
  )
}

/** What the platform's documents allow; a server of the user's own may have other rules. */
function LimitRows({ kind, own }: { readonly kind: KindInfo; readonly own: boolean }) {
  const words = useWords()
  const { rateLimit, perUserLimit } = kind
  if (own) return null
  return (
    <>
      {rateLimit !== null && (
        <Row name={words.t('place.rate')} source="rule">
          {words.t('place.rate-value', rateLimit)}
        </Row>
      )}
      {perUserLimit !== null && (
        <Row name={words.t('place.limit')} source="rule">
          {words.t('place.limit-value', { count: perUserLimit })}
        </Row>
      )}
    </>
  )
}

function ServerText({ kind, server }: { readonly kind: KindInfo; readonly server: ServerRef }) {
  const words = useWords()
  const known = kind.servers.find((each) => each.id === server.id)
  const base = server.baseUrl ?? known?.apiBase ?? ''
  return (
    <>
      <p>{serverName(words, kind.id, server.id)}</p>
      <p className={s['base']}>
        <bdi dir="ltr">{base}</bdi>
      </p>
    </>
  )
}

function fieldText(words: Words, field: FieldSpec, value: FieldValues[string] | undefined): string {
  if (value === undefined || value === '' || (Array.isArray(value) && value.length === 0))
    return words.t('place.missing')
  if (Array.isArray(value)) return value.join(', ')
  if (field.type !== 'date') return value
  const at = new Date(`${value}T12:00:00`).getTime()
  return Number.isNaN(at) ? value : day(words, at)
}

/** Names to copy: one stop of the tab key, and arrow keys from one to the next. */
function Names({ names }: { readonly names: readonly string[] }) {
  const words = useWords()
  const [stop, setStop] = useState(0)
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    const buttons = [...event.currentTarget.querySelectorAll('button')]
    const to = nextStop(
      event.key,
      buttons.findIndex((each) => each === event.target),
      buttons.length,
    )
    if (to === null) return
    event.preventDefault()
    setStop(to)
    buttons[to]?.focus()
  }
  return (
    <div
      className={s['names']}
      role="toolbar"
      aria-label={words.t('place.env')}
      onKeyDown={onKeyDown}
    >
      {names.map((name, index) => (
        <PlainCopy key={name} text={name} stop={index === Math.min(stop, names.length - 1)} />
      ))}
    </div>
  )
}

function nextStop(key: string, at: number, count: number): number | null {
  if (key === 'ArrowRight' || key === 'ArrowDown') return Math.min(count - 1, at + 1)
  if (key === 'ArrowLeft' || key === 'ArrowUp') return Math.max(0, at - 1)
  if (key === 'Home') return 0
  return key === 'End' ? count - 1 : null
}

/** A name that is no secret; a click copies it. */
function PlainCopy({ text, stop }: { readonly text: string; readonly stop: boolean }) {
  const app = useApp()
  const words = useWords()
  return (
    <button
      type="button"
      className={s['plain']}
      tabIndex={stop ? 0 : -1}
      aria-label={words.t('place.copy-name', { name: text })}
      data-tip={words.t('place.copy-name', { name: text })}
      onClick={() => {
        if (copyPlain(text))
          app.toaster.show({ key: 'name', tone: 'good', message: 'toast.name-copied' })
      }}
    >
      <code>{text}</code>
      <Icon name="copy" size={12} />
    </button>
  )
}
