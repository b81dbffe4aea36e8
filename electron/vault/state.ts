import type { AppError, ErrorCode } from '../../shared/error'
import type { VaultState } from '../../shared/model/vault'
import { isErrno, isFull, isReadOnly, READ_ONLY } from './files'
import { vaultErrorOf } from './sqlite-error'

/** Every way in which a vault is not open. */
export type ClosedState = Exclude<VaultState, 'open' | 'opening'>

const BY_CODE: Partial<Record<ErrorCode, ClosedState>> = {
  'vault.no-space': 'no-space',
  'vault.read-only': 'read-only',
  'vault.busy': 'in-use',
  'vault.damaged': 'damaged',
  'vault.io': 'failed',
  'keychain.missing': 'no-keychain',
  'keychain.locked': 'keychain-locked',
  'keychain.timeout': 'keychain-timeout',
  'keychain.failed': 'keychain-failed',
  'keychain.mismatch': 'keychain-failed',
}

export function stateOfError(error: Pick<AppError, 'code'>): ClosedState {
  return BY_CODE[error.code] ?? 'failed'
}

/** What an exception of SQLite or of the file system means; null: it is a defect of ours. */
export function stateOfException(error: unknown, folder: string): ClosedState | null {
  const state = kindOf(error)
  if (state !== 'failed') return state
  // SQLite and mkdir name many reasons by which they cannot write, these not always among them
  if (isReadOnly(folder)) return 'read-only'
  return isFull(folder) ? 'no-space' : state
}

function kindOf(error: unknown): ClosedState | null {
  const code = vaultErrorOf(error)
  if (code !== null) return stateOfError({ code })
  if (isErrno(error, 'ENOSPC', 'EDQUOT')) return 'no-space'
  if (isErrno(error, ...READ_ONLY)) return 'read-only'
  return error instanceof Error && 'errno' in error ? 'failed' : null
}
