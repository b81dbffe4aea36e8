import { useCallback, useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { useStore } from 'zustand'
import type { TokenSummary } from '../../../shared/model/token'
import { keysOf } from '../../command/show'
import { useWords } from '../../i18n/intl'
import { useApp } from '../../store/hooks'
import { Button } from '../../ui/button'
import { CopiedNote, CopiedRing } from './copied'
import s from './secret-strip.module.css'

/** A revealed secret masks itself again even if the button is still held. */
const REVEAL_FOR = 10_000

export function SecretStrip({ token }: { readonly token: TokenSummary }) {
  const app = useApp()
  const words = useWords()
  const { secret, hold, release } = useReveal(token)
  const clip = useStore(app.clipboard, (state) =>
    state.clip?.token === token.id && state.clip.what === 'token' ? state.clip : null,
  )
  const onKey = (event: KeyboardEvent, act: () => void): void => {
    if (event.key !== ' ' && event.key !== 'Enter') return
    event.preventDefault()
    if (!event.repeat) act()
  }
  return (
    <div className={s['strip']}>
      <output className={s['secret']} aria-label={words.t('secret.value')} dir="ltr">
        {secret ?? token.hint}
      </output>
      <Button
        look="quiet"
        size="small"
        icon="eye"
        aria-pressed={secret !== null}
        data-tip={words.t('secret.reveal-tip')}
        className={s['reveal']}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId)
          if (event.button === 0) hold()
        }}
        onPointerUp={release}
        onPointerCancel={release}
        onBlur={release}
        onKeyDown={(event) => onKey(event, hold)}
        onKeyUp={(event) => onKey(event, release)}
      >
        {words.t('action.reveal')}
      </Button>
      <Button
        look="primary"
        size="small"
        icon={clip ? undefined : 'copy'}
        data-tip-keys={keysOf('token.copy')}
        data-tip={words.t('command.copy')}
        onClick={() => void app.act.copy(token.id)}
      >
        {clip && <CopiedRing clip={clip} />}
        {words.t('action.copy')}
      </Button>
      {clip && <CopiedNote clip={clip} />}
    </div>
  )
}

/** The secret while the button is held; it is dropped on release, after 10 s, and on leaving. */
function useReveal(token: TokenSummary) {
  const app = useApp()
  const [secret, setSecret] = useState<string | null>(null)
  const held = useRef(false)

  const release = useCallback((): void => {
    held.current = false
    setSecret(null)
  }, [])
  const hold = (): void => {
    held.current = true
    void app.env.bridge.call('token.reveal', { id: token.id }).then((answer) => {
      if (!answer.ok) app.act.failed(answer.error)
      // released before the answer came: it is not shown at all
      else if (held.current) setSecret(answer.value.secret)
    })
  }
  useEffect(() => {
    if (secret === null) return
    return app.env.after(REVEAL_FOR, release)
  }, [app, secret, release])
  useEffect(() => {
    document.addEventListener('visibilitychange', release)
    return () => {
      document.removeEventListener('visibilitychange', release)
      held.current = false
    }
  }, [release])
  return { secret, hold, release }
}
