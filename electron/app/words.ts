import { IntlMessageFormat } from 'intl-messageformat'
import messages from '../../shared/i18n/en/shell.json'
import { invariant } from '../../shared/assert'
import type { Words } from '../service/port'

/** The ICU messages of what the main process shows itself: menu and notifications. */
export function shellWords(): Words {
  const table = new Map<string, string>(Object.entries(messages))
  return {
    text(id, values) {
      const message = table.get(id)
      invariant(message !== undefined, `message ${id} exists`)
      return String(new IntlMessageFormat(message, 'en').format(values))
    },
  }
}
