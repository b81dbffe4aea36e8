import { useStore } from 'zustand'
import type { KindInfo } from '../../../shared/model/service'
import { useWords } from '../../i18n/intl'
import { day, relative } from '../../i18n/time'
import { useMinute } from '../../store/hooks'
import { SourceTag } from '../../ui/tag'
import { ExpiryField } from '../token/time-fields'
import s from './expiry-part.module.css'
import type { AddFlow } from './flow'
import { knownExpiry } from './rules'

/** The end of the token: said by the platform or its rule, or asked where nobody tells. */
export function ExpiryPart({ flow, kind }: { readonly flow: AddFlow; readonly kind: KindInfo }) {
  const words = useWords()
  const now = useMinute()
  const findings = useStore(flow.store, (state) => state.findings)
  const expiry = useStore(flow.store, (state) => state.expiry)
  const known = knownExpiry(kind, findings)
  if (known === null) return <ExpiryField key={kind.id} value={expiry} onChange={flow.setExpiry} />
  const rule = kind.expiryRule
  return (
    <div>
      <p className={s['name']}>{words.t('time.expiry')}</p>
      {known === 'later' ? (
        <p className={s['text']}>
          {rule.type === 'days-from-creation'
            ? words.t('time.rule-days', { days: rule.days })
            : words.t('add.expiry-later')}
        </p>
      ) : (
        <p className={s['text']}>
          {known.known === 'date'
            ? words.t('add.expiry', {
                date: day(words, known.at),
                when: relative(words, known.at, now),
              })
            : words.t('time.never')}
          {known.known !== 'unknown' && <SourceTag source={known.source} />}
        </p>
      )}
    </div>
  )
}
