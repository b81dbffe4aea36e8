import { z } from 'zod'
import { PIN_TRIES } from '../../shared/model/limit'
import { err, ok, type Result } from '../../shared/result'
import type { Random } from '../service/port'
import { lengthPrefixed, NONCE_BYTES, openBytes, sealBytes, type SealWith } from './envelope'
import type { Header } from './header'
import { derive } from './keys'
import { KDF_FLOOR, kdfCost, salt, SALT_BYTES, stretch, type KdfCost } from './password'
import type { UnlockCode } from './unlock'

/**
 * What the vault keeps of a PIN, sealed like any value: the key that it stretches to. So a PIN can
 * be tried at the vault's file by nobody who has not opened it in another way.
 */
export const pinRecord = kdfCost.extend({
  salt,
  key: z
    .string()
    .regex(/^[A-Za-z0-9+/]{43}=$/)
    .transform((text) => Buffer.from(text, 'base64')),
})
export const PIN_VALUE = 'pin'

export interface PinRecord {
  readonly m: number
  readonly t: number
  readonly p: number
  readonly salt: string
  readonly key: string
}

export async function makePinRecord(pin: Uint8Array, random: Random): Promise<PinRecord> {
  const made = random.bytes(SALT_BYTES)
  const key = await stretch(pin, made, KDF_FLOOR)
  try {
    return { ...KDF_FLOOR, salt: made.toString('base64'), key: key.toString('base64') }
  } finally {
    key.fill(0)
  }
}

/** Which key of which vault. */
export type KeyName = Pick<Header, 'vaultId' | 'keyId'>

interface Held {
  readonly vaultId: Buffer
  /** Which vault key it is. */
  readonly keyId: Buffer
  readonly cost: KdfCost
  readonly salt: Buffer
  readonly sealed: Buffer
  left: number
}

/**
 * Opens a vault again that was opened in full since the program started. The vault key stays in
 * memory for it, sealed under what the PIN stretches to, until the PIN was wrong five times or the
 * program ends. Nothing of this is on disk.
 */
export class QuickUnlock {
  readonly #random: Random
  #held: Held | null = null
  #trying: Promise<unknown> = Promise.resolve()

  constructor(random: Random) {
    this.#random = random
  }

  get armed(): boolean {
    return this.#held !== null
  }

  /** `stored`: what the open vault keeps of the PIN; anything else, and no PIN opens anything. */
  arm(vaultKey: Uint8Array, { vaultId, keyId }: KeyName, stored: unknown): void {
    this.drop()
    const record = pinRecord.safeParse(stored)
    if (!record.success) return
    const { m, t, p, salt, key } = record.data
    const sealed = sealBytes(vaultKey, this.#random.bytes(NONCE_BYTES), sealedWith(key, vaultId))
    key.fill(0)
    this.#held = { vaultId, keyId, cost: { m, t, p }, salt, sealed, left: PIN_TRIES }
  }

  drop(): void {
    this.#held?.sealed.fill(0)
    this.#held = null
  }

  /** One try at a time, so that many at once are not more than five. The caller wipes the key. */
  open(pin: Uint8Array, of: KeyName): Promise<Result<Buffer, UnlockCode>> {
    const trying = this.#trying.then(() => this.#open(pin, of))
    this.#trying = trying.catch(() => undefined)
    return trying
  }

  /** How many wrong PINs it still takes. */
  get left(): number {
    return this.#held?.left ?? 0
  }

  async #open(pin: Uint8Array, of: KeyName): Promise<Result<Buffer, UnlockCode>> {
    const held = this.#held
    // a key that is not this vault's any more opens nothing of it, and must not seem to
    if (!held?.vaultId.equals(of.vaultId) || !held.keyId.equals(of.keyId)) {
      return err('vault.no-such-way')
    }
    // counted before it is tried: nothing that ends the try may give it back
    held.left--
    const key = await stretch(pin, held.salt, held.cost)
    const vaultKey = openBytes(held.sealed, sealedWith(key, held.vaultId))
    key.fill(0)
    if (vaultKey !== null) {
      held.left = PIN_TRIES
      return ok(vaultKey)
    }
    if (held.left <= 0) this.drop()
    return err('vault.wrong-pin')
  }
}

function sealedWith(key: Uint8Array, vaultId: Uint8Array): SealWith {
  return { key: derive(key, vaultId, 'quick'), aad: lengthPrefixed(['keyglot/1/quick', vaultId]) }
}
