import { timingSafeEqual } from 'node:crypto'
import { KEY_BYTES } from './envelope'
import { derive } from './keys'

/**
 * What stands in the operating system's keychain, one entry a vault:
 * `keyglot1:<id of the key, 32 hex digits>:<the key, base64>`. Short and ASCII, because some
 * keychains cut at NUL or at 2,560 bytes.
 */
export interface KeychainKey {
  readonly id: string
  readonly bytes: Buffer
}

/**
 * Each vault has an account of its own, so that a vault that was set aside, or one of another
 * profile, never loses its key to a new one.
 */
export function accountOf(vaultId: Uint8Array): string {
  return `vault-${Buffer.from(vaultId).toString('hex')}`
}

/** The id follows from the key, so that an entry tells by itself whether it is whole. */
export function keychainKey(bytes: Buffer): KeychainKey {
  return { id: derive(bytes, Buffer.alloc(0), 'keychain-id').toString('hex', 0, 16), bytes }
}

export function writeEntry(key: KeychainKey): string {
  return `keyglot1:${key.id}:${key.bytes.toString('base64')}`
}

/**
 * While a vault's key in the keychain is renewed, its entry holds two of them, so that the one that
 * its wrap asks for is there whenever that ends.
 */
export function writeEntries(keys: readonly KeychainKey[]): string {
  return keys.map(writeEntry).join(BETWEEN)
}

/** Those that are whole; the caller wipes them. */
export function readEntries(text: string): KeychainKey[] {
  return text
    .split(BETWEEN)
    .map(readEntry)
    .filter((key) => key !== null)
}

const BETWEEN = ','

/** null: not an entry of ours, or not whole. */
export function readEntry(text: string): KeychainKey | null {
  const match = /^keyglot1:([0-9a-f]{32}):([A-Za-z0-9+/]{43}=)$/.exec(text)
  if (match === null) return null
  const bytes = Buffer.from(match[2] ?? '', 'base64')
  if (bytes.length !== KEY_BYTES) return null
  const key = keychainKey(bytes)
  const named = Buffer.from(match[1] ?? '', 'hex')
  return timingSafeEqual(Buffer.from(key.id, 'hex'), named) ? key : null
}
