import { renameSync } from 'node:fs'
import { join } from 'node:path'
import { appError, type ErrorCode } from '../../shared/error'
import { err, ok, type Result } from '../../shared/result'
import { isErrno, isThere, syncFolder, type VaultFiles } from './files'
import { takeLock } from './lock'
import { stateOfException } from './state'

export const ENDS = ['', '-wal', '-shm'] as const

/**
 * Renames the files of a closed vault; nothing is deleted, and its key stays in the keychain. The
 * database goes first: interrupted after it, what is left is seen as a damaged vault, never as a
 * whole one that lacks its latest writes.
 */
export function moveAside(files: VaultFiles, now: number): Result<void> {
  try {
    const lock = takeLock(files)
    if (lock === null) return err(appError('vault.busy'))
    try {
      const target = freeName(files, now)
      for (const end of ENDS) {
        if (isThere(files.db + end)) renameSync(files.db + end, target + end)
      }
      syncFolder(files.folder)
      return ok()
    } finally {
      lock.release()
    }
  } catch (error) {
    return err(appError(codeOf(error, files.folder)))
  }
}

/** `vault-<UTC time>.db`, without the colons that Windows does not allow. */
export function freeName({ folder }: VaultFiles, now: number): string {
  const time = new Date(now).toISOString().replaceAll(':', '-')
  for (let n = 1; ; n++) {
    const name = join(folder, n === 1 ? `vault-${time}.db` : `vault-${time}-${n}.db`)
    if (ENDS.every((end) => !isThere(name + end))) return name
  }
}

/** What an exception of the disk means for a call; a defect of ours is thrown on. */
export function codeOf(error: unknown, folder: string): ErrorCode {
  if (isErrno(error, 'EBUSY')) return 'vault.busy'
  switch (stateOfException(error, folder)) {
    case null:
      throw error
    case 'no-space':
      return 'vault.no-space'
    case 'read-only':
      return 'vault.read-only'
    case 'damaged':
      return 'vault.damaged'
    case 'in-use':
      return 'vault.busy'
    default:
      return 'vault.io'
  }
}
