import { useStore } from 'zustand'
import type { RotationPlan } from '../../../shared/contract/rotation'
import { serviceOf } from '../../../shared/model/kind'
import type { Mode } from '../../../shared/model/stage'
import type { TokenSummary } from '../../../shared/model/token'
import { isolate, useWords } from '../../i18n/intl'
import { useApp } from '../../store/hooks'
import { Button } from '../../ui/button'
import { Choices } from '../../ui/radio'
import { Select } from '../../ui/select'
import type { RotateFlow } from '../guide/rotate-flow'
import g from '../guide/guide.module.css'
import { EndField } from './end-field'
import { GraceField } from './grace-field'
import { PlanNotes } from './plan-notes'
import s from './rotation.module.css'
import type { Chosen } from './start-rules'

const FORM = 'rotation-start'

interface Props {
  readonly token: TokenSummary
  readonly plan: RotationPlan
  readonly chosen: Chosen
  readonly flow: RotateFlow
}

/** What will happen to a token, before anything does: by whom, with which name, for how long. */
export function StartPart({ token, plan, chosen, flow }: Props) {
  const app = useApp()
  const words = useWords()
  const service = isolate(app.names.service(serviceOf(token.kind)))
  const byHand = chosen.mode === 'guided'
  return (
    <form
      id={FORM}
      className={s['start']}
      autoComplete="off"
      onSubmit={(event) => {
        event.preventDefault()
        void flow.begin()
      }}
    >
      <PlanNotes plan={plan} service={service} />
      <ModeChoice
        plan={plan}
        value={chosen.mode}
        manager={chosen.manager}
        service={service}
        onChange={(mode) => flow.choose({ mode })}
        onManager={(id) =>
          flow.choose({ manager: plan.managers.find((each) => each === id) ?? null })
        }
      />
      {!byHand && plan.choosesExpiry && (
        <EndField token={token} plan={plan} chosen={chosen} flow={flow} service={service} />
      )}
      <div className={s['grace']}>
        <GraceField
          label={words.t('rotation.grace')}
          value={chosen.graceMs}
          onChange={(graceMs) => flow.choose({ graceMs })}
        />
        <p className={g['note']}>
          {words.t(
            plan.limits && !byHand && chosen.graceMs !== null && chosen.graceMs > 0
              ? 'rotation.grace-limits'
              : 'rotation.grace-help',
            { service },
          )}
        </p>
      </div>
      {!byHand && plan.remoteName !== '' && (
        <p className={s['named']}>
          <span className={g['term']}>{words.t('rotation.name', { service })}</span>
          <code dir="auto">{plan.remoteName}</code>
        </p>
      )}
    </form>
  )
}

/** Who does it: each way with what Keyglot does and what is left to the user. */
export function ModeChoice({
  plan,
  value,
  manager,
  service,
  ends = false,
  onChange,
  onManager,
}: {
  readonly plan: RotationPlan
  readonly value: Mode
  readonly manager: string | null
  readonly service: string
  /** It is about the end of the token, not about a new one. */
  readonly ends?: boolean
  readonly onChange: (mode: Mode) => void
  readonly onManager: (id: string) => void
}) {
  const app = useApp()
  const words = useWords()
  const label = (id: string): string =>
    app.tokens.getState().list.find((each) => each.id === id)?.label ?? ''
  return (
    <Choices
      label={words.t(ends ? 'revocation.how' : 'rotation.how')}
      value={value}
      onChange={onChange}
      choices={plan.modes.map((mode) => ({
        id: mode,
        label: words.t(`mode.${mode}`),
        note: words.t(ends ? `revocation.way-${mode}` : `rotation.way-${mode}`, {
          service,
          manager: isolate(label(manager ?? '')),
        }),
        more: mode === 'automatic' && value === mode && plan.managers.length > 1 && (
          <div className={s['manager']}>
            <Select
              label={words.t('rotation.manager')}
              value={manager ?? ''}
              options={plan.managers.map((id) => ({ id: String(id), label: label(id) }))}
              onChange={onManager}
            />
          </div>
        ),
      }))}
    />
  )
}

export function StartFooter({ chosen, flow }: Pick<Props, 'chosen' | 'flow'>) {
  const words = useWords()
  const busy = useStore(flow.store, (state) => state.busy)
  return (
    <div className={g['foot']}>
      <span className={g['gap']} />
      <Button onClick={flow.close}>{words.t('action.cancel')}</Button>
      <Button look="primary" type="submit" form={FORM} busy={busy !== null} autoFocus>
        {words.t(chosen.mode === 'guided' ? 'rotation.begin-guided' : 'rotation.begin')}
      </Button>
    </div>
  )
}
