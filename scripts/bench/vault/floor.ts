import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

/** The additional data of the vault's records is about this long. */
const AAD_BYTES = 120
const NONCE_BYTES = 12
const TAG_BYTES = 16

/** The least that sealing and opening take: AES-256-GCM of node:crypto and nothing around it. */
export class BareCipher {
  readonly #key = randomBytes(32)
  readonly #aad = randomBytes(AAD_BYTES)

  /** A sealed value with `length` bytes in it. */
  sealAny(length: number): Buffer {
    return this.seal(randomBytes(length))
  }

  /** With a fresh nonce, which nothing that seals can do without. */
  seal(plain: Buffer): Buffer {
    const nonce = randomBytes(NONCE_BYTES)
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonce, { authTagLength: TAG_BYTES })
    cipher.setAAD(this.#aad)
    const sealed = Buffer.allocUnsafe(NONCE_BYTES + plain.length + TAG_BYTES)
    sealed.set(nonce, 0)
    sealed.set(cipher.update(plain), NONCE_BYTES)
    cipher.final()
    sealed.set(cipher.getAuthTag(), NONCE_BYTES + plain.length)
    return sealed
  }

  open(sealed: Buffer): Buffer {
    const end = sealed.length - TAG_BYTES
    const nonce = sealed.subarray(0, NONCE_BYTES)
    const decipher = createDecipheriv('aes-256-gcm', this.#key, nonce, { authTagLength: TAG_BYTES })
    decipher.setAAD(this.#aad)
    decipher.setAuthTag(sealed.subarray(end))
    const plain = decipher.update(sealed.subarray(NONCE_BYTES, end))
    decipher.final()
    return plain
  }

  /** How many bytes a sealed value of `length` bytes holds. */
  static inside(length: number): number {
    return length - NONCE_BYTES - TAG_BYTES
  }
}
