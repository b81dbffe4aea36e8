import { useStore } from 'zustand'
import { useWords } from '../../i18n/intl'
import { useApp } from '../../store/hooks'
import { Button } from '../../ui/button'

/** Makes the window a small one that stays above the browser, and brings it back. */
export function CompanionButton() {
  const app = useApp()
  const words = useWords()
  const on = useStore(app.session, (session) => session.companion)
  return (
    <Button look="quiet" onClick={() => void app.act.companion(!on)}>
      {words.t(on ? 'companion.off' : 'companion.on')}
    </Button>
  )
}
