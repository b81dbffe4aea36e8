import { useState } from 'react'
import { useStore } from 'zustand'
import type { RotationPlan, RotationView } from '../../../shared/contract/rotation'
import { isBeforePromotion } from '../../../shared/model/stage'
import { useWords } from '../../i18n/intl'
import { Button } from '../../ui/button'
import { Icon } from '../../ui/icon'
import g from '../guide/guide.module.css'
import type { RotateFlow } from '../guide/rotate-flow'
import { GraceField } from './grace-field'
import s from './rotation.module.css'

/** What can still be chosen on the way: how long the old one stays, and who does the rest. */
export function OptionsPart({
  view,
  plan,
  flow,
}: {
  readonly view: RotationView
  readonly plan: RotationPlan | null
  readonly flow: RotateFlow
}) {
  const words = useWords()
  const busy = useStore(flow.store, (state) => state.busy)
  const [open, setOpen] = useState(false)
  // later the period stands where it runs
  const early =
    view.stage !== 'done' && (isBeforePromotion(view.stage) || view.stage === 'promoted')
  const other = view.mode === 'guided' ? plan?.modes.find((mode) => mode !== 'guided') : undefined
  if (!early && other === undefined) return null
  return (
    <div className={s['options']}>
      <Button look="quiet" size="small" aria-expanded={open} onClick={() => setOpen(!open)}>
        <Icon name={open ? 'chevron-down' : 'chevron-right'} size={14} />
        {words.t('rotation.options')}
      </Button>
      {open && (
        <div className={s['option']}>
          {early && (
            <div className={s['select']}>
              <GraceField
                label={words.t('rotation.grace')}
                value={view.graceMs}
                onChange={(graceMs) => {
                  flow.touch()
                  void flow.move('setGrace', { graceMs })
                }}
              />
            </div>
          )}
          {early && <p className={g['note']}>{words.t('rotation.grace-help')}</p>}
          {other !== undefined && (
            <Button busy={busy === 'setMode'} onClick={() => void flow.setMode(other)}>
              {words.t(other === 'automatic' ? 'rotation.by-api' : 'rotation.by-sign-in')}
            </Button>
          )}
        </div>
      )}
    </div>
  )
}
