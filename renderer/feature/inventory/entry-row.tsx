import { useStore } from 'zustand'
import type { InventoryEntry } from '../../../shared/contract/inventory'
import { isolate, useWords, type Words } from '../../i18n/intl'
import { day, relative } from '../../i18n/time'
import { useApp, useToken } from '../../store/hooks'
import { Button } from '../../ui/button'
import { cx } from '../../ui/cx'
import { Icon } from '../../ui/icon'
import type { InventoryFlow } from './flow'
import s from './inventory.module.css'
import { canRevokeHere, FLAG_ICONS } from './rules'

/** One token as its platform lists it, and what can be done about it. */
export function EntryRow({
  entry,
  flow,
}: {
  readonly entry: InventoryEntry
  readonly flow: InventoryFlow
}) {
  const app = useApp()
  const words = useWords()
  const chosen = useStore(flow.store, (state) => state.chosen.has(entry.key))
  const now = useStore(app.session, (session) => session.minute)
  const name = entry.name ?? words.t('inventory.nameless')
  const free = canRevokeHere(entry)
  return (
    <li className={cx(s['entry'], chosen && s['chosen'])}>
      <input
        type="checkbox"
        className={s['tick']}
        checked={chosen}
        disabled={!free}
        aria-label={words.t('inventory.choose', { name: isolate(name) })}
        onChange={(event) => flow.choose(entry.key, event.target.checked)}
      />
      <div className={s['what']}>
        <p className={s['name']}>
          <bdi className={cx(entry.name === null && s['quiet'])}>{name}</bdi>
          <span className={s['kind']}>{app.names.kind(entry.kind)}</span>
          {entry.project !== null && <bdi className={s['kind']}>{entry.project}</bdi>}
        </p>
        <p className={s['times']}>
          {timesOf(words, entry, now).map((text) => (
            <span key={text}>{text}</span>
          ))}
        </p>
        <Scopes entry={entry} />
        <Flags entry={entry} />
      </div>
      <Actions entry={entry} flow={flow} />
    </li>
  )
}

/** What is told only; 'never used' only where the platform tells uses. */
function timesOf(words: Words, entry: InventoryEntry, now: number): string[] {
  const { createdAt, tellsUse, lastUsedAt, expiry } = entry
  const at = (time: number) => ({ day: day(words, time), ago: relative(words, time, now) })
  return [
    ...(createdAt === null ? [] : [words.t('inventory.made', at(createdAt))]),
    ...(lastUsedAt === null ? [] : [words.t('inventory.used', at(lastUsedAt))]),
    ...(tellsUse && lastUsedAt === null ? [words.t('inventory.never-used')] : []),
    ...(expiry.known === 'date'
      ? [words.t(expiry.at <= now ? 'inventory.ended' : 'inventory.ends', at(expiry.at))]
      : []),
  ]
}

function Scopes({ entry: { scopes } }: { readonly entry: InventoryEntry }) {
  const words = useWords()
  if (scopes === null || scopes.length === 0) return null
  return (
    <p className={s['scopes']}>
      <span className="visually-hidden">{words.t('inventory.scopes')}</span>
      <bdi>{scopes.join(', ')}</bdi>
    </p>
  )
}

function Flags({ entry }: { readonly entry: InventoryEntry }) {
  const app = useApp()
  const words = useWords()
  const known = useToken(entry.known)
  const label = known ? isolate(known.label) : null
  const of = app.token(entry.orphanOf)
  return (
    <p className={s['flags']}>
      {entry.inVault === 'yes' && (
        <span className={s['in']}>
          <Icon name="circle-check" size={13} />
          {label === null
            ? words.t('inventory.in-vault')
            : words.t('inventory.in-vault-as', { label })}
        </span>
      )}
      {entry.inVault === 'unclear' && (
        <span className={s['flag']}>
          <Icon name="circle-help" size={13} />
          {label === null
            ? words.t('inventory.unclear')
            : words.t('inventory.unclear-as', { label })}
        </span>
      )}
      {entry.flags.map((flag) => (
        <span key={flag} className={s['flag']} data-flag={flag}>
          <Icon name={FLAG_ICONS[flag]} size={13} />
          {words.t(`inventory.flag.${flag}`)}
          {flag === 'possible-orphan' && of && ` (${isolate(of.label)})`}
        </span>
      ))}
    </p>
  )
}

function Actions({
  entry,
  flow,
}: {
  readonly entry: InventoryEntry
  readonly flow: InventoryFlow
}) {
  const app = useApp()
  const words = useWords()
  const busy = useStore(flow.store, (state) => state.busy)
  const known = useToken(entry.known)
  const name = isolate(entry.name ?? words.t('inventory.nameless'))
  const adopt = async (): Promise<void> => {
    const error = await flow.adopt(entry.key)
    if (error) app.act.failed(error)
    else app.toaster.show({ key: 'inventory', tone: 'good', message: 'inventory.adopted' })
  }
  return (
    <div className={s['actions']}>
      {entry.adopt === 'stored' && (
        <Button
          size="small"
          aria-label={words.t('inventory.adopt-name', { name })}
          busy={busy === 'adopt'}
          onClick={() => void adopt()}
        >
          {words.t('inventory.adopt')}
        </Button>
      )}
      {entry.adopt === 'paste' && (
        <Button
          size="small"
          aria-label={words.t('inventory.paste-name', { name })}
          data-tip={words.t('inventory.paste-tip')}
          onClick={() => app.act.openAddFrom(app.overlay.getState())}
        >
          {words.t('inventory.paste')}
        </Button>
      )}
      {canRevokeHere(entry) && (
        <Button
          size="small"
          look="quiet"
          aria-label={words.t('inventory.revoke-name', { name })}
          onClick={() => {
            flow.choose(entry.key, true)
            flow.ask(true)
          }}
        >
          {words.t('command.revoke')}
        </Button>
      )}
      {!canRevokeHere(entry) && known && (
        <Button
          size="small"
          look="quiet"
          aria-label={words.t('inventory.revoke-name', { name: isolate(known.label) })}
          data-tip={words.t('inventory.own-revoke', { label: isolate(known.label) })}
          onClick={() =>
            app.act.openOverlay({ name: 'revoke', id: known.id, from: app.overlay.getState() })
          }
        >
          {words.t('command.revoke')}
        </Button>
      )}
    </div>
  )
}
