/** The words of the audit log without their schemas: the window uses these, and carries no schema library. */

/** Who did it: the user, the program on its own account, or the program going on after a stop. */
export const AUDIT_ACTORS = ['user', 'engine', 'resume'] as const
export type AuditActor = (typeof AUDIT_ACTORS)[number]

/**
 * What was done; one message each (`audit.act.<act>`). An act that was written once stays in the list: somewhere a log has it.
 */
export const AUDIT_ACTS = [
  'token.add',
  'token.edit',
  'token.forget',
  'token.restore',
  'token.purge',
  'token.copy',
  'token.reveal',
  'token.check',
  'rotation.begin',
  'rotation.intent',
  'rotation.created',
  'rotation.pasted',
  'rotation.tested',
  'rotation.discarded',
  'rotation.promoted',
  'rotation.back',
  'rotation.delivered',
  'rotation.limited',
  'rotation.revoking',
  'rotation.looked',
  'rotation.done',
  'rotation.cancelled',
  'rotation.orphan',
  'rotation.resumed',
  'revocation.begin',
  'revocation.sent',
  'revocation.proved',
  'revocation.cancelled',
  'destination.changed',
  'destination.ticked',
  'exchange.made',
  'exchange.copied',
  'inventory.listed',
  'inventory.adopted',
  'inventory.revoked',
  'vault.created',
  'vault.opened',
  'vault.unlock-failed',
  'vault.locked',
  'vault.password-set',
  'vault.password-changed',
  'vault.password-removed',
  'vault.keychain-added',
  'vault.keychain-removed',
  'vault.recovery-set',
  'vault.recovery-removed',
  'vault.pin-set',
  'vault.pin-removed',
  'vault.key-replaced',
  'vault.key-retired',
  'vault.accepted',
  'vault.exported',
  'vault.imported',
  'vault.backed-up',
  'vault.restored',
  'settings.changed',
  'audit.exported',
  'audit.verified',
  'audit.trimmed',
] as const
export type AuditAct = (typeof AUDIT_ACTS)[number]

/**
 * What the filter offers. An act belongs to the first group that has a start of its name, so the
 * particular ones stand before `tokens`.
 */
export const AUDIT_GROUPS = {
  secrets: ['token.copy', 'token.reveal', 'exchange.'],
  checks: ['token.check'],
  tokens: ['token.'],
  rotation: ['rotation.', 'destination.'],
  revocation: ['revocation.'],
  inventory: ['inventory.'],
  vault: ['vault.', 'settings.'],
  log: ['audit.'],
} as const satisfies Readonly<Record<string, readonly string[]>>
export type AuditGroup = keyof typeof AUDIT_GROUPS
export const AUDIT_GROUP_NAMES = Object.keys(AUDIT_GROUPS) as readonly AuditGroup[]

export function groupOf(act: AuditAct): AuditGroup {
  const found = AUDIT_GROUP_NAMES.find((name) =>
    AUDIT_GROUPS[name].some((start) => act.startsWith(start)),
  )
  return found ?? 'log'
}

/**
 * How it ended. `refused`: not done, by a rule or on the platform's word; `failed`: it could not
 * be done; `unknown`: it was tried, and nobody knows what came of it.
 */
export const AUDIT_OUTCOMES = ['done', 'refused', 'failed', 'unknown'] as const
export type AuditOutcome = (typeof AUDIT_OUTCOMES)[number]

/** What is wrong with a line that does not prove itself; one message each. */
export const AUDIT_FAULTS = ['altered', 'missing', 'misplaced', 'added', 'end'] as const
export type AuditFault = (typeof AUDIT_FAULTS)[number]
