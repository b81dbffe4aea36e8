import { useEffect, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import type { RotationPlan, RotationWish } from '../../../shared/contract/rotation'
import { serviceOf } from '../../../shared/model/kind'
import type { TokenId, TokenSummary } from '../../../shared/model/token'
import { isolate, useWords, type Words } from '../../i18n/intl'
import type { App } from '../../store/app'
import { useApp } from '../../store/hooks'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { Confirm } from '../guide/confirm'
import { serverName } from '../token/names'
import { GraceField } from './grace-field'
import { groupPlans, type Planned, type What } from './many-rules'
import { ManyGroup, ManyRow } from './many-row'
import s from './many.module.css'
import { roomOf, whyText } from './start-rules'

/** What will happen to each of several tokens, and in which way, before anything does. */
export function ManyDialog({
  what,
  ids,
}: {
  readonly what: What
  readonly ids: readonly TokenId[]
}) {
  const app = useApp()
  const words = useWords()
  const byId = useStore(app.tokens, (tokens) => tokens.byId)
  const [plans, setPlans] = useState<ReadonlyMap<TokenId, RotationPlan> | null>(null)
  const [byHand, setByHand] = useState<ReadonlySet<TokenId>>(new Set())
  const [graceMs, setGrace] = useState<number | null>(
    () => app.session.getState().settings?.graceMs ?? null,
  )
  const [step, setStep] = useState<'plan' | 'sure' | 'busy'>('plan')
  useEffect(() => {
    void app.act
      .planMany(ids)
      .then((found) => setPlans(new Map((found ?? []).map((plan) => [plan.id, plan]))))
  }, [app, ids])
  const groups = useMemo(
    () =>
      groupPlans(
        ids.flatMap((id) => byId.get(id) ?? []),
        plans ?? new Map<TokenId, RotationPlan>(),
        { what, byHand, kindOf: ({ kind }) => app.session.getState().kinds.get(kind) },
      ),
    [app, ids, byId, plans, byHand, what],
  )
  const rows = [
    ...groups.automatic,
    ...groups.places.flatMap((each) => each.rows),
    ...groups.guided,
  ]
  const [swapped, setSwapped] = useState<TokenId | null>(null)
  const swap = (id: TokenId): void => {
    setSwapped(id)
    setByHand((before) => {
      const next = new Set(before)
      if (!next.delete(id)) next.add(id)
      return next
    })
  }
  // its row is drawn anew in another group
  useEffect(() => {
    if (swapped === null) return
    document.querySelector<HTMLElement>(`[data-swap="${CSS.escape(swapped)}"]`)?.focus()
  }, [swapped, byHand])
  const begin = async (): Promise<void> => {
    setStep('busy')
    const wishes = rows.map((row) => wishOf(row, what === 'rotate' ? graceMs : undefined))
    const begun = await (what === 'rotate'
      ? app.act.rotateMany(wishes)
      : app.act.revokeMany(wishes))
    if (!begun) setStep('plan')
  }
  return (
    <Dialog
      size="large"
      dismissable={false}
      title={words.t(`many.${what}-title`, { count: ids.length })}
      onClose={app.act.closeOverlay}
      footer={
        step === 'sure' ? (
          <Confirm
            danger
            busy={false}
            action={words.t('many.revoke-sure', { count: rows.length })}
            onBack={() => setStep('plan')}
            onConfirm={() => void begin()}
          >
            {words.t('many.revoke-ask', { count: rows.length })}
          </Confirm>
        ) : (
          <>
            <Button onClick={app.act.closeOverlay}>{words.t('action.cancel')}</Button>
            {rows.length > 0 && (
              <Button
                look={what === 'rotate' ? 'primary' : 'danger'}
                busy={step === 'busy'}
                onClick={() => {
                  if (step === 'busy') return
                  if (what === 'revoke') setStep('sure')
                  else void begin()
                }}
              >
                {words.t(`many.${what}-start`, { count: rows.length })}
              </Button>
            )}
          </>
        )
      }
    >
      <div className={s['all']} aria-busy={plans === null}>
        {plans !== null && what === 'rotate' && rows.length > 0 && (
          <GraceField label={words.t('rotation.grace')} value={graceMs} onChange={setGrace} />
        )}
        {plans !== null && <PlanGroups groups={groups} onSwap={swap} />}
      </div>
    </Dialog>
  )
}

/** The tokens by what is needed for them. */
function PlanGroups({
  groups,
  onSwap,
}: {
  readonly groups: ReturnType<typeof groupPlans>
  readonly onSwap: (id: TokenId) => void
}) {
  const app = useApp()
  const words = useWords()
  const line = (row: Planned) => <PlanRow key={row.token.id} row={row} onSwap={onSwap} />
  return (
    <>
      {groups.automatic.length > 0 && (
        <ManyGroup title={words.t('many.automatic')}>{groups.automatic.map(line)}</ManyGroup>
      )}
      {groups.places.map(({ place, rows: [first, ...rest] }) =>
        first ? (
          <ManyGroup
            key={place}
            title={words.t('many.place', {
              place: placeName({ app, words }, first),
            })}
            note={words.t('many.place-note', { count: rest.length + 1 })}
          >
            {[first, ...rest].map(line)}
          </ManyGroup>
        ) : null,
      )}
      {groups.guided.length > 0 && (
        <ManyGroup title={words.t('many.guided')} note={words.t('many.guided-note')}>
          {groups.guided.map(line)}
        </ManyGroup>
      )}
      {groups.notNow.length > 0 && (
        <ManyGroup title={words.t('many.not-now')}>
          {groups.notNow.map(({ token, why }) => (
            <ManyRow key={token.id} token={token}>
              <span className={s['about']}>{words.t(`many.not-${why}`)}</span>
            </ManyRow>
          ))}
        </ManyGroup>
      )}
    </>
  )
}

function wishOf({ token, plan, mode }: Planned, graceMs: number | null | undefined): RotationWish {
  const manager = mode === 'automatic' ? plan.managers[0] : undefined
  return {
    id: token.id,
    mode,
    ...(graceMs === undefined ? {} : { graceMs }),
    ...(manager === undefined ? {} : { manager }),
  }
}

/** 'Tolgee, Tolgee Cloud', or 'Tolgee, tolgee.example.com' for a server of one's own. */
export function placeName(
  { app, words }: { readonly app: App; readonly words: Words },
  { token }: { readonly token: TokenSummary },
): string {
  const { baseUrl, id } = token.server
  const where =
    baseUrl === null ? serverName(words, token.kind, id) : baseUrl.replace(/^https?:\/\//, '')
  return isolate(`${app.names.service(serviceOf(token.kind))}, ${where}`)
}

function PlanRow({
  row: { token, plan, mode },
  onSwap,
}: {
  readonly row: Planned
  readonly onSwap: (id: TokenId) => void
}) {
  const app = useApp()
  const words = useWords()
  const service = isolate(app.names.service(serviceOf(token.kind)))
  const why = whyText(plan)
  const room = roomOf(plan)
  const label = isolate(token.label)
  return (
    <ManyRow
      token={token}
      action={
        plan.mode !== 'guided' && (
          <Button
            size="small"
            look="link"
            data-swap={token.id}
            aria-label={words.t(mode === 'guided' ? 'many.by-api-of' : 'many.by-hand-of', {
              label,
            })}
            onClick={() => onSwap(token.id)}
          >
            {words.t(mode === 'guided' ? 'many.by-api' : 'many.by-hand')}
          </Button>
        )
      }
    >
      {mode === 'guided' && why !== null && (
        <span className={s['about']}>{words.t(why, { service })}</span>
      )}
      {room !== 'enough' && (
        <span className={s['warning']}>
          {words.t(room === 'last' ? 'rotation.quota' : 'rotation.quota-full', {
            service,
            used: plan.quota?.used ?? 0,
            most: plan.quota?.most ?? 0,
          })}
        </span>
      )}
    </ManyRow>
  )
}
