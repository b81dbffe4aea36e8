import { timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import type { ErrorCode } from '../../shared/error'
import { err, ok, type Result } from '../../shared/result'
import type { Keychain, Random } from '../service/port'
import type { FullUnlock } from '../service/vault-port'
import { NONCE_BYTES } from './envelope'
import type { Header } from './header'
import { accountOf, readEntries, type KeychainKey } from './keychain-entry'
import { derive } from './keys'
import { kdfCost, salt, SALT_BYTES, stretch, type KdfCost } from './password'
import { readRecoveryText, recoveryId } from './recovery-key'
import { stateOfError, type ClosedState } from './state'
import { LINK, unwrapKey, wrapKey, type WayWrap, type Wrap, type WrapKind } from './wrap'

/** Why a way did not open the vault, where that says nothing about vault or keychain. */
export type UnlockCode = Extract<
  ErrorCode,
  `vault.${'wrong' | 'no-such' | 'recovery-key'}-${string}`
>

export type UnlockFailure = ClosedState | UnlockCode

export function isUnlockCode(failure: UnlockFailure): failure is UnlockCode {
  return failure.startsWith('vault.')
}

const keychainParams = z.strictObject({ key: z.string() })
const recoveryParams = z.strictObject({ key: z.string() })
const passwordParams = kdfCost
  .extend({
    kdf: z.literal('argon2id'),
    norm: z.literal('NFKC'),
    salt,
    /** Tells a wrong password from a spoilt wrap; costs as much to try as the wrap itself. */
    check: z.string().regex(/^[0-9a-f]{32}$/),
  })
  .strict()

export function wrapOf(header: Pick<Header, 'wraps'>, kind: WrapKind): WayWrap | null {
  return header.wraps.find((wrap) => wrap.kind === kind) ?? null
}

/** What a password's wrap says of its cost; null: there is no password. */
export function passwordCost(header: Header): KdfCost | null {
  const params = passwordParams.safeParse(safeJson(wrapOf(header, 'password')?.params ?? ''))
  return params.success ? { m: params.data.m, t: params.data.t, p: params.data.p } : null
}

/** The vault key, by one of the ways that need nothing but the file; the caller wipes it. */
export async function openWrap(
  header: Header,
  how: FullUnlock,
  keychain: Pick<Keychain, 'read'>,
): Promise<Result<Buffer, UnlockFailure>> {
  const wrap = wrapOf(header, how.by)
  switch (how.by) {
    case 'keychain':
      return wrap ? byKeychain(header, wrap, keychain) : err('key-missing')
    case 'password':
      return wrap ? byPassword(header, wrap, how.secret.bytes()) : err('vault.no-such-way')
    case 'recovery':
      return wrap ? byRecovery(header, wrap, how.secret.text()) : err('vault.no-such-way')
  }
}

async function byKeychain(
  header: Header,
  wrap: Wrap,
  keychain: Pick<Keychain, 'read'>,
): Promise<Result<Buffer, UnlockFailure>> {
  const key = await keychainKeyOf(header, wrap, keychain)
  if (!key.ok) return key
  try {
    return opened(wrap, key.value.bytes, header)
  } finally {
    key.value.bytes.fill(0)
  }
}

/** What the keychain holds for this wrap; the caller wipes it. */
export async function keychainKeyOf(
  header: Header,
  wrap: Wrap,
  keychain: Pick<Keychain, 'read'>,
): Promise<Result<KeychainKey, UnlockFailure>> {
  const entry = await keychain.read(accountOf(header.vaultId))
  if (!entry.ok) return err(stateOfError(entry.error))
  if (entry.value === null) return err('key-missing')
  const kept = readEntries(entry.value)
  const right = kept.find(({ id }) => isKeyOf(wrap, id))
  for (const key of kept) if (key !== right) key.bytes.fill(0)
  if (right) return ok(right)
  const known = keychainParams.safeParse(safeJson(wrap.params)).success
  return err(known || kept.length === 0 ? 'wrong-key' : 'damaged')
}

/** Whether it is this keychain key that opens the wrap. */
export function isKeyOf(wrap: Wrap | null, id: string): boolean {
  const params = keychainParams.safeParse(safeJson(wrap?.params ?? ''))
  return params.success && params.data.key === id
}

async function byPassword(
  header: Header,
  wrap: Wrap,
  password: Uint8Array,
): Promise<Result<Buffer, UnlockFailure>> {
  const params = passwordParams.safeParse(safeJson(wrap.params))
  if (!params.success) return err('damaged')
  const key = await stretch(password, params.data.salt, params.data)
  try {
    const check = Buffer.from(params.data.check, 'hex')
    if (!timingSafeEqual(checkOf(key, header.vaultId), check)) return err('vault.wrong-password')
    return opened(wrap, key, header)
  } finally {
    key.fill(0)
  }
}

function byRecovery(header: Header, wrap: Wrap, text: string): Result<Buffer, UnlockFailure> {
  const bytes = readRecoveryText(text)
  if (bytes === null) return err('vault.recovery-key-typo')
  try {
    const params = recoveryParams.safeParse(safeJson(wrap.params))
    if (!params.success) return err('damaged')
    if (params.data.key !== recoveryId(bytes)) return err('vault.wrong-recovery-key')
    return opened(wrap, bytes, header)
  } finally {
    bytes.fill(0)
  }
}

/** The right key does not open it: then it is the wrap that is not what was written. */
function opened(wrap: Wrap, key: Uint8Array, header: Header): Result<Buffer, UnlockFailure> {
  const vaultKey = unwrapKey(wrap, { wrappingKey: key, vaultId: header.vaultId })
  return vaultKey === null ? err('damaged') : ok(vaultKey)
}

/** The vault whose key is wrapped. */
export type WrapFor = Pick<Header, 'vaultId' | 'keyId'> & { readonly random: Random }

const ID_BYTES = 16

export function wrapForKeychain(vaultKey: Uint8Array, to: WrapFor, key: KeychainKey): WayWrap {
  return made(vaultKey, to, { kind: 'keychain', params: { key: key.id }, key: key.bytes })
}

export function wrapForRecovery(vaultKey: Uint8Array, to: WrapFor, bytes: Uint8Array): WayWrap {
  return made(vaultKey, to, { kind: 'recovery', params: { key: recoveryId(bytes) }, key: bytes })
}

export async function wrapForPassword(
  vaultKey: Uint8Array,
  to: WrapFor,
  { password, cost }: { readonly password: Uint8Array; readonly cost: KdfCost },
): Promise<WayWrap> {
  const salt = to.random.bytes(SALT_BYTES)
  const key = await stretch(password, salt, cost)
  try {
    const { m, t, p } = cost
    const check = checkOf(key, to.vaultId).toString('hex')
    const params = { kdf: 'argon2id', norm: 'NFKC', m, t, p, salt: salt.toString('base64'), check }
    return made(vaultKey, to, { kind: 'password', params, key })
  } finally {
    key.fill(0)
  }
}

/** The vault key before, for as long as something is sealed under it. `by`: the one after it. */
export function wrapAsLink(vaultKey: Uint8Array, to: WrapFor, by: Uint8Array): Wrap {
  return made(vaultKey, to, { kind: LINK, params: {}, key: by })
}

function made<K extends Wrap['kind']>(
  vaultKey: Uint8Array,
  { vaultId, keyId, random }: WrapFor,
  { kind, params, key }: { kind: K; params: object; key: Uint8Array },
): Wrap & { readonly kind: K } {
  const id = random.bytes(ID_BYTES).toString('hex')
  const head = { id, kind, keyId, params: JSON.stringify(params) }
  const nonce = random.bytes(NONCE_BYTES)
  return wrapKey(vaultKey, head, { wrappingKey: key, vaultId, nonce })
}

function checkOf(key: Uint8Array, vaultId: Uint8Array): Buffer {
  return derive(key, vaultId, 'password-check').subarray(0, 16)
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
