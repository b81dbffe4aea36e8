import { renameSync, rmSync } from 'node:fs'
import { err, ok, type Result } from '../../shared/result'
import { invariant } from '../../shared/assert'
import type { Keychain, Random } from '../service/port'
import { openAlone } from './database'
import { KEY_BYTES, NONCE_BYTES } from './envelope'
import { createPrivate, isThere, lookFor, syncFolder, type VaultFiles } from './files'
import { writeHeader, type Header } from './header'
import { accountOf, keychainKey, writeEntry, type KeychainKey } from './keychain-entry'
import { makeDurable } from './pragmas'
import { stateOfError, type ClosedState } from './state'
import { wrapKey } from './wrap'

const ID_BYTES = 16

/**
 * Makes a vault where there is none; the caller holds the lock. The order makes a kill at any
 * step harmless: the whole vault under another name, its key into the keychain and read back, and
 * only then its name. What a kill leaves behind was never in use: a file that the next attempt
 * replaces, and an entry in the keychain that nothing refers to.
 */
export async function createVault(
  files: VaultFiles,
  random: Random,
  keychain: Pick<Keychain, 'write'>,
): Promise<Result<void, ClosedState>> {
  const wrapping = keychainKey(random.bytes(KEY_BYTES))
  const header = newHeader(random, wrapping)
  removeFresh(files)
  try {
    build(files.fresh, header)
    const kept = await keychain.write(accountOf(header.vaultId), writeEntry(wrapping))
    if (!kept.ok) return err(stateOfError(kept.error))
    // the lock keeps other processes of ours out, not other programs
    if (lookFor(files) !== 'none') return err('failed')
    renameSync(files.fresh, files.db)
    syncFolder(files.folder)
    return ok()
  } finally {
    wrapping.bytes.fill(0)
    removeFresh(files)
  }
}

function newHeader(random: Random, wrapping: KeychainKey): Header {
  const vaultId = random.bytes(ID_BYTES)
  const keyId = random.bytes(ID_BYTES)
  const vaultKey = random.bytes(KEY_BYTES)
  const head = {
    id: random.bytes(ID_BYTES).toString('hex'),
    kind: 'keychain',
    keyId,
    params: JSON.stringify({ key: wrapping.id }),
  } as const
  const nonce = random.bytes(NONCE_BYTES)
  const wrap = wrapKey(vaultKey, head, { wrappingKey: wrapping.bytes, vaultId, nonce })
  vaultKey.fill(0)
  return { vaultId, keyId, keyNumber: 1, wraps: [wrap] }
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
