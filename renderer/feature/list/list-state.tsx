import { useEffect, useState, type ReactNode } from 'react'
import { useStore } from 'zustand'
import { keysOf } from '../../command/show'
import { showKeys } from '../../command/keys'
import { isolate, useWords } from '../../i18n/intl'
import { useApp } from '../../store/hooks'
import type { Scope } from '../../store/overview'
import { STATES, unknownState } from '../../store/search'
import { Button } from '../../ui/button'
import { Icon, type IconName } from '../../ui/icon'
import { ServiceIcon } from '../../ui/service-icon'
import brand from '../../ui/brand.svg?url&no-inline'
import s from './list-state.module.css'

/** What stands in place of the list when it has no row: still loading, nothing yet, nothing found. */
export function ListState() {
  const app = useApp()
  const words = useWords()
  const loaded = useStore(app.tokens, (tokens) => tokens.loaded)
  const none = useStore(app.tokens, (tokens) => tokens.list.length === 0)
  const query = useStore(app.view, (view) => view.query)
  const scope = useStore(app.view, (view) => view.scope)
  if (!loaded) return <div className={s['state']} aria-busy aria-label={words.t('list.loading')} />
  if (none) return <Beginning />
  if (query.trim() !== '') {
    const wrong = unknownState(query)
    const text =
      wrong === null
        ? words.t('list.none-text')
        : words.t('list.none-state', {
            state: isolate(wrong),
            known: STATES.map((state) => `is:${state}`).join(', '),
          })
    return (
      <State icon="search" title={words.t('list.none-title')} text={text}>
        {scope !== 'all' && (
          <Button onClick={() => app.act.look({ scope: 'all' })}>
            {words.t('list.none-scope')}
          </Button>
        )}
        <Button
          look={scope === 'all' ? 'plain' : 'quiet'}
          onClick={() => app.act.look({ query: '' })}
        >
          {words.t('list.none-clear')}
        </Button>
      </State>
    )
  }
  return <Quiet scope={scope} />
}

function Quiet({ scope }: { readonly scope: Scope }) {
  const words = useWords()
  const name = scope.startsWith('service:') || scope === 'all' ? 'service' : (scope as 'attention')
  const calm: readonly Scope[] = ['attention', 'dead']
  const icon: IconName = calm.includes(scope) ? 'shield-check' : 'circle-check'
  return (
    <State
      icon={name === 'service' ? 'key' : icon}
      title={words.t(`list.quiet-${name}`)}
      text={words.t(`list.quiet-${name}-text`)}
    />
  )
}

function State({
  icon,
  title,
  text,
  children,
}: {
  readonly icon: IconName
  readonly title: string
  readonly text: string
  readonly children?: ReactNode
}) {
  return (
    <div className={s['state']}>
      <Icon name={icon} size={28} className={s['icon']} />
      <h2 className={s['title']}>{title}</h2>
      <p className={s['text']}>{text}</p>
      {children && <div className={s['actions']}>{children}</div>}
    </div>
  )
}

/** How many backups there are: of a vault that is not in its place any more, it may be. */
function useBackups(): number {
  const app = useApp()
  const [count, setCount] = useState(0)
  useEffect(() => {
    void app.act.listBackups().then((answer) => {
      if (answer.ok) setCount(answer.value.backups.length)
    })
  }, [app])
  return count
}

/** The very first screen: how to begin, and where tokens come from. */
function Beginning() {
  const app = useApp()
  const words = useWords()
  const services = useStore(app.session, (session) => session.services)
  const backups = useBackups()
  return (
    <div className={s['state']}>
      <img className={s['brand']} src={brand} width={52} height={52} alt="" />
      <h2 className={s['title']}>{words.t('list.empty-title')}</h2>
      <p className={s['text']}>{words.t('list.empty-text')}</p>
      <p className={s['keys']}>
        {words.rich('list.empty-keys', {
          paste: showKeys('Mod+V'),
          kbd: (chunks) => <kbd key="keys">{chunks}</kbd>,
        })}
      </p>
      <div className={s['actions']}>
        <Button
          look="primary"
          icon="plus"
          data-tip-keys={keysOf('token.add')}
          onClick={app.act.openAdd}
        >
          {words.t('action.add')}
        </Button>
        <Button icon="file-in" onClick={() => app.act.openOverlay({ name: 'import' })}>
          {words.t('transfer.import-first')}
        </Button>
        <Button icon="history" onClick={() => app.act.openOverlay({ name: 'restore' })}>
          {words.t('backup.restore')}
        </Button>
      </div>
      {backups > 0 && (
        <p className={s['text']}>{words.t('list.empty-backups', { count: backups })}</p>
      )}
      <section className={s['where']} aria-labelledby="where">
        <h3 id="where" className={s['caption']}>
          {words.t('list.empty-where')}
        </h3>
        <ul className={s['services']}>
          {services.map((service) => {
            const kind = service.kinds[0]
            const server = kind?.servers[0]
            if (!kind || !server) return null
            const open = (): void =>
              void app.act.openPage('create', kind.id, {
                server: { id: server.id, baseUrl: null },
                token: null,
              })
            return (
              <li key={service.id}>
                <button type="button" className={s['service']} onClick={open}>
                  <ServiceIcon service={service.id} name={service.name} size={22} />
                  {service.name}
                  <Icon name="external-link" size={13} className={s['out']} />
                </button>
              </li>
            )
          })}
        </ul>
      </section>
    </div>
  )
}
