import type { RotationView } from '../../../shared/contract/rotation'
import { serviceOf } from '../../../shared/model/kind'
import type { TokenSummary } from '../../../shared/model/token'
import { isolate, useWords } from '../../i18n/intl'
import { moment } from '../../i18n/time'
import { useApp } from '../../store/hooks'
import { Button } from '../../ui/button'
import { CompareTable } from '../guide/compare-table'
import g from '../guide/guide.module.css'
import { DestinationsChecklist } from '../guide/destinations-checklist'
import { Hint } from '../guide/hint'
import type { RotateFlow } from '../guide/rotate-flow'
import { cautionsOf } from '../guide/rules'
import { VerdictBox } from '../token/verdict-box'
import { GraceField } from './grace-field'
import s from './rotation.module.css'

interface Props {
  readonly token: TokenSummary
  readonly view: RotationView
}

/** The new value works and is not like the old one: how, and what that means. */
export function AgreementPart({ token, view }: Props) {
  const app = useApp()
  const words = useWords()
  const service = isolate(app.names.service(serviceOf(token.kind)))
  const cautions = cautionsOf(view)
  return (
    <>
      <p className={g['text']} role="status">
        {words.t('rotation.agreement')}
      </p>
      {view.pendingCheck && view.pendingCheck.verdict !== 'valid' && (
        <div className={g['box']}>
          <VerdictBox evidence={view.pendingCheck} />
        </div>
      )}
      {view.differences.length > 0 && (
        <CompareTable
          token={token}
          differences={view.differences}
          hints={{ before: view.currentHint, after: view.pendingHint ?? '' }}
        />
      )}
      {cautions.length > 0 && (
        <div className={g['text']}>
          <p>{words.t('guide.confirm-promote')}</p>
          <ul className={s['cautions']}>
            {cautions.map((id) => (
              <li key={id}>{words.t(id, { service })}</li>
            ))}
          </ul>
        </div>
      )}
    </>
  )
}

/** The places that use the token get the new value. */
export function DeliveryPart({ token, view }: Props) {
  const app = useApp()
  const words = useWords()
  return (
    <div className={g['part']}>
      <p className={g['text']}>{words.t('guide.use-text')}</p>
      <Button icon="copy" onClick={() => void app.act.copy(token.id)}>
        {words.t('guide.use-copy')}
      </Button>
      <DestinationsChecklist token={token} view={view} />
      <p className={g['note']}>
        {words.t(goesOn(view) ? 'used.then-alone' : 'rotation.delivered-note')}
      </p>
    </div>
  )
}

/** The last tick is all that it waits for. */
function goesOn({ mode, destinations }: RotationView): boolean {
  return mode !== 'guided' && destinations.length > 0
}

/** The old value lives on for a while; the end can be moved. */
export function GracePart({ token, view, flow }: Props & { readonly flow: RotateFlow }) {
  const app = useApp()
  const words = useWords()
  const service = isolate(app.names.service(serviceOf(token.kind)))
  const previous = <Hint key="previous" text={view.previousHint ?? ''} />
  const { limitedTo } = view
  // whoever ends it first
  const graceEnds =
    limitedTo === null || view.graceEnds === null
      ? (view.graceEnds ?? limitedTo)
      : Math.min(view.graceEnds, limitedTo)
  return (
    <div className={g['part']}>
      <div className={g['text']} role="status">
        <p>
          {graceEnds === null
            ? words.rich('rotation.grace-until-said', { previous })
            : words.rich('rotation.grace-until', { previous, date: moment(words, graceEnds) })}{' '}
          {graceEnds !== null &&
            limitedTo === null &&
            words.t(view.mode === 'guided' ? 'rotation.grace-guided' : 'rotation.grace-auto', {
              service,
            })}
        </p>
        {limitedTo !== null && (
          <p>{words.t('rotation.grace-limited', { service, date: moment(words, limitedTo) })}</p>
        )}
      </div>
      <div className={s['select']}>
        <GraceField
          label={words.t('rotation.grace-keep')}
          value={view.graceMs}
          onChange={(graceMs) => void flow.move('setGrace', { graceMs })}
        />
      </div>
    </div>
  )
}
