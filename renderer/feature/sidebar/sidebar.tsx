import type { KeyboardEvent } from 'react'
import { useStore } from 'zustand'
import { keysOf } from '../../command/show'
import { useWords } from '../../i18n/intl'
import type { MessageId } from '../../i18n/messages'
import { useApp } from '../../store/hooks'
import { isMoving } from '../../store/start'
import type { Scope, ScopeName } from '../../store/overview'
import brand from '../../ui/brand.svg?url&no-inline'
import { Button, IconButton } from '../../ui/button'
import { cx } from '../../ui/cx'
import { Icon, type IconName } from '../../ui/icon'
import { ServiceIcon } from '../../ui/service-icon'
import s from './sidebar.module.css'

const MAIN = [
  ['all', 'key'],
  ['attention', 'shield-alert'],
  ['expiring', 'clock'],
] as const satisfies readonly (readonly [ScopeName, IconName])[]

const STATE = [
  ['dead', 'ban'],
  ['unknown-expiry', 'circle-help'],
  ['unchecked', 'circle-dashed'],
] as const satisfies readonly (readonly [ScopeName, IconName])[]

/** Arrow keys go through the views, as in a list. */
function onArrow(event: KeyboardEvent<HTMLElement>): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
  if (step === 0) return
  const links = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-scope]')]
  const at = links.findIndex((link) => link === document.activeElement)
  links[at + step]?.focus()
  event.preventDefault()
}

/** The left of the window: the parts of the list, and what belongs to the whole program. */
export function Sidebar() {
  const words = useWords()
  const app = useApp()
  return (
    <aside className={s['bar']}>
      <div className={s['head']}>
        <img src={brand} width={20} height={20} alt="" draggable={false} />
        <h1 className={s['brand']}>{words.t('app.name')}</h1>
      </div>
      <Button
        look="primary"
        icon="plus"
        className={s['add']}
        data-tip={words.t('action.add')}
        data-tip-keys={keysOf('token.add')}
        onClick={app.act.openAdd}
      >
        {words.t('action.add')}
      </Button>
      <Views />
      <Foot />
    </aside>
  )
}

/** All views with their counts; also the content of the slim window's menu. */
export function Views({ onPick }: { readonly onPick?: (() => void) | undefined }) {
  const app = useApp()
  const words = useWords()
  const counts = useStore(app.overview, (overview) => overview.scopes)
  const perService = useStore(app.overview, (overview) => overview.services)
  const services = useStore(app.session, (session) => session.services)
  const scope = useStore(app.view, (view) => view.scope)
  const link = (id: ScopeName, icon: IconName) => (
    <ViewLink key={id} scope={id} current={scope === id} count={counts[id]} onPick={onPick}>
      <Icon name={icon} size={16} />
      <span className={s['text']}>{words.t(`nav.${id}` satisfies MessageId)}</span>
    </ViewLink>
  )
  return (
    <nav className={s['views']} aria-label={words.t('nav.label')} onKeyDown={onArrow}>
      <ul>{MAIN.map(([id, icon]) => link(id, icon))}</ul>
      <h2 className={s['caption']}>{words.t('nav.state')}</h2>
      <ul>{STATE.map(([id, icon]) => link(id, icon))}</ul>
      <h2 className={s['caption']}>{words.t('nav.services')}</h2>
      <ul>
        {services.map(({ id, name }) => (
          <ViewLink
            key={id}
            scope={`service:${id}`}
            current={scope === `service:${id}`}
            count={perService.get(id) ?? 0}
            onPick={onPick}
          >
            <ServiceIcon service={id} name={name} size={16} />
            <span className={s['text']}>{name}</span>
          </ViewLink>
        ))}
      </ul>
      <ul className={s['last']}>
        <OpenOnes onPick={onPick} />
        <li>
          <button
            type="button"
            className={s['link']}
            data-scope="platforms"
            data-tip={words.t('inventory.open')}
            data-tip-keys={keysOf('inventory.open')}
            onClick={() => {
              onPick?.()
              app.act.openOverlay({ name: 'inventory', id: null })
            }}
          >
            <Icon name="layers" size={16} />
            <span className={s['text']}>{words.t('inventory.open')}</span>
          </button>
        </li>
        <li>
          <button
            type="button"
            className={s['link']}
            data-scope="activity"
            data-tip={words.t('audit.open')}
            data-tip-keys={keysOf('audit.open')}
            onClick={() => {
              onPick?.()
              app.act.openOverlay({ name: 'audit', id: null })
            }}
          >
            <Icon name="history" size={16} />
            <span className={s['text']}>{words.t('audit.open')}</span>
          </button>
        </li>
      </ul>
    </nav>
  )
}

/** All rotations and revocations that are open; nothing where there is none. */
function OpenOnes({ onPick }: { readonly onPick: (() => void) | undefined }) {
  const app = useApp()
  const words = useWords()
  const count = useStore(app.tokens, (tokens) => tokens.list.filter(isMoving).length)
  if (count === 0) return null
  return (
    <li>
      <button
        type="button"
        className={s['link']}
        data-scope="rotations"
        onClick={() => {
          onPick?.()
          app.act.openOverlay({ name: 'rotations' })
        }}
      >
        <Icon name="rotate" size={16} />
        <span className={s['text']}>{words.t('nav.rotations')}</span>
        <span className={s['count']}>{words.number(count)}</span>
      </button>
    </li>
  )
}

function ViewLink({
  scope,
  current,
  count,
  onPick,
  children,
}: {
  readonly scope: Scope
  readonly current: boolean
  readonly count: number
  readonly onPick?: (() => void) | undefined
  readonly children: React.ReactNode
}) {
  const app = useApp()
  const words = useWords()
  const loud = (scope === 'attention' || scope === 'dead') && count > 0
  return (
    <li>
      <button
        type="button"
        className={s['link']}
        aria-current={current ? 'page' : undefined}
        data-scope={scope}
        onClick={() => {
          app.act.look({ scope })
          app.act.closeDetails()
          onPick?.()
        }}
      >
        {children}
        {count > 0 && (
          <span className={cx(s['count'], loud && s[scope === 'dead' ? 'dead' : 'loud'])}>
            {words.number(count)}
          </span>
        )}
      </button>
    </li>
  )
}

/** Settings, help, and how the vault stands. */
export function Foot() {
  const app = useApp()
  const words = useWords()
  const damaged = useStore(app.session, (session) => session.vault?.damagedRecords ?? 0)
  const readOnly = useStore(app.session, (session) => session.vault?.readOnly ?? null)
  const worry = readOnly !== null ? 'nav.read-only' : damaged > 0 ? 'nav.damaged' : null
  return (
    <div className={s['foot']}>
      <button
        type="button"
        className={cx(s['vault'], worry !== null && s['damaged'])}
        data-tip={words.t(worry === null ? 'nav.vault-tip' : `${worry}-tip`)}
        onClick={() => app.act.openOverlay({ name: 'vault' })}
      >
        <Icon name={worry === null ? 'lock-open' : 'file-warning'} size={14} />
        <span className={s['text']}>{words.t(worry ?? 'nav.vault', { count: damaged })}</span>
      </button>
      <IconButton
        icon="keyboard"
        size="small"
        label={words.t('nav.help')}
        keys={keysOf('help.open')}
        onClick={() => app.act.openOverlay({ name: 'help' })}
      />
      <IconButton
        icon="settings"
        size="small"
        label={words.t('nav.settings')}
        keys={keysOf('settings.open')}
        onClick={() => app.act.openOverlay({ name: 'settings' })}
      />
    </div>
  )
}
