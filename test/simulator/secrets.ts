import { createHash } from 'node:crypto'
import { createRandom, type RandomSource } from './random'
import type { SimulatedKind } from './types'

const ALPHANUMERIC = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567'

export type SecretOptions = {
  /** Tolgee project key: the project whose id stands in the value. Default 1. */
  readonly projectId?: number
  /** Locize API key: the older form, a UUID. */
  readonly legacy?: boolean
}

/** Makes values that look like real tokens and are none. */
export type SecretFactory = {
  make(kind: SimulatedKind, options?: SecretOptions): string
}

/** With a seed the same values come in the same order. */
export function createSecrets(seed?: string): SecretFactory {
  return secretsFrom(createRandom(seed))
}

/** One made-up value; no platform knows it until a simulator has issued it. */
export function makeSecret(kind: SimulatedKind, options: SecretOptions = {}): string {
  return secretsFrom(createRandom()).make(kind, options)
}

export function secretsFrom(random: RandomSource): SecretFactory {
  return {
    make: (kind, options = {}) => {
      switch (kind) {
        case 'transifex/api-token':
          return `1/${random.hex(40)}`
        case 'phrase/platform-token':
          // [?] The format is not published; an opaque text that fits no other kind.
          return `${random.text(ALPHANUMERIC, 47)}Z`
        case 'phrase/strings-token':
          return random.hex(64)
        case 'lokalise/api-token':
          return random.hex(40)
        case 'lokalise/sdk-token':
          return random.hex(36)
        case 'tolgee/pat':
          return `tgpat_${bigText(random, 256)}`
        case 'tolgee/pak':
          return encodeTolgeePak(options.projectId ?? 1, bigText(random, 130))
        case 'tolgee/legacy-key':
          return bigText(random, 130)
        case 'locize/api-key':
          return options.legacy === true ? random.uuid() : `lz_api_${random.text(ALPHANUMERIC, 36)}`
        case 'locize/pat':
          return `lz_pat_${random.text(ALPHANUMERIC, 36)}`
      }
    },
  }
}

/** Tolgee writes a big random number in base 32 (`0-9a-v`) without leading zeros. */
function bigText(random: RandomSource, bits: number): string {
  const bytes = random.bytes(Math.ceil(bits / 8))
  const value = BigInt(`0x${bytes.toString('hex')}`) & ((1n << BigInt(bits)) - 1n)
  return value.toString(32)
}

/** `tgpak_` and the RFC 4648 base32 of `<projectId>_<inner>`, lower case, without padding. */
export function encodeTolgeePak(projectId: number, inner: string): string {
  let bits = ''
  for (const byte of Buffer.from(`${String(projectId)}_${inner}`, 'utf8')) {
    bits += byte.toString(2).padStart(8, '0')
  }
  const groups = bits.match(/.{1,5}/g) ?? []
  const letters = groups.map((group) => BASE32.charAt(Number.parseInt(group.padEnd(5, '0'), 2)))
  return `tgpak_${letters.join('')}`
}

/** What a Tolgee project key says about itself, or undefined if it does not decode. */
export function decodeTolgeePak(key: string): { projectId: number; inner: string } | undefined {
  const payload = /^tgpak_([a-z2-7]+)$/.exec(key)?.[1]
  if (payload === undefined) return undefined
  const bits = Array.from(payload, (letter) => BASE32.indexOf(letter).toString(2).padStart(5, '0'))
  const bytes = bits.join('').match(/.{8}/g) ?? []
  const text = Buffer.from(bytes.map((byte) => Number.parseInt(byte, 2))).toString('utf8')
  const parts = /^(\d{1,15})_(.+)$/s.exec(text)
  if (parts?.[1] === undefined || parts[2] === undefined) return undefined
  return { projectId: Number(parts[1]), inner: parts[2] }
}

/** SHA-256 of a secret in hex: how the simulators write down what they were sent. */
export function fingerprint(secret: string): string {
  return createHash('sha256').update(secret, 'utf8').digest('hex')
}
