import { useEffect, useRef, useState } from 'react'
import type { Waiting } from '../../../shared/contract/rotation'
import { serviceOf } from '../../../shared/model/kind'
import type { CheckRecord, TokenId, TokenSummary } from '../../../shared/model/token'
import { isAlive } from '../../../shared/model/verdict-list'
import { isolate, useWords } from '../../i18n/intl'
import type { MessageId } from '../../i18n/messages'
import { useApp } from '../../store/hooks'
import { Button } from '../../ui/button'
import { Icon } from '../../ui/icon'
import g from '../guide/guide.module.css'
import { Countdown } from './countdown'
import { Note } from './plan-notes'
import s from './rotation.module.css'
import { SignInPart } from './sign-in-part'

/** What it waits for where the platform or the account is in the way, and the one thing to do. */
export function WaitPart({
  token,
  waiting,
  what,
  seen = null,
  onByHand,
  onManager,
}: {
  readonly token: TokenSummary
  readonly waiting: Waiting
  readonly what: 'rotation' | 'revocation'
  /** The last look whether the value that is to die does. */
  readonly seen?: CheckRecord | null
  readonly onByHand: () => void
  /** Goes on with another token of the vault, as is proposed first. */
  readonly onManager: () => void
}) {
  const app = useApp()
  const words = useWords()
  const service = isolate(app.names.service(serviceOf(token.kind)))
  const { need, until } = waiting
  switch (need) {
    case 'sign-in':
    case 'code':
      return (
        <SignInPart key={need} token={token} waiting={waiting} what={what} onByHand={onByHand} />
      )
    case 'patience':
      return (
        <Trouble waiting={waiting} service={service} onByHand={onByHand}>
          <Countdown until={until} what="again" />
        </Trouble>
      )
    case 'help':
      return (
        <Trouble waiting={waiting} service={service} onByHand={onByHand}>
          {waiting.problem === 'no-manager' && <OtherManager token={token} onManager={onManager} />}
        </Trouble>
      )
    case 'activation':
      return (
        <p className={g['text']}>
          {words.t('rotation.activation', { service })} <Countdown until={until} what="looks" />
        </p>
      )
    case 'death':
      return (
        <p className={g['text']}>
          {words.t(deathText(what, seen), { service })} <Countdown until={until} what="looks" />
        </p>
      )
    default:
      return null
  }
}

function deathText(what: 'rotation' | 'revocation', seen: CheckRecord | null): MessageId {
  const alive = seen !== null && isAlive(seen.verdict)
  if (what === 'rotation') return alive ? 'rotation.death' : 'rotation.death-unasked'
  return alive ? 'revocation.death' : 'revocation.death-unasked'
}

/** What the platform or the way to it does not do at the moment. */
function Trouble({
  waiting,
  service,
  children,
  onByHand,
}: {
  readonly waiting: Waiting
  readonly service: string
  readonly children?: React.ReactNode
  readonly onByHand: () => void
}) {
  const words = useWords()
  return (
    <div className={s['trouble']}>
      <div role="status">
        <Note icon="triangle" tone="warning">
          {words.t(`problem.${waiting.problem ?? 'unclear'}`, { service })}
        </Note>
      </div>
      <div className={s['row']}>
        <Button look="link" onClick={onByHand}>
          {words.t('rotation.in-browser')}
        </Button>
        {children && <span className={g['note']}>{children}</span>}
      </div>
    </div>
  )
}

/** The token that was to do it is gone: another one that can, if there is one. */
function OtherManager({
  token,
  onManager,
}: {
  readonly token: TokenSummary
  readonly onManager: () => void
}) {
  const app = useApp()
  const words = useWords()
  const { bridge } = app.env
  const [manager, setManager] = useState<TokenId | null>(null)
  useEffect(() => {
    void bridge.call('rotation.plan', { ids: [token.id] }).then((answer) => {
      const plan = answer.ok ? answer.value[0] : undefined
      setManager(plan?.modes.includes('automatic') ? (plan.managers[0] ?? null) : null)
    })
  }, [bridge, token.id])
  if (manager === null) return null
  return (
    <Button look="link" onClick={onManager}>
      {words.t('rotation.with-other', { manager: isolate(app.token(manager)?.label ?? '') })}
    </Button>
  )
}

/** What is being done at the moment, told as it changes. */
export function Acting({ text }: { readonly text: string }) {
  const line = useRef<HTMLParagraphElement>(null)
  useEffect(() => line.current?.scrollIntoView({ block: 'nearest' }), [])
  return (
    <p ref={line} className={s['acting']} role="status">
      <Icon name="loader" size={15} className={s['turn']} />
      {text}
    </p>
  )
}
