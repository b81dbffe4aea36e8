import { Fragment, type ReactNode } from 'react'
import { serviceOf } from '../../../shared/model/kind'
import { showKeys } from '../../command/keys'
import { useWords } from '../../i18n/intl'
import { useApp } from '../../store/hooks'
import { cx } from '../../ui/cx'
import { Icon } from '../../ui/icon'
import { ServiceIcon } from '../../ui/service-icon'
import { entryId, type Entry } from './entries'
import s from './palette.module.css'

/** Commands that are about the token that is shown in the details. */
const ABOUT_ACTIVE = new Set([
  'token.copy',
  'token.check',
  'token.rename',
  'token.page',
  'token.rotate',
  'token.revoke',
  'token.forget',
])

export function EntryRow({
  entry,
  active,
  onPick,
  onPoint,
}: {
  readonly entry: Entry
  readonly active: boolean
  readonly onPick: (entry: Entry, how: 'open' | 'copy') => void
  readonly onPoint: (id: string) => void
}) {
  const id = entryId(entry)
  return (
    <div
      id={id}
      role="option"
      aria-selected={active}
      aria-describedby={active && entry.type === 'token' ? 'palette-keys' : undefined}
      className={cx(s['entry'], active && s['active'])}
      // the focus stays in the field
      onPointerDown={(event) => event.preventDefault()}
      onPointerMove={() => {
        if (!active) onPoint(id)
      }}
      onClick={(event) => onPick(entry, event.ctrlKey || event.metaKey ? 'copy' : 'open')}
    >
      {entry.type === 'command' ? <OfCommand entry={entry} /> : <OfToken entry={entry} />}
    </div>
  )
}

function OfCommand({ entry }: { readonly entry: Extract<Entry, { type: 'command' }> }) {
  const app = useApp()
  const { command } = entry
  const about = ABOUT_ACTIVE.has(command.id) ? app.token(app.view.getState().active) : null
  const keys = command.keys[0]
  return (
    <>
      <span className={s['icon']}>
        <Icon name={command.icon} size={15} />
      </span>
      <span className={s['name']}>
        <Marked entry={entry} />
      </span>
      <bdi className={s['about']}>{about?.label}</bdi>
      {keys !== undefined && <kbd className={s['shortcut']}>{showKeys(keys)}</kbd>}
    </>
  )
}

function OfToken({ entry }: { readonly entry: Extract<Entry, { type: 'token' }> }) {
  const { names } = useApp()
  const words = useWords()
  const service = serviceOf(entry.token.kind)
  const place = entry.token.project ?? entry.token.account
  return (
    <>
      <span className={s['icon']}>
        <ServiceIcon service={service} name={names.service(service)} size={18} />
      </span>
      <bdi className={s['name']}>
        <Marked entry={entry} />
      </bdi>
      <span className={s['about']}>
        {words.t('palette.token', {
          kind: names.kind(entry.token.kind),
          service: names.service(service),
        })}
        {place !== null && (
          <>
            {' · '}
            <bdi>{place}</bdi>
          </>
        )}
      </span>
    </>
  )
}

/** The text with what was typed standing out. */
function Marked({ entry }: { readonly entry: Entry }): ReactNode {
  const { text, hit } = entry
  const parts: ReactNode[] = []
  let from = 0
  for (const [start, end] of hit.ranges) {
    parts.push(
      <Fragment key={from}>{text.slice(from, start)}</Fragment>,
      <b key={`b${start}`}>{text.slice(start, end)}</b>,
    )
    from = end
  }
  return [...parts, <Fragment key="rest">{text.slice(from)}</Fragment>]
}
