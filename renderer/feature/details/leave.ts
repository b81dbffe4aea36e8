import { flushSync } from 'react-dom'
import type { App } from '../../store/app'

/** From the details back to the list, with the focus: a list that is still covered takes none. */
export function backToList(app: App): void {
  flushSync(() => app.act.closeDetails())
  document.getElementById('token-list')?.focus()
}
