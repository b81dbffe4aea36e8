import { SLOTS, type Slot } from '../service/port'
import { decodeSecret } from './codec'
import type { KeyRing, VaultKeys } from './key-ring'
import { blind } from './keys'
import type { Ledger } from './ledger'
import type { OpenedToken, TokenRow, TokenSeals } from './token-seals'
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
  const again = tools.seals.sealAgain('overview', { id, version }, { key, sealed })
  if (again === null) return false
  tools.sql.update.run(version, tools.ring.newest.number, again, opened.row)
  tools.ledger.swap(
    { table: 'token', id, version, sealed },
    { table: 'token', id, version, sealed: again },
  )
  return true
}

function turnDetails({ ring, sql, seals }: TokenTools, from: VaultKeys, of: OpenedToken): boolean {
  const [key, sealed] = sql.details.get(of.row) ?? []
  if (key !== from.number || sealed === undefined) return key !== undefined
  const at = { id: of.token.id, version: of.parts.details }
  const again = seals.sealAgain('details', at, { key, sealed })
  if (again === null) return false
  sql.putDetails.run(of.row, ring.newest.number, again)
  return true
}

function turnSecrets(tools: TokenTools, from: VaultKeys, of: OpenedToken): boolean {
  return SLOTS.map((slot, number) => turnSecret(tools, from, { of, slot, number })).every(Boolean)
}

function turnSecret(
  { ring, sql, seals }: TokenTools,
  from: VaultKeys,
  { of, slot, number }: { readonly of: OpenedToken; readonly slot: Slot; readonly number: number },
): boolean {
  const [key, sealed] = sql.secret.get(of.row, number) ?? []
  if (key !== from.number || sealed === undefined) return true
  const at = { id: of.token.id, version: of.parts[slot] }
  let index: Buffer | null = null
  const again = seals.sealAgain(slot, at, { key, sealed }, (plain) => {
    const secret = decodeSecret(plain)
    index = secret && blind(ring.newest.subkeys, 'secret', secret)
    secret?.fill(0)
  })
  if (again === null || index === null) return false
  sql.putSecret.run(of.row, number, ring.newest.number, index, again)
  return true
}
