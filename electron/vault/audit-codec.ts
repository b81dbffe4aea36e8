import { z } from 'zod'
import { auditEntry, type AuditEntry } from '../../shared/model/audit'
import { encodeJson } from './codec'

/** The form of a line and of the end; raise it with every change that older lines do not fit. */
const AUDIT_VERSION = 1

/**
 * A line is a list without names, because there are many: form, time, actor, act, outcome, token,
 * kind, label, code, details.
 */
export function encodeEntry(entry: AuditEntry): Buffer {
  const { at, actor, act, outcome, token, kind, label, code, detail } = auditEntry.parse(entry)
  return encodeJson([AUDIT_VERSION, at, actor, act, outcome, token, kind, label, code, detail])
}

/** null: it does not hold what it should. */
export function decodeEntry(plain: Buffer): AuditEntry | null {
  try {
    const content = JSON.parse(plain.toString('latin1')) as unknown
    if (!Array.isArray(content) || content[0] !== AUDIT_VERSION) return null
    const [, at, actor, act, outcome, token, kind, label, code, detail] = content as unknown[]
    return auditEntry.parse({ at, actor, act, outcome, token, kind, label, code, detail })
  } catch {
    return null
  }
}

/** A line of the program's own, about the vault. */
export function ownLine(
  at: number,
  act: AuditEntry['act'],
  told: Partial<Pick<AuditEntry, 'outcome' | 'code' | 'detail'>> = {},
): AuditEntry {
  const about = { token: null, kind: null, label: null }
  return { at, actor: 'engine', act, ...about, outcome: 'done', code: null, detail: {}, ...told }
}

const CHAIN_HEX = /^[0-9a-f]{64}$/
const chainText = z.string().regex(CHAIN_HEX)

const auditEnd = z.strictObject({
  /** The oldest line that is kept. */
  first: z.number().int().min(1),
  /** The newest; `first - 1` before there is any. */
  last: z.number().int().min(0),
  /** The chain before `first`; null: it was lost. */
  before: chainText.nullable(),
  /** The chain of `last`. */
  chain: chainText,
  /** How many older lines were given up for room. */
  trimmed: z.number().int().min(0),
  /** The first line before which it was not known where the log ends. */
  lost: z.number().int().min(1).nullable(),
  /**
   * While the vault key is being replaced: the first line that is not chained anew, the chain before
   * it as it was, and as it is now.
   */
  turn: z
    .strictObject({ next: z.number().int().min(1), was: chainText.nullable(), is: chainText })
    .nullable()
    .default(null),
})

/** Where the log begins and ends. */
export type AuditEnd = z.infer<typeof auditEnd>

export function encodeEnd(end: AuditEnd): Buffer {
  return encodeJson([AUDIT_VERSION, auditEnd.parse(end)])
}

const endTuple = z.tuple([z.literal(AUDIT_VERSION), auditEnd])

/** null: it does not hold what it should. */
export function decodeEnd(plain: Buffer): AuditEnd | null {
  try {
    return endTuple.parse(JSON.parse(plain.toString('latin1')))[1]
  } catch {
    return null
  }
}
