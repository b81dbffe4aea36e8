import { expect } from 'vitest'
import type { Subject } from '../../../electron/platform/adapter'
import type {
  Managed,
  ManageFailure,
  ManagerKey,
  OpenSession,
  RemoteToken,
} from '../../../electron/platform/management'
import { SecretText } from '../../../electron/service/secret'
import type { IssuedToken, SignIn } from '../../simulator'
import type { Desk } from './desk'
import { fieldsOf } from './setting'

/** A token of a simulator as the services know it. */
export function subjectOf(token: IssuedToken, more: Partial<Subject> = {}): Subject {
  const server = SERVERS[token.kind] ?? 'cloud'
  return {
    kind: token.kind,
    secret: SecretText.fromText(token.secret),
    server: { id: server, baseUrl: null },
    fields: fieldsOf(token),
    since: 0,
    accepted: 'value',
    ...more,
  }
}

const SERVERS: Readonly<Record<string, string>> = { 'phrase/strings-token': 'eu' }

export function byToken(token: IssuedToken, more: Partial<Subject> = {}): ManagerKey {
  return { by: 'token', manager: subjectOf(token, more) }
}

/** `code`: what is typed; by default the next one where the account wants one. */
export function bySignIn(signIn: SignIn, more: { password?: string; code?: string | null } = {}) {
  const usual = signIn.secondFactor ? signIn.nextCode() : null
  return {
    by: 'sign-in',
    signIn: {
      username: signIn.username,
      password: SecretText.fromText(more.password ?? signIn.password),
      code: more.code === undefined ? usual : more.code,
    },
  } as const satisfies ManagerKey
}

export function open(desk: Desk, subject: Subject, key: ManagerKey): Promise<Managed<OpenSession>> {
  return desk.registry.openSession(subject, key, { signal: new AbortController().signal })
}

export async function opened(desk: Desk, subject: Subject, key: ManagerKey): Promise<OpenSession> {
  return value(await open(desk, subject, key))
}

/** What a call gave; it must have gone well. */
export function value<T>(outcome: Managed<T>): T {
  expect(outcome).toMatchObject({ ok: true })
  if (!outcome.ok) throw new Error(outcome.error.problem)
  return outcome.value
}

/** Why a call failed; it must have. */
export function failure(outcome: Managed<unknown>): ManageFailure {
  expect(outcome).toMatchObject({ ok: false })
  if (outcome.ok) throw new Error('It went well')
  return outcome.error
}

export function why(outcome: Managed<unknown>): string {
  const { problem, effect } = failure(outcome)
  return `${problem} ${effect}`
}

/** The listed token that the subject is; it must be there. */
export async function found(session: OpenSession, subject: Subject): Promise<RemoteToken> {
  const remote = value(await session.find(subject))
  if (remote === null) throw new Error('It was not found')
  return remote
}
