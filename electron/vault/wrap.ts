import { KEY_BYTES, lengthPrefixed, openBytes, sealBytes, type SealWith } from './envelope'
import { derive } from './keys'

/** How the vault key is kept: sealed by something that opens it. Any one wrap opens the vault. */
export const WRAP_KINDS = ['keychain', 'password', 'recovery'] as const
export type WrapKind = (typeof WRAP_KINDS)[number]

/** While a vault key is being replaced: the one before, sealed by the one that takes its place. */
export const LINK = 'link'

export interface WrapHead {
  readonly id: string
  readonly kind: WrapKind | typeof LINK
  /** The id of the vault key inside. */
  readonly keyId: Uint8Array
  /**
   * What the kind needs to know to open it, as JSON text: for `keychain` and `recovery` the id of
   * the key, for `password` the salt and what the hash costs, for a link nothing.
   * It is bound, byte for byte, so that nobody can weaken, say, the cost of a password's hash.
   */
  readonly params: string
}

export interface Wrap extends WrapHead {
  readonly sealed: Buffer
}

/** One that opens the vault. */
export type WayWrap = Wrap & { readonly kind: WrapKind }

function sealedWith(wrappingKey: Uint8Array, vaultId: Uint8Array, head: WrapHead): SealWith {
  return {
    key: derive(wrappingKey, vaultId, `wrap/${head.kind}`),
    aad: lengthPrefixed(['keyglot/1/wrap', vaultId, head.id, head.kind, head.keyId, head.params]),
  }
}

/** What a wrap is made of and with. */
export interface WrapWith {
  readonly wrappingKey: Uint8Array
  readonly vaultId: Uint8Array
  readonly nonce: Uint8Array
}

export function wrapKey<H extends WrapHead>(
  vaultKey: Uint8Array,
  head: H,
  made: WrapWith,
): H & { readonly sealed: Buffer } {
  const place = sealedWith(made.wrappingKey, made.vaultId, head)
  return { ...head, sealed: sealBytes(vaultKey, made.nonce, place) }
}

/** null: this wrapping key does not open this wrap. */
export function unwrapKey(
  wrap: Wrap,
  { wrappingKey, vaultId }: Omit<WrapWith, 'nonce'>,
): Buffer | null {
  const key = openBytes(wrap.sealed, sealedWith(wrappingKey, vaultId, wrap))
  return key !== null && key.length === KEY_BYTES ? key : null
}
