import { useState } from 'react'
import { serviceOf } from '../../../shared/model/kind'
import type { RotationView } from '../../../shared/contract/rotation'
import type { TokenSummary } from '../../../shared/model/token'
import { isolate, useWords } from '../../i18n/intl'
import { useApp } from '../../store/hooks'
import { Button } from '../../ui/button'
import { VerdictBox } from '../token/verdict-box'
import { CompareTable } from './compare-table'
import s from './guide.module.css'
import { PendingPart } from './pending-part'
import type { RotateFlow } from './rotate-flow'

/** What the platform said about the new value and how it compares, before it takes over. */
export function PromotePart({
  token,
  view,
  flow,
}: {
  readonly token: TokenSummary
  readonly view: RotationView
  readonly flow: RotateFlow
}) {
  const app = useApp()
  const words = useWords()
  const [another, setAnother] = useState(false)
  const service = isolate(app.names.service(serviceOf(token.kind)))
  return (
    <>
      {view.pendingCheck && view.pendingCheck.verdict !== 'valid' && (
        <div className={s['box']}>
          <VerdictBox evidence={view.pendingCheck} />
        </div>
      )}
      {view.differences.length > 0 ? (
        <CompareTable
          token={token}
          differences={view.differences}
          hints={{ before: view.currentHint, after: view.pendingHint ?? '' }}
        />
      ) : (
        <p className={s['text']}>{words.t('guide.compare-none', { service })}</p>
      )}
      <p className={s['text']}>{words.t('guide.promote-text', { service })}</p>
      {another ? (
        <PendingPart token={token} view={view} flow={flow} focused />
      ) : (
        <p>
          <Button look="link" onClick={() => setAnother(true)}>
            {words.t('guide.another')}
          </Button>
        </p>
      )}
    </>
  )
}
