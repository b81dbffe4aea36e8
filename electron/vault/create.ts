import { renameSync, rmSync } from 'node:fs'
import { err, ok, type Result } from '../../shared/result'
import { invariant } from '../../shared/assert'
import type { Keychain, Random } from '../service/port'
import { openAlone } from './database'
import type { SecretText } from '../service/secret'
import { KEY_BYTES } from './envelope'
import { createPrivate, isThere, lookFor, syncPath, type VaultFiles } from './files'
import { ID_BYTES, writeHeader, type Header } from './header'
import { accountOf, keychainKey, writeEntry } from './keychain-entry'
import type { KdfCost } from './password'
import { makeDurable } from './pragmas'
import { stateOfError, type ClosedState } from './state'
import { wrapForKeychain, wrapForPassword, type WrapFor } from './unlock'
import type { WayWrap } from './wrap'

/**
 * Makes a vault where there is none; the caller holds the lock. The order makes a kill at any
 * step harmless: the whole vault under another name, its key into the keychain and read back, and
 * only then its name. What a kill leaves behind was never in use: a file that the next attempt
 * replaces, and an entry in the keychain that nothing refers to.
 */
export async function createVault(
  files: VaultFiles,
  random: Random,
  first: FirstWay,
): Promise<Result<void, ClosedState>> {
  const header = await newHeader(random, first)
  removeFresh(files)
  try {
    build(files.fresh, header)
    const kept = await first.keep(header.vaultId)
    if (!kept.ok) return err(stateOfError(kept.error))
    // the lock keeps other processes of ours out, not other programs
    if (lookFor(files) !== 'none') return err('failed')
    renameSync(files.fresh, files.db)
    syncPath(files.folder)
    return ok()
  } finally {
    first.wipe()
    removeFresh(files)
  }
}

/** What a new vault is opened with. */
export interface FirstWay {
  wrap(vaultKey: Uint8Array, to: WrapFor): Promise<WayWrap> | WayWrap
  /** Puts what opens it where it will be found; only then the vault gets its name. */
  keep(vaultId: Uint8Array): Promise<Result<void>>
  wipe(): void
}

export function firstByKeychain(random: Random, keychain: Pick<Keychain, 'write'>): FirstWay {
  const key = keychainKey(random.bytes(KEY_BYTES))
  return {
    wrap: (vaultKey, to) => wrapForKeychain(vaultKey, to, key),
    keep: (vaultId) => keychain.write(accountOf(vaultId), writeEntry(key)),
    wipe: () => void key.bytes.fill(0),
  }
}

export function firstByPassword(password: SecretText, cost: KdfCost): FirstWay {
  return {
    wrap: (vaultKey, to) => wrapForPassword(vaultKey, to, { password: password.bytes(), cost }),
    // it is in the user's head
    keep: () => Promise.resolve(ok()),
    wipe: () => undefined,
  }
}

async function newHeader(random: Random, first: FirstWay): Promise<Header> {
  const vaultId = random.bytes(ID_BYTES)
  const keyId = random.bytes(ID_BYTES)
  const vaultKey = random.bytes(KEY_BYTES)
  try {
    const wrap = await first.wrap(vaultKey, { vaultId, keyId, random })
    return { vaultId, keyId, keyNumber: 1, wraps: [wrap], link: null }
  } finally {
    vaultKey.fill(0)
  }
}

function build(path: string, header: Header): void {
  createPrivate(path)
  const db = openAlone(path)
  try {
    makeDurable(db)
    writeHeader(db, header)
  } finally {
    db.close()
  }
  // everything is in the one file now: a rename takes all of it
  invariant(!isThere(`${path}-wal`), 'a new vault has no -wal')
}

function removeFresh(files: VaultFiles): void {
  for (const end of ['', '-wal', '-shm', '-journal']) rmSync(files.fresh + end, { force: true })
}
