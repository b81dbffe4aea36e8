import type { RotationPlan } from '../../../shared/contract/rotation'
import type { TokenSummary } from '../../../shared/model/token'
import { useWords } from '../../i18n/intl'
import { day } from '../../i18n/time'
import { Choices, type Choice } from '../../ui/radio'
import type { RotateFlow } from '../guide/rotate-flow'
import { DateField } from '../token/time-fields'
import { sameEnd, type Chosen } from './start-rules'

type End = 'same' | 'date' | 'never'

/** When the new token ends, where its platform lets that be chosen. */
export function EndField({
  token,
  plan,
  chosen,
  flow,
  service,
}: {
  readonly token: TokenSummary
  readonly plan: RotationPlan
  readonly chosen: Chosen
  readonly flow: RotateFlow
  readonly service: string
}) {
  const words = useWords()
  const same = sameEnd(plan, token.expiry)
  const { expiry, dateOpen } = chosen
  const picked: End =
    dateOpen || typeof expiry === 'number' ? 'date' : expiry === null ? 'never' : 'same'
  const sameText = {
    date: () => words.t('rotation.end-same', { date: day(words, plan.expiry ?? 0) }),
    never: () => words.t('rotation.end-same-never'),
    unknown: () => words.t('rotation.end-same-unknown', { service }),
  }[same]()
  const choices: Choice<End>[] = [
    { id: 'same', label: sameText },
    {
      id: 'date',
      label: words.t('rotation.end-date'),
      more: picked === 'date' && (
        <DateField
          value={typeof expiry === 'number' ? expiry : null}
          onChange={(value) =>
            flow.choose(
              typeof value === 'number'
                ? { expiry: value, dateOpen: false }
                : { expiry: 'same', dateOpen: true },
            )
          }
        />
      ),
    },
    // the same would be said twice
    ...(same === 'never' ? [] : [{ id: 'never', label: words.t('rotation.end-never') } as const]),
  ]
  return (
    <Choices
      label={words.t('rotation.end')}
      value={picked}
      choices={choices}
      onChange={(end) =>
        flow.choose({ dateOpen: end === 'date', expiry: end === 'never' ? null : 'same' })
      }
    />
  )
}
