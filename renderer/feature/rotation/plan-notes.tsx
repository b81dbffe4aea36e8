import type { ReactNode } from 'react'
import type { RotationPlan } from '../../../shared/contract/rotation'
import { useWords } from '../../i18n/intl'
import { cx } from '../../ui/cx'
import { Icon, type IconName } from '../../ui/icon'
import s from './rotation.module.css'
import { roomOf, whyText } from './start-rules'

/** What should be known before a token is replaced: why not by itself, and whether there is room. */
export function PlanNotes({
  plan,
  service,
}: {
  readonly plan: RotationPlan
  readonly service: string
}) {
  const words = useWords()
  const why = whyText(plan)
  const room = roomOf(plan)
  return (
    <>
      {room !== 'enough' && (
        <Note tone="warning" icon="triangle">
          {words.t(room === 'last' ? 'rotation.quota' : 'rotation.quota-full', {
            service,
            used: plan.quota?.used ?? 0,
            most: plan.quota?.most ?? 0,
          })}
        </Note>
      )}
      {why !== null && <Note icon="info">{words.t(why, { service })}</Note>}
    </>
  )
}

export function Note({
  icon,
  tone = 'plain',
  children,
}: {
  readonly icon: IconName
  readonly tone?: 'plain' | 'warning'
  readonly children: ReactNode
}) {
  return (
    <div className={cx(s['note'], s[tone])}>
      <Icon name={icon} size={16} />
      <p>{children}</p>
    </div>
  )
}
