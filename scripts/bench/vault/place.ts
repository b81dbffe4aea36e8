import { randomBytes } from 'node:crypto'
import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { systemClock } from '../../../electron/app/clock'
import { createOsKeychain } from '../../../electron/keychain/os-keychain'
import { createVaultOpener } from '../../../electron/vault/open'
import type { SealedVault } from '../../../electron/vault/vault'
import type { Logger } from '../../../electron/service/port'
import type { Unlock } from '../../../electron/service/vault-port'
import type { Result } from '../../../shared/result'
import type { MeasureJob, VaultPlace } from './job'

/** Measuring writes no log; what goes wrong ends the worker. */
const silent: Logger = {
  info: () => undefined,
  warn: () => undefined,
  fault: (message, cause) => {
    throw new Error(message, { cause })
  },
}

/** The value of a result, for everything that has to go well here. */
export function value<T>(result: Result<T>): T {
  if (result.ok) return result.value
  throw new Error(`Failed: ${result.error.code}`)
}

/** Opens the vault as the app does, or makes it; by the keychain unless something else is said. */
export async function openVault(
  { folder, keychainService }: VaultPlace,
  how: Unlock = { by: 'keychain' },
): Promise<SealedVault> {
  const opener = createVaultOpener({
    folder,
    keychain: createOsKeychain({ clock: systemClock, service: keychainService }),
    clock: systemClock,
    random: { bytes: randomBytes },
    log: silent,
  })
  const outcome = await opener.open(() => undefined, how)
  if (outcome.state !== 'open') throw new Error(`The vault did not open: ${outcome.state}`)
  return outcome.vault
}

/** A copy of the closed vault's file, for reading its rows as they are. */
export function copyDatabase({ place, scratch }: MeasureJob): string {
  const copy = join(scratch, 'raw.db')
  copyFileSync(join(place.folder, 'vault.db'), copy)
  return copy
}
