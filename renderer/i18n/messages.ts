import about from './en/about.json'
import add from './en/add.json'
import app from './en/app.json'
import audit from './en/audit.json'
import backup from './en/backup.json'
import command from './en/command.json'
import details from './en/details.json'
import error from './en/error.json'
import guide from './en/guide.json'
import help from './en/help.json'
import inventory from './en/inventory.json'
import list from './en/list.json'
import lock from './en/lock.json'
import palette from './en/palette.json'
import password from './en/password.json'
import reason from './en/reason.json'
import rotation from './en/rotation.json'
import settings from './en/settings.json'
import transfer from './en/transfer.json'
import unlock from './en/unlock.json'
import used from './en/used.json'
import vault from './en/vault.json'
import vaultCare from './en/vault-care.json'

const own = {
  ...about,
  ...add,
  ...app,
  ...audit,
  ...backup,
  ...command,
  ...details,
  ...error,
  ...guide,
  ...help,
  ...inventory,
  ...list,
  ...lock,
  ...palette,
  ...password,
  ...reason,
  ...rotation,
  ...settings,
  ...transfer,
  ...unlock,
  ...used,
  ...vault,
  ...vaultCare,
}

/** Every message of the window; a wrong id does not compile. */
export type MessageId = keyof typeof own

const platform = import.meta.glob<Record<string, string>>('./en/platform/*.json', {
  eager: true,
  import: 'default',
})

/** All messages: the window's own, and the platforms' (an open set, looked up by kind). */
export function englishMessages(): Record<string, string> {
  return Object.assign({}, ...Object.values(platform), own) as Record<string, string>
}
