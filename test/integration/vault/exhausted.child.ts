import { closeSync, openSync, readFileSync } from 'node:fs'
import { createVaultOpener } from '../../../electron/vault/open'
import { manualClock } from '../../helper/manual-clock'
import { memoryKeychain } from '../../helper/memory-keychain'
import { say } from '../../helper/say'
import { lines, random } from '../../helper/vault'

/**
 * Uses up every file handle that the system gives it, tries to open a vault, and gives one handle
 * back after the other until it opens. Says the state of every try.
 */
const [folder = '', keychainFile = ''] = process.argv.slice(2)

const keychain = memoryKeychain()
const kept = JSON.parse(readFileSync(keychainFile, 'utf8')) as Record<string, string>
for (const [account, text] of Object.entries(kept)) keychain.entries.set(account, text)
const opener = createVaultOpener({ folder, keychain, clock: manualClock(), random, log: lines() })
// whatever is loaded late is loaded now
await opener.open(() => undefined).then((first) => first.state === 'open' && first.vault.close())

const handles: number[] = []
try {
  for (;;) handles.push(openSync('/dev/null', 'r'))
} catch {
  // that was the last one
}

for (;;) {
  const outcome = await opener.open(() => undefined)
  say(outcome.state)
  if (outcome.state === 'open') {
    outcome.vault.close()
    break
  }
  const handle = handles.pop()
  if (handle === undefined) break
  closeSync(handle)
}
