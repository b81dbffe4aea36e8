import { createHmac, hkdfSync } from 'node:crypto'
import { KEY_BYTES, lengthPrefixed } from './envelope'

const BLIND_BYTES = 16

/**
 * The keys in use, each for one purpose only, derived once from the vault key (HKDF-SHA256,
 * salt: vault id).
 */
export interface Subkeys {
  readonly records: Buffer
  readonly values: Buffer
  readonly blindIndex: Buffer
  /** Seals the lines of the audit log. */
  readonly audit: Buffer
  /** Chains them. */
  readonly auditChain: Buffer
  /** Seals the record of all rows, and makes their digests. */
  readonly manifest: Buffer
}

/** One key for one purpose out of a longer-lived one. */
export function derive(key: Uint8Array, salt: Uint8Array, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', key, salt, `keyglot/1/${purpose}`, KEY_BYTES))
}

export function deriveSubkeys(vaultKey: Uint8Array, vaultId: Uint8Array): Subkeys {
  return {
    records: derive(vaultKey, vaultId, 'records'),
    values: derive(vaultKey, vaultId, 'values'),
    blindIndex: derive(vaultKey, vaultId, 'blind-index'),
    audit: derive(vaultKey, vaultId, 'audit'),
    auditChain: derive(vaultKey, vaultId, 'audit-chain'),
    manifest: derive(vaultKey, vaultId, 'manifest'),
  }
}

export function wipe(subkeys: Subkeys): void {
  for (const key of Object.values(subkeys) as Buffer[]) key.fill(0)
}

/** A keyed digest that finds equal values without saying anything about them. */
export function blind(
  subkeys: Subkeys,
  purpose: 'secret' | 'value-name',
  value: Uint8Array,
): Buffer {
  const bytes = lengthPrefixed([purpose, value])
  const digest = createHmac('sha256', subkeys.blindIndex).update(bytes).digest()
  // a copy of the secret
  bytes.fill(0)
  return digest.subarray(0, BLIND_BYTES)
}
