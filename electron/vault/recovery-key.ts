import { createHash } from 'node:crypto'
import { derive } from './keys'

/**
 * A recovery key: 160 random bits that a person can write down and type again. As text it is nine
 * groups of four signs of Crockford's base 32 (https://www.crockford.com/base32.html: no I, L, O
 * or U; small letters, and I, L, O typed by mistake, are understood): 32 signs for the bits, and
 * four for a checksum, so that a slip is told from a wrong key.
 */
export const RECOVERY_BYTES = 20
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const BITS = 5
const CHECK_SIGNS = 4
const DATA_SIGNS = (RECOVERY_BYTES * 8) / BITS

export function recoveryText(bytes: Uint8Array): string {
  const signs = toSigns(bytes) + checkOf(bytes)
  return (signs.match(/.{4}/g) ?? []).join('-')
}

/** null: not a recovery key, or with a slip in it. The caller wipes the answer. */
export function readRecoveryText(text: string): Buffer | null {
  const signs = text
    .toUpperCase()
    .replace(/[\s\-–—.]/g, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1')
  if (signs.length !== DATA_SIGNS + CHECK_SIGNS) return null
  const bytes = fromSigns(signs.slice(0, DATA_SIGNS))
  return bytes !== null && checkOf(bytes) === signs.slice(DATA_SIGNS) ? bytes : null
}

/** Tells which key a wrap needs, without telling anything of the key. 32 hex digits. */
export function recoveryId(bytes: Uint8Array): string {
  return derive(bytes, Buffer.alloc(0), 'recovery-id').toString('hex', 0, 16)
}

function checkOf(bytes: Uint8Array): string {
  const digest = createHash('sha256').update('keyglot/1/recovery-check').update(bytes).digest()
  return toSigns(digest).slice(0, CHECK_SIGNS)
}

function toSigns(bytes: Uint8Array): string {
  let signs = ''
  let held = 0
  let bits = 0
  for (const byte of bytes) {
    held = (held << 8) | byte
    bits += 8
    while (bits >= BITS) {
      bits -= BITS
      signs += ALPHABET.charAt((held >> bits) & 31)
    }
    held &= (1 << bits) - 1
  }
  return signs
}

function fromSigns(signs: string): Buffer | null {
  const bytes = Buffer.alloc((signs.length * BITS) / 8)
  let held = 0
  let bits = 0
  let at = 0
  for (const sign of signs) {
    const value = ALPHABET.indexOf(sign)
    if (value < 0) return null
    held = (held << BITS) | value
    bits += BITS
    if (bits < 8) continue
    bits -= 8
    bytes[at++] = held >> bits
    held &= (1 << bits) - 1
  }
  return bytes
}
