import { createInterface } from 'node:readline'
import { systemClock } from '../../../electron/app/clock'
import { createOsKeychain } from '../../../electron/keychain/os-keychain'
import { createVaultOpener } from '../../../electron/vault/open'
import type { SealedVault } from '../../../electron/vault/vault'
import { say } from '../../helper/say'
import { lines, newId, newToken, random, value } from '../../helper/vault'
import { makeSecret } from '../../simulator/secrets'

/** Opens a vault with the keychain of the system, as often as it is told to, and says how it ended. */
const [folder = '', service = '', timeout = '8000'] = process.argv.slice(2)

const log = lines()
const keychain = createOsKeychain({ clock: systemClock, service, timeoutMs: Number(timeout) })
const opener = createVaultOpener({ folder, keychain, clock: systemClock, random, log })
let vault: SealedVault | null = null

const commands: Record<string, () => Promise<unknown>> = {
  async open() {
    let waited = false
    const start = performance.now()
    const outcome = await opener.open(() => (waited = true))
    const ms = Math.round(performance.now() - start)
    if (outcome.state !== 'open') return { ...outcome, waited, ms }
    vault = outcome.vault
    const tokens = value(vault.tokens.list()).map((token) => token.id)
    return { state: 'open', created: outcome.created, tokens, waited, ms }
  },
  add() {
    const id = newId()
    if (vault !== null) value(vault.tokens.insert(id, newToken(makeSecret('locize/pat'))))
    return Promise.resolve(id)
  },
  async close() {
    vault?.close()
    await opener.settled()
    return 'closed'
  },
  held: () => Promise.resolve(keychain.held),
  async read() {
    const start = performance.now()
    const answer = await keychain.read('vault-none')
    return { answer, ms: Math.round(performance.now() - start) }
  },
}

for await (const line of createInterface({ input: process.stdin })) {
  const answer = await commands[line]?.()
  say(JSON.stringify(answer ?? null))
}
// not by itself: a call that hangs would keep the process
process.kill(process.pid, 'SIGKILL')
