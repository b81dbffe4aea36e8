import { z } from 'zod'
import { err, ok, type Result } from '../../shared/result'
import type { Header } from './header'
import { readEntry } from './keychain-entry'
import type { ClosedState } from './state'
import { unwrapKey, type Wrap } from './wrap'

const keychainParams = z.strictObject({ key: z.string() })

/** The wrap that the keychain opens; null: this vault is not opened by a keychain. */
export function keychainWrap(header: Header): Wrap | null {
  return header.wraps.find((wrap) => wrap.kind === 'keychain') ?? null
}

/** The vault key, out of what the keychain holds for this vault. */
export function unlock(
  header: Header,
  wrap: Wrap,
  entry: string | null,
): Result<Buffer, ClosedState> {
  if (entry === null) return err('key-missing')
  const kept = readEntry(entry)
  if (kept === null) return err('wrong-key')
  try {
    const params = keychainParams.safeParse(safeJson(wrap.params))
    if (!params.success) return err('damaged')
    if (params.data.key !== kept.id) return err('wrong-key')
    const key = unwrapKey(wrap, { wrappingKey: kept.bytes, vaultId: header.vaultId })
    // the right key does not open it: then it is the wrap that is not what was written
    return key === null ? err('damaged') : ok(key)
  } finally {
    kept.bytes.fill(0)
  }
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
