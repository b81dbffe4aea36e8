import type { AuditEntry, AuditFilter } from '../../shared/model/audit'

export const AT = 1_790_000_000_000

/** A line to be written. */
export function entry(change: Partial<AuditEntry> = {}): AuditEntry {
  return {
    at: AT,
    actor: 'user',
    act: 'token.check',
    token: null,
    kind: 'tolgee/pak',
    label: 'Website',
    outcome: 'done',
    code: null,
    detail: {},
    ...change,
  }
}

/** A filter that leaves everything in. */
export const OPEN_FILTER: AuditFilter = {
  token: null,
  groups: [],
  outcomes: [],
  actors: [],
  text: '',
  from: null,
  to: null,
}
