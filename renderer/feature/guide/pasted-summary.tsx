import type { RotationView } from '../../../shared/contract/rotation'
import { useWords } from '../../i18n/intl'
import { verdictLook } from '../token/verdict'
import { Hint } from './hint'

/** Which value it was and what its platform said, after the step is done. */
export function PastedSummary({ view }: { readonly view: RotationView }) {
  const words = useWords()
  const hint = view.pendingHint ?? view.currentHint
  const check = view.pendingCheck
  return (
    <>
      <Hint text={hint} />
      {check && ` · ${words.t(verdictLook(check.verdict).title)}`}
      {check?.verdict === 'valid' && `. ${words.t(`reason.${check.reason}`)}`}
    </>
  )
}
