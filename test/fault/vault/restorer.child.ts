import { createVaultOpener } from '../../../electron/vault/open'
import { SecretText } from '../../../electron/service/secret'
import { fileKeychain } from '../../helper/file-keychain'
import { manualClock } from '../../helper/manual-clock'
import { stopAt } from '../../helper/stop-at'
import { say } from '../../helper/say'
import { lines, random, value } from '../../helper/vault'

/**
 * Makes a backup, or restores one, and is killed at a step: at the nth call of the file system that
 * changes a name or makes one durable.
 */
const [folder = '', keychainFile = '', what = '', step = '0'] = process.argv.slice(2)

const keychain = fileKeychain(keychainFile)
const clock = manualClock()
const opener = createVaultOpener({ folder, keychain, clock, random, log: lines() })
const outcome = await opener.open(() => undefined)
if (outcome.state !== 'open') throw new Error(`The vault did not open: ${outcome.state}`)
stopAt(Number(step))
if (what === 'backup') {
  value(await opener.backups.make('manual'))
} else {
  const { id } = value(opener.backups.list())[0] ?? { id: '' }
  value(await opener.backups.take(id))
  const password = SecretText.fromText('correct horse battery')
  value(await opener.backups.look({ by: 'password', secret: password }))
  const put = value(opener.backups.prepare([]))
  outcome.vault.close()
  value(put())
}
say('done')
process.exit(0)
