import { z } from 'zod'
import type { Problem } from '../../../shared/model/management'
import { err, ok } from '../../../shared/result'
import { SecretText } from '../../service/secret'
import { isJwt } from '../common/context'
import { fieldText } from '../common/field'
import { call, unmade, within, type Reader } from '../common/manage'
import { idText, secretValue, tokenId } from '../common/text'
import type { Context, Subject } from '../adapter'
import type { Key, Managed, ManageFailure, Management, RemoteToken, Session } from '../management'
import { readFailure } from './failure'

/** How long a service token lives (Lokalise API reference, 'Working with the OTA API'). */
const LIFE_MS = 30 * 60 * 1000

const granted = z.object({ jwt: z.string().max(8192).refine(isJwt) })
const project = z.object({ team_id: idText })
const projects = z.object({ projects: z.array(z.unknown()) })
const claims = z.object({
  exp: z.number().int().optional().catch(undefined),
  projects: z.array(z.object({ teamId: idText, projectId: idText })).catch([]),
})
/** `createdAt` is written as ISO 8601. Values stand in the list in clear, again and again. */
const token = z.object({
  id: tokenId,
  token: secretValue,
  createdAt: z
    .string()
    .transform((value) => Date.parse(value))
    .pipe(z.number())
    .nullish()
    .catch(null),
})
const one = z.object({ data: token })
const many = z.object({ data: z.array(token) })
const deleted = z.object({ data: z.object({ deleted: z.literal(true) }) })

/** Refusals of `api.lokalise.com/api2` to the token that manages. */
const readManager: Reader = (reply) => {
  const failure = readFailure(reply.json)
  if (failure === null) return null
  const { message, code } = failure
  switch (reply.status) {
    case 400: {
      const header = /invalid `?x-api-token`? header/i.test(message)
      return { problem: header ? 'manager-refused' : 'invalid', code }
    }
    case 401:
      return { problem: 'manager-refused', code }
    case 403:
      // a token that only reads, or one whose user has no such right in this project
      return { problem: 'missing-right', code }
    case 404:
      return { problem: 'other-account', code }
    case 423:
      // the token is in use in another request at the same moment
      return { problem: 'rate-limited', code }
    default:
      return { problem: 'unclear', code }
  }
}

const OTA: Readonly<Record<number, Problem>> = {
  400: 'invalid',
  401: 'session-over',
  403: 'missing-right',
  // a project without a bundle is not there for this host (Lokalise OTA guide for Flutter)
  404: 'not-ready',
}

/** Refusals of `ota.lokalise.com`. */
const readOta: Reader = (reply) => {
  const failure = readFailure(reply.json)
  return failure && { problem: OTA[reply.status] ?? 'unclear', code: failure.code }
}

/** A service token for this one project, made by an API token whose user is an admin there. */
async function open(key: Key, subject: Subject): Promise<Managed<Session>> {
  const id = fieldText(subject.fields, 'projectId')
  if (key.by !== 'token' || !areNeighbours(key.manager, subject)) return err(unmade('no-manager'))
  if (id === undefined) return err(unmade('invalid'))
  const { ctx } = key
  const path = `/projects/${encodeURIComponent(id)}`
  const grant = await call(ctx, {
    request: { method: 'POST', path: `${path}/tokens`, json: { service: 'ota' } },
    // it changes nothing that lasts, so that it may always be repeated
    act: 'read',
    shape: granted,
    reader: readManager,
  })
  if (!grant.ok) return err(await explain(ctx, grant.error))
  const { jwt } = grant.value.data
  const said = readClaims(jwt)
  let team = said?.projects.find(({ projectId }) => projectId === id)?.teamId
  if (team === undefined) {
    const request = { method: 'GET', path } as const
    const asked = await call(ctx, { request, act: 'read', shape: project, reader: readManager })
    if (!asked.ok) return asked
    team = asked.value.data.team_id
  }
  return ok({
    credential: {
      header: 'authorization',
      value: SecretText.fromText(jwt),
      scheme: 'Bearer',
    },
    endsAt: endOf(said?.exp, ctx.clock.now()),
    place: { team, project: id },
  })
}

/** The manager's account is at the same place: a secret made there may go nowhere else. */
function areNeighbours(manager: Subject, subject: Subject): boolean {
  if (manager.kind !== 'lokalise/api-token' || manager.server.id !== subject.server.id) return false
  return originOf(manager.server.baseUrl) === originOf(subject.server.baseUrl)
}

function originOf(baseUrl: string | null): string | null {
  return baseUrl === null ? null : (URL.parse(baseUrl)?.origin ?? null)
}

/**
 * 401 is said of a dead token and of a project out of its reach alike
 * (https://github.com/lokalise/lokalise-cli-2-go/issues/90); any other call tells them apart.
 */
async function explain(ctx: Context, failure: ManageFailure): Promise<ManageFailure> {
  if (failure.problem !== 'manager-refused' || failure.status !== 401) return failure
  const query = { limit: '1', include_statistics: '0' }
  const request = { method: 'GET', path: '/projects', query } as const
  const asked = await call(ctx, { request, act: 'read', shape: projects, reader: readManager })
  return asked.ok ? { ...failure, problem: 'missing-right' } : asked.error
}

/** Read, not trusted: the host checks the signature. */
function readClaims(jwt: string): z.infer<typeof claims> | undefined {
  try {
    const payload = Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString('utf8')
    return claims.safeParse(JSON.parse(payload)).data
  } catch {
    return undefined
  }
}

/** A time that cannot be right is this machine's clock's fault; then the documented one counts. */
function endOf(exp: number | undefined, now: number): number {
  const at = exp === undefined ? 0 : exp * 1000
  return at > now && at <= now + 2 * LIFE_MS ? at : now + LIFE_MS
}

function pathOf({ place }: Session, id?: string): string {
  const [team, home] = [place['team'] ?? '', place['project'] ?? ''].map(encodeURIComponent)
  const all = `/teams/${team ?? ''}/projects/${home ?? ''}/tokens`
  return id === undefined ? all : `${all}/${encodeURIComponent(id)}`
}

function remoteOf(data: z.infer<typeof token>, session: Session): RemoteToken {
  const secret = SecretText.fromText(data.token)
  return {
    id: data.id,
    name: null,
    createdAt: data.createdAt ?? null,
    lastUsedAt: null,
    expiresAt: undefined,
    scopes: null,
    projectId: session.place['project'] ?? null,
    project: null,
    matches: (other) => secret.equals(other),
    secret,
  }
}

/** A service token is for one project: it says nothing of a token of another. */
function isAway({ place }: Session, subject: Subject): boolean {
  return fieldText(subject.fields, 'projectId') !== place['project']
}

const list: Management['list'] = async (ctx, session, subject) => {
  if (isAway(session, subject)) return err(unmade('unclear'))
  const request = within(session, { method: 'GET', path: pathOf(session) })
  const answer = await call(ctx, { request, act: 'read', shape: many, reader: readOta })
  if (!answer.ok) return answer
  return ok(answer.value.data.data.map((each) => remoteOf(each, session)))
}

const find: Management['find'] = async (ctx, session, subject) => {
  const all = await list(ctx, session, subject)
  if (!all.ok) return all
  const found = all.value.find((each) => each.matches(subject.secret) === true) ?? null
  for (const other of all.value) if (other !== found) other.secret?.wipe()
  return ok(found)
}

const create: Management['create'] = async (ctx, session, { subject }) => {
  if (isAway(session, subject)) return err(unmade('unclear'))
  const request = within(session, { method: 'POST', path: pathOf(session) })
  const answer = await call(ctx, { request, act: 'write', shape: one, reader: readOta })
  if (!answer.ok) return answer
  const { data } = answer.value.data
  return ok({ remote: remoteOf(data, session), secret: SecretText.fromText(data.token) })
}

const revoke: Management['revoke'] = async (ctx, session, { subject, id }) => {
  if (isAway(session, subject)) return err(unmade('unclear'))
  const request = within(session, { method: 'DELETE', path: pathOf(session, id) })
  const answer = await call(ctx, { request, act: 'write', shape: deleted, reader: readGone })
  if (answer.ok) return ok('revoked')
  return answer.error.problem === 'not-listed' ? ok('gone') : answer
}

/** Not there: the token, or the whole project. */
const readGone: Reader = (reply) => {
  const failure = readFailure(reply.json)
  if (reply.status !== 404 || failure === null || /project/i.test(failure.message)) {
    return readOta(reply)
  }
  return { problem: 'not-listed', code: failure.code }
}

/**
 * SDK tokens, which an API token with write access makes and deletes (Lokalise API reference,
 * 'Working with the OTA API', https://developers.lokalise.com/reference/working-with-the-ota-api).
 */
export const manage: Management = {
  access: { by: 'token', kind: 'lokalise/api-token' },
  nameMax: 0,
  showsValues: true,
  choosesExpiry: false,
  open,
  list,
  find,
  create,
  revoke,
}
