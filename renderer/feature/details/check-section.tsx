import { useStore } from 'zustand'
import type { TokenSummary } from '../../../shared/model/token'
import { keysOf } from '../../command/show'
import { useWords } from '../../i18n/intl'
import { moment, relative } from '../../i18n/time'
import { useApp, useMinute } from '../../store/hooks'
import { Button } from '../../ui/button'
import { VerdictBox } from '../token/verdict-box'
import { verdictLook } from '../token/verdict'
import s from './check-section.module.css'

/** What the platform said last, and asking it again. */
export function CheckSection({ token }: { readonly token: TokenSummary }) {
  const app = useApp()
  const words = useWords()
  const minute = useMinute()
  const busy = useStore(app.checks, (checks) => checks.busy.has(token.id))
  const { check, settled } = token
  return (
    <div className={s['check']}>
      <div className={s['verdict']} role="status" aria-busy={busy}>
        {check ? (
          <>
            <VerdictBox
              evidence={check}
              when={relative(words, check.at, minute)}
              date={moment(words, check.at)}
            />
            {settled && settled.at !== check.at && (
              <p className={s['settled']} data-tip={moment(words, settled.at)}>
                {words.t('check.settled', {
                  verdict: words.t(verdictLook(settled.verdict).title),
                  when: relative(words, settled.at, minute),
                })}
              </p>
            )}
          </>
        ) : (
          <p className={s['none']}>{words.t('check.never')}</p>
        )}
      </div>
      <Button
        size="small"
        icon="refresh"
        busy={busy}
        data-tip={words.t('action.check')}
        data-tip-keys={keysOf('token.check')}
        onClick={() => void app.act.check(token.id)}
      >
        {words.t('action.check')}
      </Button>
    </div>
  )
}
