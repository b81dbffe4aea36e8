import { appError } from '../../shared/error'
import { err, ok, type Result } from '../../shared/result'
import type { Keychain, Random } from '../service/port'
import { SecretText } from '../service/secret'
import type { Unlock } from '../service/vault-port'
import { KEY_BYTES } from './envelope'
import { ID_BYTES, insertWrap, type Header } from './header'
import { keysOf, type KeyRing } from './key-ring'
import { RECOVERY_BYTES, recoveryText } from './recovery-key'
import {
  keychainKeyOf,
  passwordCost,
  wrapAsLink,
  wrapForKeychain,
  wrapForPassword,
  wrapForRecovery,
  wrapOf,
  type UnlockFailure,
} from './unlock'
import type { VaultDatabase } from './database'
import type { SealedValueStore } from './value-store'
import type { WayWrap, Wrap } from './wrap'

/** A vault key that shall take the place of the present one, and all that opens it. */
export interface NextKey {
  /** Wiped by whoever asked for it. */
  readonly vaultKey: Buffer
  readonly header: Header
  /** The present key, sealed by this one. */
  readonly link: Wrap
  /** A vault with a recovery key gets another one: the old one cannot be asked for here. */
  readonly recovery: SecretText | null
}

/**
 * Makes it, with a wrap for each way that opens the vault now. `how`: what was given for the present
 * key, the password among it where there is one.
 */
export async function makeNextKey(
  present: { readonly vaultKey: Uint8Array; readonly header: Header },
  how: Unlock,
  { keychain, random }: { readonly keychain: Pick<Keychain, 'read'>; readonly random: Random },
): Promise<Result<NextKey, UnlockFailure>> {
  const { header } = present
  const { vaultId } = header
  const to = { vaultId, keyId: random.bytes(ID_BYTES), random }
  const vaultKey = random.bytes(KEY_BYTES)
  const wraps: WayWrap[] = []
  const byKeychain = wrapOf(header, 'keychain')
  if (byKeychain) {
    const key = await keychainKeyOf(header, byKeychain, keychain)
    if (!key.ok) return key
    wraps.push(wrapForKeychain(vaultKey, to, key.value))
    key.value.bytes.fill(0)
  }
  const cost = passwordCost(header)
  if (cost && how.by === 'password') {
    wraps.push(await wrapForPassword(vaultKey, to, { password: how.secret.bytes(), cost }))
  }
  let recovery: SecretText | null = null
  if (wrapOf(header, 'recovery')) {
    const bytes = random.bytes(RECOVERY_BYTES)
    wraps.push(wrapForRecovery(vaultKey, to, bytes))
    recovery = SecretText.fromText(recoveryText(bytes))
    bytes.fill(0)
  }
  const link = wrapAsLink(present.vaultKey, { ...header, random }, vaultKey)
  const next = { vaultId, keyId: to.keyId, keyNumber: header.keyNumber + 1, wraps, link: null }
  return ok({ vaultKey, header: next, link, recovery })
}

/**
 * Within a transaction: from here on the vault is opened with the next key and written with it, and
 * the link opens what is not sealed again yet. The caller takes the ring's new key back if the
 * transaction fails.
 */
export function putNextKey(
  database: VaultDatabase,
  { ring, values, random }: { ring: KeyRing; values: SealedValueStore; random: Random },
  next: NextKey,
): Result<void> {
  const { db } = database
  const from = ring.newest
  ring.add(keysOf(next.vaultKey, next.header, random))
  const { keyNumber, keyId, wraps } = next.header
  db.prepare('DELETE FROM wrap').run()
  db.prepare('INSERT INTO vault_key (number, id) VALUES (?, ?)').run(keyNumber, keyId)
  for (const wrap of wraps) insertWrap(db, wrap, keyNumber)
  insertWrap(db, next.link, from.number)
  return values.sealAgain(from) ? ok() : err(appError('vault.not-whole'))
}
