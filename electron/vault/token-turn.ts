import { SLOTS, type Slot } from '../service/port'
import { decodeSecret } from './codec'
import type { KeyRing, VaultKeys } from './key-ring'
import { blind } from './keys'
import type { Ledger } from './ledger'
import { slotNumber, type OpenedToken, type TokenRow, type TokenSeals } from './token-seals'
import type { TokenStatements } from './token-statements'

/** What the token store works with. */
export interface TokenTools {
  readonly ring: KeyRing
  readonly sql: TokenStatements
  readonly seals: TokenSeals
  readonly ledger: Ledger
}

/** A piece of the way through all tokens. */
export interface Turned {
  /** After which row it goes on; null: there are no more. */
  readonly after: number | null
  /** Tokens of which something does not open; they stay as they are. */
  readonly stuck: number
}

/**
 * Within a transaction: seals again what of these tokens is under the key before. Ids and versions
 * stay: it is the same content, under another key.
 */
export function turnTokens(
  tools: TokenTools,
  from: VaultKeys,
  { after, count }: { readonly after: number; readonly count: number },
): Turned {
  const rows = tools.sql.under.all({ after, key: from.number, count })
  const whole = rows.filter((row) => turnToken(tools, from, row))
  const last = rows.length < count ? null : (rows.at(-1)?.[0] ?? null)
  return { after: last, stuck: rows.length - whole.length }
}

/** false: a part of it does not open. */
function turnToken(tools: TokenTools, from: VaultKeys, row: TokenRow): boolean {
  const opened = tools.seals.openToken(row)
  if (opened === null) return false
  const parts = [turnDetails(tools, from, opened), turnSecrets(tools, from, opened)]
  if (parts.includes(false)) return false
  const [, id, version, key, sealed] = row
  if (key !== from.number) return true
  const plain = tools.seals.openPart('overview', { id, version }, [key, sealed])
  if (plain === null) return false
  const again = tools.seals.sealPart('overview', { id, version }, plain)
  tools.sql.update.run(version, tools.ring.newest.number, again, opened.row)
  tools.ledger.swap(
    { table: 'token', id, version, sealed },
    { table: 'token', id, version, sealed: again },
  )
  return true
}

function turnDetails({ ring, sql, seals }: TokenTools, from: VaultKeys, of: OpenedToken): boolean {
  const row = sql.details.get(of.row)
  if (row?.[0] !== from.number) return row !== undefined
  const at = { id: of.token.id, version: of.parts.details }
  const plain = seals.openPart('details', at, row)
  if (plain === null) return false
  sql.putDetails.run(of.row, ring.newest.number, seals.sealPart('details', at, plain))
  return true
}

function turnSecrets(tools: TokenTools, from: VaultKeys, of: OpenedToken): boolean {
  return SLOTS.map((slot) => turnSecret(tools, from, { of, slot })).every(Boolean)
}

function turnSecret(
  { ring, sql, seals }: TokenTools,
  from: VaultKeys,
  { of, slot }: { readonly of: OpenedToken; readonly slot: Slot },
): boolean {
  const row = sql.secret.get(of.row, slotNumber(slot))
  if (row?.[0] !== from.number) return true
  const at = { id: of.token.id, version: of.parts[slot] }
  const plain = seals.openPart(slot, at, row)
  const secret = plain && decodeSecret(plain)
  if (plain === null || secret === null) return false
  const { number, subkeys } = ring.newest
  const index = blind(subkeys, 'secret', secret)
  sql.putSecret.run(of.row, slotNumber(slot), number, index, seals.sealPart(slot, at, plain))
  secret.fill(0)
  plain.fill(0)
  return true
}
