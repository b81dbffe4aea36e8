import { useState } from 'react'
import { useStore } from 'zustand'
import { useWords } from '../../i18n/intl'
import { day } from '../../i18n/time'
import { useApp } from '../../store/hooks'
import { Button } from '../../ui/button'
import { Icon } from '../../ui/icon'
import { ChangeForm } from './change-form'
import { KitStep, type Made } from './kit-step'
import type { Step, Ways } from './steps'
import s from './vault-care.module.css'

/** Another vault key; with it another recovery key, where there is one. */
export function KeyStep({ ways, onDone, onBack }: Step) {
  const app = useApp()
  const words = useWords()
  const [made, setMade] = useState<Made | null>(null)
  const done = (): void => onDone('care.key.was-replaced')
  if (made) return <KitStep made={made} onDone={done} onBack={onBack} />
  return (
    <ChangeForm
      title={words.t('care.key.replace')}
      text={
        <>
          <p>{words.t('care.key.why')}</p>
          <p>{words.t('care.key.copies')}</p>
          {ways.recovery && <p>{words.t('care.key.recovery')}</p>}
        </>
      }
      action={words.t('care.key.do')}
      // the new key is sealed with the password as well
      usable={ways.password === null ? ways.usable : ['password']}
      take={() => true}
      run={async (proof) => {
        const answer = await app.act.replaceKey(proof)
        if (answer.ok) {
          if (answer.value) setMade(answer.value)
          else done()
        }
        return answer
      }}
      onDone={() => undefined}
      onBack={onBack}
    />
  )
}

/** What everything is sealed with, and since when. */
export function KeySection({
  ways,
  onReplace,
}: {
  readonly ways: Ways
  readonly onReplace: () => void
}) {
  const app = useApp()
  const words = useWords()
  const busy = useStore(app.session, (session) => session.vault?.resealing ?? false)
  const since = ways.since.key
  return (
    <section className={s['section']} aria-labelledby="care-key">
      <h3 id="care-key" className={s['title']}>
        {words.t('care.key')}
      </h3>
      <div className={s['way']} data-on>
        <Icon name="shield-check" size={18} className={s['icon']} />
        <div className={s['what']}>
          <p className={s['note']}>
            {words.t(busy ? 'care.key.busy' : 'care.key.what')}{' '}
            {since === null
              ? words.t('care.key.first')
              : words.t('care.since', { date: day(words, since) })}
          </p>
        </div>
        {!busy && (
          <div className={s['buttons']}>
            <Button
              size="small"
              data-step="key"
              aria-label={words.t('care.button', {
                what: words.t('care.replace'),
                name: words.t('care.key'),
              })}
              onClick={onReplace}
            >
              {words.t('care.replace')}
            </Button>
          </div>
        )}
      </div>
    </section>
  )
}
