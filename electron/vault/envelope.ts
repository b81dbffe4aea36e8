import { createCipheriv, createDecipheriv } from 'node:crypto'
import { invariant } from '../../shared/assert'
import type { Random } from '../service/port'

/**
 * Sealing: AES-256-GCM with a fresh random nonce for every write. A sealed value is
 * `nonce (12) ‖ ciphertext ‖ tag (16)` and opens only where it was written: the additional data
 * names the vault, the table, the record, the field, the version and the key.
 */
export const FORMAT = 1
export const NONCE_BYTES = 12
export const TAG_BYTES = 16
export const KEY_BYTES = 32

const ALGORITHM = 'aes-256-gcm'
// without it, Node accepts tags of four bytes when it opens
const OPTIONS = { authTagLength: TAG_BYTES } as const
const LENGTH_BYTES = 4
const VERSION_BYTES = 8

/**
 * Joins parts so that different lists never give the same bytes: each part stands behind its
 * length (32 bits, big-endian).
 */
export function lengthPrefixed(parts: readonly (string | Uint8Array)[]): Buffer {
  const pieces: Uint8Array[] = []
  for (const part of parts) {
    const bytes = typeof part === 'string' ? Buffer.from(part, 'utf8') : part
    const length = Buffer.alloc(LENGTH_BYTES)
    length.writeUInt32BE(bytes.length)
    pieces.push(length, bytes)
  }
  return Buffer.concat(pieces)
}

/** Fresh nonces; a bulk write draws all of its own in one call, which is much faster. */
export class Nonces {
  readonly #random: Random
  #drawn: Buffer = Buffer.alloc(0)
  #used = 0

  constructor(random: Random) {
    this.#random = random
  }

  reserve(count: number): void {
    this.#drawn = this.#random.bytes(count * NONCE_BYTES)
    this.#used = 0
  }

  next(): Uint8Array {
    if (this.#used + NONCE_BYTES > this.#drawn.length) this.reserve(1)
    const start = this.#used
    this.#used += NONCE_BYTES
    return this.#drawn.subarray(start, this.#used)
  }
}

/** What one value is sealed with: the key, the fresh nonce, and where it belongs. */
export interface SealWith {
  readonly key: Uint8Array
  readonly aad: Uint8Array
}

export function sealBytes(plain: Uint8Array, nonce: Uint8Array, { key, aad }: SealWith): Buffer {
  invariant(nonce.length === NONCE_BYTES, 'a nonce has 96 bits')
  const cipher = createCipheriv(ALGORITHM, key, nonce, OPTIONS)
  cipher.setAAD(aad)
  const sealed = Buffer.allocUnsafe(NONCE_BYTES + plain.length + TAG_BYTES)
  sealed.set(nonce, 0)
  sealed.set(cipher.update(plain), NONCE_BYTES)
  cipher.final()
  sealed.set(cipher.getAuthTag(), NONCE_BYTES + plain.length)
  return sealed
}

/** null: not what was sealed here. Nothing is given out before the tag has proved itself. */
export function openBytes(sealed: unknown, { key, aad }: SealWith): Buffer | null {
  if (!Buffer.isBuffer(sealed) || sealed.length < NONCE_BYTES + TAG_BYTES) return null
  const tagAt = sealed.length - TAG_BYTES
  const decipher = createDecipheriv(ALGORITHM, key, sealed.subarray(0, NONCE_BYTES), OPTIONS)
  decipher.setAAD(aad)
  decipher.setAuthTag(sealed.subarray(tagAt))
  const plain = decipher.update(sealed.subarray(NONCE_BYTES, tagAt))
  try {
    decipher.final()
  } catch {
    plain.fill(0)
    return null
  }
  return plain
}

/** The key that rows are sealed with, and the vault it belongs to. */
export interface SealingKey {
  readonly vaultId: Uint8Array
  readonly keyId: Uint8Array
  readonly bytes: Uint8Array
  readonly nonces: Nonces
}

/** Which write of which record. */
export interface RecordAt {
  readonly id: string
  readonly version: number
}

/** The additional data of one value, in the order that docs/vault-format.md gives. */
export function aadOf(
  key: Pick<SealingKey, 'vaultId' | 'keyId'>,
  column: { readonly table: string; readonly field: string },
  at: RecordAt,
): Buffer {
  const version = Buffer.alloc(VERSION_BYTES)
  version.writeBigUInt64BE(BigInt(at.version))
  return lengthPrefixed([
    `keyglot/${FORMAT}`,
    key.vaultId,
    column.table,
    at.id,
    column.field,
    version,
    key.keyId,
  ])
}

/** Seals and opens the values of one column. */
export class FieldSeal {
  readonly #key: SealingKey
  readonly #column: { readonly table: string; readonly field: string }
  readonly #idAt: number
  readonly #with: { key: Uint8Array; aad: Buffer }
  #idBytes = -1
  #versionAt = 0

  constructor(key: SealingKey, table: string, field: string) {
    this.#key = key
    this.#column = { table, field }
    this.#idAt = lengthPrefixed([`keyglot/${FORMAT}`, key.vaultId, table]).length + LENGTH_BYTES
    this.#with = { key: key.bytes, aad: Buffer.alloc(0) }
  }

  seal(at: RecordAt, plain: Uint8Array): Buffer {
    invariant(isVersion(at.version), 'versions count from 1')
    return sealBytes(plain, this.#key.nonces.next(), this.#place(at))
  }

  open(at: RecordAt, sealed: unknown): Buffer | null {
    return isVersion(at.version) ? openBytes(sealed, this.#place(at)) : null
  }

  /**
   * `aadOf`, but id and version are written over those of the call before: over a long list,
   * building it anew costs as much as the decryption.
   */
  #place(at: RecordAt): SealWith {
    const idBytes = Buffer.byteLength(at.id)
    if (idBytes !== this.#idBytes) {
      this.#with.aad = aadOf(this.#key, this.#column, at)
      this.#idBytes = idBytes
      this.#versionAt =
        this.#idAt + idBytes + lengthPrefixed([this.#column.field]).length + LENGTH_BYTES
      return this.#with
    }
    const aad = this.#with.aad
    aad.write(at.id, this.#idAt)
    aad.writeUInt32BE(Math.floor(at.version / 2 ** 32), this.#versionAt)
    aad.writeUInt32BE(at.version % 2 ** 32, this.#versionAt + 4)
    return this.#with
  }
}

function isVersion(version: number): boolean {
  return Number.isSafeInteger(version) && version >= 1
}
