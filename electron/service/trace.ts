import type { AuditDetail, AuditEntry } from '../../shared/model/audit'
import { DETAIL_MAX } from '../../shared/model/audit'
import type { AuditAct, AuditActor, AuditOutcome } from '../../shared/model/audit-list'
import type { CheckRecord, TokenId, TokenOverview } from '../../shared/model/token'
import { settles } from '../../shared/model/verdict-list'

/** What a service says of an act. Time and token are added where it is written. */
export interface Note {
  readonly act: AuditAct
  readonly actor: AuditActor
  readonly outcome: AuditOutcome
  readonly code: string | null
  readonly detail: AuditDetail
}
export type Trace = Note | readonly Note[]

/** The token that an act was about, as it is then. */
export interface Traced {
  readonly id: TokenId
  readonly overview: Pick<TokenOverview, 'kind' | 'label'>
}

/** An act that was done, by the user unless something else is said. */
export function did(act: AuditAct, change: Partial<Omit<Note, 'act'>> = {}): Note {
  return { act, actor: 'user', outcome: 'done', code: null, detail: {}, ...change }
}

/** An act that could not be done; `code` says why. */
export function failed(act: AuditAct, code: string, change: Partial<Note> = {}): Note {
  return did(act, { outcome: 'failed', code, ...change })
}

/** An act whose outcome is what a platform said: known if that tells whether the value works. */
export function answered(act: AuditAct, check: CheckRecord, change: Partial<Note> = {}): Note {
  const outcome = settles(check.verdict) ? 'done' : 'unknown'
  return did(act, { outcome, code: check.verdict, ...change })
}

/** A check of the current value, and the end of a revocation if it was that. */
export function traceOfCheck(
  before: TokenOverview,
  after: TokenOverview,
  { check, actor }: { readonly check: CheckRecord; readonly actor: AuditActor },
): readonly Note[] {
  const checked = answered('token.check', check, { actor })
  const proved = before.phase.name === 'revoking' && after.phase.name === 'revoked'
  return proved ? [checked, answered('revocation.proved', check, { actor })] : [checked]
}

export function notesOf(trace: Trace | undefined): readonly Note[] {
  if (trace === undefined) return []
  return 'act' in trace ? [trace] : trace
}

export function entriesOf(
  trace: Trace | undefined,
  token: Traced | null,
  at: number,
): AuditEntry[] {
  return notesOf(trace).map(({ act, actor, outcome, code, detail }) => ({
    at,
    actor,
    act,
    token: token?.id ?? null,
    kind: token?.overview.kind ?? null,
    label: token?.overview.label ?? null,
    outcome,
    code,
    detail: shortened(detail),
  }))
}

/** A text that is too long must not keep the line from being written. */
function shortened(detail: AuditDetail): AuditDetail {
  const short = Object.entries(detail).map(([key, value]) => [
    key,
    typeof value === 'string' ? value.slice(0, DETAIL_MAX) : value,
  ])
  return Object.fromEntries(short) as AuditDetail
}
