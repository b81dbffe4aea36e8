import { readdirSync, renameSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Logger } from '../service/port'
import { isErrno, isThere, syncFolder, type VaultFiles } from './files'
import { ENDS, freeName } from './set-aside'

const READY = 'vault.db.ready-'

/**
 * Puts the file that was made ready in the vault's place. With its first rename the restore is
 * decided: from then on every opening goes on with it, so that a kill at any step leaves one whole
 * vault, the old one or the restored one, and what fails after it is for the opening to say. The
 * name of the file holds the name under which the present one is kept, so that going on finds the
 * same.
 */
export function putRestored(files: VaultFiles, now: number, log: Logger): void {
  const aside = basename(freeName(files, now)).slice('vault-'.length, -'.db'.length)
  renameSync(files.taken, join(files.folder, READY + aside))
  try {
    syncFolder(files.folder)
    finishRestore(files)
  } catch (error) {
    log.fault('the restore is gone on with when the vault opens', error)
  }
}

/** Whether a restore was decided and is not finished, as far as the folder can be looked into. */
export function isRestoring(files: VaultFiles): boolean {
  try {
    return readyOf(files) !== null
  } catch {
    return false
  }
}

/** The caller holds the lock. Without a restore under way it does nothing. */
export function finishRestore(files: VaultFiles): void {
  const ready = readyOf(files)
  if (ready === null) return
  const aside = join(files.folder, `vault-${ready.slice(READY.length)}.db`)
  for (const end of ENDS) {
    if (isThere(files.db + end)) renameSync(files.db + end, aside + end)
  }
  // what is kept has its name before the new one has
  syncFolder(files.folder)
  renameSync(join(files.folder, ready), files.db)
  syncFolder(files.folder)
}

/** Takes away a copy that was looked into and did not become the vault; what cannot go now, stays. */
export function removeTaken(files: VaultFiles, log: Logger): void {
  try {
    for (const end of ['', '-wal', '-shm', '-journal']) rmSync(files.taken + end, { force: true })
  } catch {
    log.warn('the copy of a backup was not removed')
  }
}

function readyOf({ folder }: VaultFiles): string | null {
  try {
    return readdirSync(folder).find((name) => name.startsWith(READY)) ?? null
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return null
    throw error
  }
}
