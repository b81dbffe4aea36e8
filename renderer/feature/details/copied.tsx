import { useStore } from 'zustand'
import { useWords } from '../../i18n/intl'
import type { Clip } from '../../store/clipboard'
import { useApp, useSecondsLeft } from '../../store/hooks'
import { Button } from '../../ui/button'
import { Ring } from '../../ui/ring'
import s from './copied.module.css'

/** How long what was copied stays on the clipboard. */
export function CopiedRing({ clip }: { readonly clip: Clip }) {
  const left = useSecondsLeft(clip.clearsAt)
  return <Ring size={14} left={(left * 1000) / Math.max(1, clip.clearsAt - clip.since)} />
}

/** The same in words, with the way to end it, and what this system keeps of it. */
export function CopiedNote({ clip }: { readonly clip: Clip }) {
  const app = useApp()
  const words = useWords()
  const seconds = useSecondsLeft(clip.clearsAt)
  const history = useStore(app.session, (session) => session.info?.clipboardHistory)
  return (
    <p className={s['note']}>
      <span className={s['seconds']}>{words.t('secret.clears', { seconds })}</span>{' '}
      <Button look="link" onClick={() => void app.act.clearClipboard()}>
        {words.t('toast.clear')}
      </Button>
      {history && <span className={s['history']}>{words.t(`secret.history-${history}`)}</span>}
    </p>
  )
}
