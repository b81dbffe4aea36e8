import { useState } from 'react'
import { useWords } from '../../i18n/intl'
import { useApp } from '../../store/hooks'
import { ChangeForm } from './change-form'
import { KitStep, type Made } from './kit-step'
import type { Step } from './steps'

/** A recovery key: made, put on paper, and proved to be there. */
export function RecoveryStep({ ways, onDone, onBack }: Step) {
  const app = useApp()
  const words = useWords()
  const [made, setMade] = useState<Made | null>(null)
  if (made) {
    return <KitStep made={made} onDone={() => onDone('care.recovery.was-made')} onBack={onBack} />
  }
  return (
    <ChangeForm
      title={words.t(ways.recovery ? 'care.recovery.replace' : 'care.recovery.make')}
      text={
        <p>{words.t(ways.recovery ? 'care.recovery.replace-why' : 'care.recovery.make-why')}</p>
      }
      action={words.t('care.recovery.make-do')}
      usable={ways.usable}
      take={() => true}
      run={async (proof) => {
        const answer = await app.act.makeRecovery(proof)
        if (answer.ok) setMade(answer.value)
        return answer
      }}
      onDone={() => undefined}
      onBack={onBack}
    />
  )
}
