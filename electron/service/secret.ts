const MASK = '[secret]'

/**
 * A clear secret inside the main process. It prints as a mask wherever something prints it, and
 * keeps its bytes in one buffer that can be wiped. `text()` makes a string, which cannot: it is for
 * what needs one (recognition and hint, a request's header or form, the search for the secret in
 * an answer, the clipboard, an explicit reveal), and its result is kept nowhere.
 */
export class SecretText {
  readonly #bytes: Buffer

  private constructor(bytes: Buffer) {
    this.#bytes = bytes
  }

  static fromText(text: string): SecretText {
    return new SecretText(Buffer.from(text, 'utf8'))
  }

  /** Takes over the buffer; the caller must not use it again. */
  static fromBytes(bytes: Buffer): SecretText {
    return new SecretText(bytes)
  }

  /** The value in UTF-8. The caller must not keep or change it. */
  bytes(): Buffer {
    return this.#bytes
  }

  text(): string {
    return this.#bytes.toString('utf8')
  }

  /** Whether two secrets are the same, in a time that does not depend on where they differ. */
  equals(other: SecretText): boolean {
    if (this.#bytes.length !== other.#bytes.length) return false
    let difference = 0
    for (let i = 0; i < this.#bytes.length; i++) {
      difference |= (this.#bytes[i] ?? 0) ^ (other.#bytes[i] ?? 0)
    }
    return difference === 0
  }

  wipe(): void {
    this.#bytes.fill(0)
  }

  toString(): string {
    return MASK
  }

  toJSON(): string {
    return MASK
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return MASK
  }
}
