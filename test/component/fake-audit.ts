import type { Handlers } from '../../shared/contract/index'
import type { AuditFilter, AuditLine, AuditRow } from '../../shared/model/audit'
import {
  groupOf,
  type AuditAct,
  type AuditActor,
  type AuditOutcome,
} from '../../shared/model/audit-list'
import { ok } from '../../shared/result'
import type { Fake } from './fake-bridge'

type Script = readonly [
  act: AuditAct,
  more?: { actor?: AuditActor; outcome?: AuditOutcome; code?: string; detail?: object },
]

const STORY: readonly Script[] = [
  ['token.add', { detail: { hint: '••••x7Qd' } }],
  ['token.check', { code: 'valid' }],
  ['token.copy'],
  ['token.check', { outcome: 'unknown', code: 'unreachable' }],
  ['token.edit', { detail: { changed: 'label, note' } }],
  ['rotation.begin', { detail: { remoteName: 'keyglot-2027-03-14-a1b2' } }],
  ['rotation.pasted', { detail: { hint: '••••k2Lm' } }],
  ['rotation.tested', { code: 'valid', detail: { hint: '••••k2Lm' } }],
  ['rotation.promoted', { actor: 'resume', detail: { hint: '••••k2Lm' } }],
  ['rotation.revoking', { outcome: 'refused', code: 'forbidden' }],
  ['rotation.done', { actor: 'engine', code: 'rejected' }],
  ['token.reveal'],
  ['token.copy', { outcome: 'failed', code: 'clipboard.failed' }],
]

/** A log in which so many things happened to the samples, a minute between two. */
function storyOf(fake: Fake, count: number): AuditRow[] {
  const tokens = [...fake.tokens.values()]
  const now = fake.options.now()
  return Array.from({ length: count }, (_, n): AuditRow => {
    const seq = n + 1
    const at = now - (count - n) * 61_000
    const token = tokens[Math.floor(n / STORY.length) % Math.max(1, tokens.length)]?.summary
    const [act, more = {}] = STORY[n % STORY.length] ?? ['token.check']
    if (n === 0 || token === undefined) {
      return line(seq, at, { act: n === 0 ? 'vault.created' : 'vault.opened' })
    }
    const { id, kind, label } = token
    return line(seq, at, { ...(more as Partial<AuditLine>), act, token: id, kind, label })
  })
}

function line(seq: number, at: number, change: Partial<AuditLine>): AuditLine {
  const plain = { actor: 'user', outcome: 'done', code: null, detail: {} } as const
  return { ...plain, act: 'token.check', token: null, kind: null, label: null, ...change, seq, at }
}

function fits(filter: AuditFilter, row: AuditRow): boolean {
  const { token, groups, outcomes, text } = filter
  if ('broken' in row) return token === null && text === '' && groups.length + outcomes.length === 0
  return (
    (token === null || row.token === token) &&
    (groups.length === 0 || groups.includes(groupOf(row.act))) &&
    (outcomes.length === 0 || outcomes.includes(row.outcome)) &&
    `${row.label} ${row.kind} ${row.code}`.toLowerCase().includes(text.toLowerCase())
  )
}

export function auditHandlers(fake: Fake) {
  const { lines = 400, broken = false } = fake.options.audit ?? {}
  const rows = storyOf(fake, lines)
  if (broken) rows[lines - 4] = { seq: lines - 3, broken: 'altered' }
  return {
    'audit.page': async ({ filter, before, limit }) => {
      await fake.wait()
      const older = rows.filter(({ seq }) => before === null || seq < before).toReversed()
      const found = older.filter((row) => fits(filter, row))
      const page = found.slice(0, limit)
      const next = found.length > limit ? (page.at(-1)?.seq ?? null) : null
      return ok({ rows: page, next, total: rows.length })
    },
    'audit.verify': async () => {
      await fake.wait()
      const first = rows[0]
      return ok({
        fault: broken ? ('altered' as const) : null,
        seq: broken ? lines - 3 : null,
        lines: rows.length,
        since: first && 'at' in first ? first.at : null,
        trimmed: 0,
      })
    },
    'audit.export': ({ format, filter }) =>
      ok({
        file: `keyglot-activity-2027-03-14.${format}`,
        lines: rows.filter((row) => fits(filter, row)).length,
      }),
  } satisfies Partial<Handlers>
}
