import type { ReactNode } from 'react'
import { useStore } from 'zustand'
import { needsCode, needsSignIn } from '../../../shared/model/management'
import { serviceOf } from '../../../shared/model/kind'
import { isolate, useWords } from '../../i18n/intl'
import { useApp } from '../../store/hooks'
import { paramsOf } from '../../store/params'
import { Button } from '../../ui/button'
import { Icon, type IconName } from '../../ui/icon'
import { CodeForm, SignInForm } from '../rotation/sign-in-form'
import type { InventoryFlow } from './flow'
import { usePlace } from './inventory-bar'
import s from './inventory.module.css'

/** What stands in place of the list: a sign-in, work, nothing, or what went wrong. */
export function InventoryState({ flow }: { readonly flow: InventoryFlow }) {
  const words = useWords()
  const { places, problem, failed, busy, listing } = useStore(flow.store)
  const again = (
    <Button icon="refresh" onClick={() => void flow.list()}>
      {words.t('toast.again')}
    </Button>
  )
  const service = useService(flow)
  if (busy === 'list' || places === null) {
    return (
      <State icon="loader" title={words.t('inventory.loading')} busy>
        <p className={s['text']}>{words.t('inventory.loading-text')}</p>
      </State>
    )
  }
  if (problem !== null && needsSignIn(problem)) return <Door flow={flow} />
  if (failed !== null) {
    return (
      <State icon="triangle" title={words.t('inventory.failed')}>
        <p className={s['text']}>{words.t(`error.${failed.code}`, paramsOf(failed))}</p>
        {again}
      </State>
    )
  }
  if (problem !== null) {
    const text =
      problem === 'no-manager'
        ? words.t('inventory.no-manager')
        : words.t(`problem.${problem}`, { service })
    return (
      <State icon="cloud-off" title={words.t('inventory.failed')}>
        <p className={s['text']}>{text}</p>
        {again}
      </State>
    )
  }
  if (places.length === 0) {
    return (
      <State icon="layers" title={words.t('inventory.no-places')}>
        <p className={s['text']}>{words.t('inventory.no-places-text')}</p>
      </State>
    )
  }
  return (
    <State icon="circle-check" title={words.t('inventory.empty')}>
      <p className={s['text']}>{words.t('inventory.empty-text', { service })}</p>
      {listing === null && again}
    </State>
  )
}

/** Signing in; also above a list that needs it to go on. */
export function Door({ flow }: { readonly flow: InventoryFlow }) {
  const app = useApp()
  const words = useWords()
  const { problem, failed, busy, id } = useStore(flow.store)
  const service = useService(flow)
  const token = app.token(id)
  const error = failed
    ? words.t(`error.${failed.code}`, paramsOf(failed))
    : problem === null || problem === 'session-over'
      ? null
      : words.t(`problem.${problem}`, { service })
  const shared = {
    ...{ service, error, busy: busy === 'sign-in', calm: problem === 'code-needed' },
    onByHand: (): void => {
      if (token === null) return
      const { kind, server } = token
      void app.act.openPage('delete', kind, { server, token: token.id })
    },
  }
  return (
    <div className={s['door']}>
      {problem !== null && needsCode(problem) && failed?.code !== 'session.none' ? (
        <CodeForm {...shared} onSend={flow.code} onAnew={() => void flow.signOut()} />
      ) : (
        <SignInForm {...shared} what="inventory" withCode={false} onSend={flow.signIn} />
      )}
    </div>
  )
}

export function useService(flow: InventoryFlow): string {
  const app = useApp()
  const place = usePlace(flow)
  const token = app.token(useStore(flow.store, ({ id }) => id))
  const service = place?.service ?? (token && serviceOf(token.kind))
  return isolate(service ? app.names.service(service) : '')
}

function State({
  icon,
  title,
  busy = false,
  children,
}: {
  readonly icon: IconName
  readonly title: string
  readonly busy?: boolean
  readonly children: ReactNode
}) {
  return (
    <div className={s['state']} role="status" aria-busy={busy || undefined}>
      <Icon name={icon} size={28} className={s['icon']} />
      <h3 className={s['title']}>{title}</h3>
      {children}
    </div>
  )
}
