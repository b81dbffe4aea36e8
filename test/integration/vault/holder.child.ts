import { systemClock } from '../../../electron/app/clock'
import { createVaultOpener } from '../../../electron/vault/open'
import type { Keychain } from '../../../electron/service/port'
import { fileKeychain } from '../../helper/file-keychain'
import { say } from '../../helper/say'
import { lines, newId, newToken, random, value } from '../../helper/vault'
import { makeSecret } from '../../simulator/secrets'

/**
 * Opens a vault, says how that ended, and keeps it until it is told to `close`; `add` adds a token.
 * With a third argument it ends itself, as by kill -9, at that step of making a vault; `again`: it
 * stays, and tries again when it is told to.
 */
const [folder = '', keychainFile = '', step] = process.argv.slice(2)

const die = () => process.kill(process.pid, 'SIGKILL')
const kept = fileKeychain(keychainFile)
const keychain: Keychain = {
  ...kept,
  read(account) {
    if (step === 'named') die()
    return kept.read(account)
  },
  async write(account, text) {
    if (step === 'built') die()
    const written = await kept.write(account, text)
    if (step === 'kept') die()
    return written
  },
}

const opener = createVaultOpener({ folder, keychain, clock: systemClock, random, log: lines() })
let outcome = await opener.open(() => undefined)
say(outcome.state)

/** Lets go of the vault, or tries once more; nothing for who does not stay. */
async function again(command: string): Promise<void> {
  if (command === 'let-go') {
    if (outcome.state === 'open') outcome.vault.close()
    say('gone')
  }
  if (command === 'again') {
    outcome = await opener.open(() => undefined)
    say(outcome.state)
  }
}

process.stdin.setEncoding('utf8').on('data', (text: string) => {
  for (const command of text.split('\n')) {
    if (step === 'again') void again(command)
    if (outcome.state !== 'open') continue
    if (command === 'add') {
      const id = newId()
      value(outcome.vault.tokens.insert(id, newToken(makeSecret('locize/pat'))))
      say(id)
    }
    if (command === 'close') {
      outcome.vault.close()
      say('closed')
      process.exit(0)
    }
  }
})
if (outcome.state !== 'open' && step !== 'again') process.exit(0)
