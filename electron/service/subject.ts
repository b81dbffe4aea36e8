import { appError } from '../../shared/error'
import type { FieldSpec, FieldValues, KindId, ServerRef } from '../../shared/model/service'
import { holdsSecret } from '../../shared/redact'
import { err, ok, type Result } from '../../shared/result'
import type { KindAdapter, Platforms } from '../platform/adapter'
import { plainLine } from './label'
import type { SecretText } from './secret'

/** What the window says a token is: every part is checked against what the kind declares. */
export interface SubjectInput {
  readonly kind: KindId
  readonly server: ServerRef
  readonly fields: FieldValues
}

export interface CheckedInput {
  readonly kind: KindAdapter
  readonly server: ServerRef
  readonly fields: FieldValues
}

/** Failures: `capability.unsupported` (no such kind), `server.*`, `field.invalid`. */
export function parseSubject(platforms: Platforms, input: SubjectInput): Result<CheckedInput> {
  const kind = platforms.kind(input.kind)
  if (!kind) return err(appError('capability.unsupported'))
  const server = parseServer(platforms, kind, input.server)
  if (!server.ok) return server
  const fields = parseFields(kind, input.fields)
  if (!fields.ok) return fields
  return ok({ kind, server: server.value, fields: fields.value })
}

/**
 * A server that the kind has, or a base URL of the user's own where the kind allows one. The base
 * of a server that the kind has is that server: one place must not go by two names.
 */
export function parseServer(
  platforms: Platforms,
  kind: KindAdapter,
  server: ServerRef,
): Result<ServerRef> {
  if (server.id === 'custom') {
    if (!kind.customServer) return err(appError('server.not-allowed'))
    const base = platforms.parseBaseUrl(server.baseUrl ?? '')
    if (!base.ok) return base
    const own = kind.servers.find(({ apiBase }) => apiBase === base.value)
    return own
      ? ok({ id: kind.tries?.(own.id, {})[0] ?? own.id, baseUrl: null })
      : ok({ id: 'custom', baseUrl: base.value })
  }
  const known = kind.servers.some((each) => each.id === server.id)
  if (!known || server.baseUrl !== null) return err(appError('server.not-allowed'))
  return ok({ id: server.id, baseUrl: null })
}

/** Where a server is asked, whatever it is called; null: the kind has no such server. */
export function baseOf(kind: KindAdapter, { id, baseUrl }: ServerRef): string | null {
  if (id === 'custom') return baseUrl
  return kind.servers.find((each) => each.id === id)?.apiBase ?? null
}

export function sameServer(a: ServerRef, b: ServerRef): boolean {
  return a.id === b.id && a.baseUrl === b.baseUrl
}

/** Whether a server is one that accepted something before. */
export function isAt(server: ServerRef, accepted: ServerRef | null): boolean {
  return accepted !== null && sameServer(server, accepted)
}

/** Only declared fields with values of their type; empty ones are left out. */
export function parseFields(kind: KindAdapter, values: FieldValues): Result<FieldValues> {
  const clean: FieldValues = {}
  for (const [key, value] of Object.entries(values)) {
    const spec = kind.fields.find((each) => each.key === key)
    if (!spec) return err(appError('field.invalid', { field: key }))
    const parsed = parseField(spec, value)
    if (!parsed.ok) return parsed
    if (parsed.value.length > 0) clean[key] = parsed.value
  }
  return ok(clean)
}

/**
 * `field.is-secret` if an entry holds the token's value: entries are shown in clear, and a project
 * id becomes a part of an address.
 */
export function refuseSecret(fields: FieldValues, secret: SecretText): Result<void> {
  const text = secret.text()
  const found = Object.entries(fields).find(([, value]) =>
    [value].flat().some((each) => holdsSecret(each, text)),
  )
  return found ? err(appError('field.is-secret', { field: found[0] })) : ok()
}

function parseField(spec: FieldSpec, value: string | string[]): Result<string | string[]> {
  const invalid = err(appError('field.invalid', { field: spec.key }))
  if (spec.type === 'multi') {
    if (!Array.isArray(value) || !value.every((each) => spec.options.includes(each))) return invalid
    return ok(spec.options.filter((option) => value.includes(option)))
  }
  if (Array.isArray(value)) return invalid
  const text = plainLine(value)
  if (text === '') return ok('')
  const fits =
    spec.type === 'select'
      ? spec.options.includes(text)
      : spec.type === 'date'
        ? dayOf(text) !== null
        : spec.pattern === null || new RegExp(spec.pattern).test(text)
  return fits ? ok(text) : invalid
}

/** Midnight UTC of a `YYYY-MM-DD`, epoch ms; null if there is no such day. */
export function dayOf(text: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return null
  const at = Date.parse(`${text}T00:00:00Z`)
  return Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== text ? null : at
}

/** The field in which a kind keeps the day its value was made. */
const CREATED_ON = 'createdOn'

/** The day the value was made, as entered; null: not entered. */
export function createdOn(fields: FieldValues): number | null {
  const value = fields[CREATED_ON]
  return typeof value === 'string' ? dayOf(value) : null
}

/** What was entered for a value, for the new one that takes its place: made today, other dates unknown. */
export function fieldsForNew(kind: KindAdapter, fields: FieldValues, now: number): FieldValues {
  const dates = new Set(kind.fields.filter((each) => each.type === 'date').map((each) => each.key))
  const kept = Object.fromEntries(Object.entries(fields).filter(([key]) => !dates.has(key)))
  return dates.has(CREATED_ON)
    ? { ...kept, [CREATED_ON]: new Date(now).toISOString().slice(0, 10) }
    : kept
}
