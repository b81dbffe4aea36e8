import type { AuditEntry } from '../../shared/model/audit'

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
