import { useStore } from 'zustand'
import type { TokenId } from '../../../shared/model/token'
import { isolate, useWords } from '../../i18n/intl'
import { useApp, useSecondsLeft } from '../../store/hooks'
import type { Clip } from '../../store/clipboard'
import { Icon } from '../../ui/icon'
import { Ring } from '../../ui/ring'
import s from './copy-button.module.css'

/** One click puts the secret on the clipboard; a ring shows how long it stays there. */
export function CopyButton({ id, label }: { readonly id: TokenId; readonly label: string }) {
  const app = useApp()
  const words = useWords()
  const clip = useStore(app.clipboard, (state) =>
    state.clip?.token === id && state.clip.what === 'token' ? state.clip : null,
  )
  const name = words.t('row.copy', { label: isolate(label) })
  return (
    <button
      type="button"
      tabIndex={-1}
      className={s['copy']}
      aria-label={name}
      data-tip={clip ? words.t('row.copied') : words.t('action.copy')}
      onClick={(event) => {
        event.stopPropagation()
        void app.act.copy(id)
      }}
    >
      {clip ? <Left clip={clip} /> : <Icon name="copy" size={15} />}
    </button>
  )
}

function Left({ clip }: { readonly clip: Clip }) {
  const left = useSecondsLeft(clip.clearsAt)
  return <Ring left={(left * 1000) / Math.max(1, clip.clearsAt - clip.since)} />
}
