import { findCommand } from './commands'
import { showKeys } from './keys'

/** The shortcut of a command as people read it, if it has one. */
export function keysOf(id: string): string | undefined {
  const keys = findCommand(id)?.keys[0]
  return keys === undefined ? undefined : showKeys(keys)
}
