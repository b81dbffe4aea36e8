import { Fragment, memo } from 'react'
import { useStore } from 'zustand'
import { serviceOf } from '../../../shared/model/kind'
import { isUnderWay } from '../../../shared/model/stage'
import type { TokenSummary } from '../../../shared/model/token'
import { useWords, type Words } from '../../i18n/intl'
import { relative } from '../../i18n/time'
import { useApp } from '../../store/hooks'
import { cx } from '../../ui/cx'
import { Icon } from '../../ui/icon'
import { ServiceIcon } from '../../ui/service-icon'
import { Clip } from '../../ui/text'
import { dueWords, type DueWords } from '../token/due'
import { CopyButton } from './copy-button'
import { needText } from '../rotation/status'
import { rowId } from './row-id'
import { verdictLook } from '../token/verdict'
import s from './token-row.module.css'

interface Props {
  readonly token: TokenSummary
  readonly index: number
  readonly top: number
  readonly selected: boolean
  /** null: none is marked, and no mark is shown. */
  readonly marked: boolean | null
  readonly minute: number
}

/** One token in the list: what it is, when it ends, when it was checked, and copy. */
export const TokenRow = memo(function TokenRow({
  token,
  index,
  top,
  selected,
  marked,
  minute,
}: Props) {
  const app = useApp()
  const words = useWords()
  const busy = useStore(app.checks, (checks) => checks.busy.has(token.id))
  const service = serviceOf(token.kind)
  const due = dueWords(token, app.judge().of(token), { words, now: minute })
  const check = checkWords(token, busy, { words, minute })
  const kind = app.names.kind(token.kind)
  const meta = [kind, token.account, token.project].filter((part) => part !== null && part !== '')
  const scopes = scopesOf(token)
  return (
    <div
      role="row"
      id={rowId(token.id)}
      data-token={token.id}
      aria-rowindex={index + 1}
      aria-selected={marked ?? selected}
      aria-label={[token.label, ...meta, due.text, check.text].join(', ')}
      className={cx(
        s['row'],
        selected && s['selected'],
        marked === true && s['marked'],
        token.phase.name === 'revoked' && s['over'],
      )}
      style={{ transform: `translateY(${top}px)` }}
    >
      {marked === null ? (
        <ServiceIcon service={service} name={app.names.service(service)} size={28} />
      ) : (
        <span className={s['mark']} data-mark data-on={marked} aria-hidden>
          {marked && <Icon name="check" size={14} />}
        </span>
      )}
      <div role="gridcell" className={s['what']}>
        <Clip text={token.label} className={s['label']} />
        <div className={s['meta']}>
          <PhaseChip token={token} minute={minute} />
          {meta.map((part, place) => (
            <Fragment key={place}>
              {place > 0 && <span className={s['dot']}>·</span>}
              <Clip text={part ?? ''} className={place === 0 ? s['kind'] : s['part']} />
            </Fragment>
          ))}
          {scopes.length > 0 && (
            <span className={s['scopes']}>
              <span className={s['dot']}>·</span>
              <bdi>{scopes.slice(0, 6).join(', ')}</bdi>
            </span>
          )}
        </div>
      </div>
      <AccessCell token={token} />
      <div role="gridcell" className={s['state']}>
        <DueText due={due} />
        <span
          className={cx(s['check'], s[check.tone])}
          data-tip={check.tip}
          data-tip-time={check.at}
        >
          <Icon name={check.icon} size={13} className={busy ? s['turn'] : undefined} />
          {check.text}
        </span>
      </div>
      <div role="gridcell" className={s['act']}>
        <CopyButton id={token.id} label={token.label} />
      </div>
    </div>
  )
})

function DueText({ due }: { readonly due: DueWords }) {
  return (
    <span className={cx(s['due'], s[due.tone])} data-tip-time={due.at ?? undefined}>
      {due.icon && <Icon name={due.icon} size={13} />}
      {due.text}
    </span>
  )
}

function PhaseChip({ token, minute }: Pick<Props, 'token' | 'minute'>) {
  const { id, phase } = token
  const words = useWords()
  const open = useStore(useApp().rotations, ({ rotations, revocations }) =>
    phase.name === 'revoking' ? revocations.get(id) : rotations.get(id),
  )
  if (!isUnderWay(phase)) return null
  const status = open ? needText(open, { words, now: minute }) : null
  const text =
    status === null ? words.t(`row.${phase.name}`) : words.t(`row.${phase.name}-status`, { status })
  return <Clip text={text} className={s['chip']} />
}

/** The layer that says most in few words: what is effective, else the first there is. */
function scopesOf({ access }: TokenSummary): readonly string[] {
  const effective = access.find((layer) => layer.layer === 'effective')
  return (effective ?? access[0])?.values ?? []
}

/** What the token may do, in short; the layers stand in the details. */
function AccessCell({ token }: { readonly token: TokenSummary }) {
  const words = useWords()
  const values = scopesOf(token)
  const [first, ...others] = values
  return (
    <div
      role="gridcell"
      className={s['access']}
      data-tip={values.length > 1 ? values.slice(0, 40).join(', ') : undefined}
    >
      {first !== undefined && (
        <>
          <Clip text={first} className={s['scope']} />
          {others.length > 0 && (
            <span className={s['others']}>
              {words.t('row.more-access', { count: others.length })}
            </span>
          )}
        </>
      )}
    </div>
  )
}

function checkWords(
  token: TokenSummary,
  busy: boolean,
  { words, minute }: { readonly words: Words; readonly minute: number },
) {
  if (busy)
    return {
      text: words.t('row.checking'),
      icon: 'loader',
      tone: 'none',
      tip: undefined,
      at: undefined,
    } as const
  const { check } = token
  if (!check)
    return {
      text: words.t('row.unchecked'),
      icon: 'circle-dashed',
      tone: 'none',
      tip: undefined,
      at: undefined,
    } as const
  const { icon, tone, title } = verdictLook(check.verdict)
  return {
    text: relative(words, check.at, minute),
    icon,
    tone,
    tip: words.t(title),
    at: check.at,
  }
}
