import type { AuditEnd } from './audit-codec'
import { CHAIN_START, type AuditSeals, type AuditSqlRow } from './audit-seals'
import type { AuditStatements } from './audit-statements'

/** The log's statements and seals. */
interface Log {
  readonly sql: AuditStatements
  readonly seals: AuditSeals
}

/**
 * Goes on with the log's turn to another key, line by line from its beginning: each is sealed under
 * the newest key and chained to the one before, as it is now. A line that did not follow the one
 * before it as it was does not follow it now either: a key must not be replaced to hide what was
 * done to the log. Answers where the log ends then; `turn` null: all of it is turned.
 */
export function turnOn(
  log: Log,
  end: AuditEnd,
  { count, key }: { readonly count: number; readonly key: number },
): AuditEnd {
  const { first, last, before } = end
  const turn = end.turn ?? { next: first, was: before, is: before ?? CHAIN_START.toString('hex') }
  let was: Buffer | null = turn.was === null ? null : Buffer.from(turn.was, 'hex')
  let is: Buffer = Buffer.from(turn.is, 'hex')
  const rows = log.sql.some.all(turn.next, last, count)
  for (const row of rows) {
    const turned = turnedRow(log, row, { was, is })
    log.sql.put.run(row[0], key, turned.chain, turned.sealed)
    was = row[2]
    is = turned.chain
  }
  const newest = rows.at(-1)?.[0] ?? turn.next - 1
  if (rows.length === count && newest < last) {
    const next = { next: newest + 1, was: was?.toString('hex') ?? null, is: is.toString('hex') }
    return { ...end, turn: next }
  }
  const isLast = was?.toString('hex') === end.chain
  return { ...end, chain: isLast ? is.toString('hex') : end.chain, turn: null }
}

function turnedRow(
  { seals }: Log,
  row: AuditSqlRow,
  { was, is }: { readonly was: Buffer | null; readonly is: Buffer },
): { chain: Buffer; sealed: Buffer } {
  const [seq, , chain, sealed] = row
  const again = seals.sealAgain(row)
  if (again === null || !seals.follows(was, row)) return { chain, sealed: again ?? sealed }
  return { chain: seals.chain(is, seq, again), sealed: again }
}
