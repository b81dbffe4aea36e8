import type { RotationView } from '../../../shared/contract/rotation'
import { serviceOf } from '../../../shared/model/kind'
import type { TokenSummary } from '../../../shared/model/token'
import { isolate, useWords } from '../../i18n/intl'
import { moment } from '../../i18n/time'
import { useApp } from '../../store/hooks'
import { Hint } from '../guide/hint'
import { Note } from './plan-notes'
import { limitText } from './steps'

/** What the platform was told of an end that is not what is wanted now. */
export function LimitNote({
  token,
  view,
}: {
  readonly token: TokenSummary
  readonly view: RotationView
}) {
  const app = useApp()
  const words = useWords()
  const id = limitText(view)
  if (id === null || view.limitedTo === null) return null
  return (
    <Note icon="triangle" tone="warning">
      {words.rich(id, {
        service: isolate(app.names.service(serviceOf(token.kind))),
        date: moment(words, view.limitedTo),
        current: <Hint key="current" text={view.currentHint} />,
        previous: <Hint key="previous" text={view.previousHint ?? ''} />,
      })}
    </Note>
  )
}
