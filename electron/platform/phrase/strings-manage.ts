import { z } from 'zod'
import { err, ok } from '../../../shared/result'
import { SecretText } from '../../service/secret'
import { call, unmade, within, type Call, type Reader, type Told } from '../common/manage'
import { secretValue, text, tokenId, words } from '../common/text'
import type { Context, HttpReply, HttpRequest } from '../adapter'
import type { Key, Managed, Management, RemoteToken, Session } from '../management'

const OTP = 'x-phraseapp-otp'
const PER_PAGE = 100
const PAGES_MAX = 50

/** ISO 8601, as epoch ms. */
const time = z
  .string()
  .transform((value) => Date.parse(value))
  .pipe(z.number())
/** An authorization (https://github.com/phrase/strings-openapi, `schemas/authorization.yaml`). */
const authorization = z.object({
  id: tokenId,
  note: text.nullish(),
  token_last_eight: z.string().nullish(),
  hashed_token: z.string().nullish(),
  scopes: words.nullish(),
  // null is 'never'; what cannot be read is not told
  expires_at: time.nullish().catch(undefined),
  created_at: time.nullish().catch(null),
})
const made = authorization.extend({ token: secretValue })
const all = z.array(authorization)
const refusal = z.object({ message: z.string() })

/** Refusals; for 401 and 403 only the statuses are documented, no bodies (`responses.yaml`). */
const readerOf =
  (session: Session): Reader =>
  (reply) => {
    switch (reply.status) {
      case 401:
        return { problem: doorOf(reply, session) }
      case 403:
        return typeof reply.json === 'object' ? { problem: 'missing-right' } : null
      case 404:
        return refusal.safeParse(reply.json).success ? { problem: 'not-listed' } : null
      case 400:
      case 422:
        return refusal.safeParse(reply.json).success ? { problem: 'invalid' } : null
      default:
        return null
    }
  }

/**
 * `X-PhraseApp-OTP: required; app`: the password was right, and a code is wanted beside it. One
 * that was accepted before is used up, and not wrong.
 */
function doorOf(reply: HttpReply, session: Session) {
  if (!/required/i.test(reply.header(OTP) ?? '')) return 'wrong-sign-in'
  return session.headers === undefined || worked.has(session) ? 'code-needed' : 'code-refused'
}

/** Sessions whose password and code were accepted. */
const worked = new WeakSet<Session>()

/** A call in a session, which is known to work once one was answered. */
async function asked<T>(
  ctx: Context,
  session: Session,
  wanted: Omit<Call<T>, 'reader'>,
): Promise<Managed<Told<T>>> {
  const answer = await call(ctx, { ...wanted, reader: readerOf(session) })
  if (answer.ok) worked.add(session)
  return answer
}

/**
 * Asks nothing: e-mail and password go along with every call (Phrase Strings API,
 * 'Authentication', https://developers.phrase.com/en/api/strings/authentication). So what is wrong
 * with them is told by the first call that is made.
 */
function open(key: Key): Promise<Managed<Session>> {
  return Promise.resolve(opened(key))
}

function opened(key: Key): Managed<Session> {
  if (key.by !== 'sign-in') return err(unmade('unclear'))
  const { username, password, code } = key.signIn
  // without a password this header would be a token's; a colon would move into the password
  if (password.bytes().length === 0 || username === '' || username.includes(':')) {
    return err(unmade('wrong-sign-in'))
  }
  const typed = code?.replace(/\s/g, '') ?? ''
  if (!/^[0-9A-Za-z-]{0,64}$/.test(typed)) return err(unmade('code-refused'))
  const pair = Buffer.concat([Buffer.from(`${username}:`, 'utf8'), password.bytes()])
  const value = SecretText.fromText(pair.toString('base64'))
  pair.fill(0)
  return ok({
    credential: { header: 'authorization', value, scheme: 'Basic' },
    ...(typed === '' ? {} : { headers: { [OTP]: typed } }),
    endsAt: null,
    place: {},
  })
}

function remoteOf(ctx: Context, data: z.infer<typeof authorization>): RemoteToken {
  return {
    id: data.id,
    name: data.note ?? null,
    createdAt: data.created_at ?? null,
    lastUsedAt: null,
    expiresAt: data.expires_at,
    scopes: data.scopes ?? null,
    projectId: null,
    project: null,
    matches: (secret) => isValue(ctx, data, secret),
  }
}

/**
 * What `hashed_token` hashes is documented as SHA-256 and no more, and taken to be the token's text.
 * A digest that fits proves the value. One that does not, beside fitting last letters, proves
 * nothing either way.
 */
function isValue(
  ctx: Context,
  { token_last_eight: lastEight, hashed_token: hash }: z.infer<typeof authorization>,
  secret: SecretText,
): boolean | null {
  if (hash?.toLowerCase() === ctx.sha256(secret)) return true
  return lastEight != null && lastEight !== secret.text().slice(-8) ? false : null
}

const list: Management['list'] = async (ctx, session) => {
  const found = new Map<string, RemoteToken>()
  for (let page = 1; page <= PAGES_MAX; page++) {
    const request = within(session, {
      method: 'GET',
      path: '/authorizations',
      query: { page: String(page), per_page: String(PER_PAGE) },
    })
    const answer = await asked(ctx, session, { request, act: 'read', shape: all })
    if (!answer.ok) return answer
    const { data, reply } = answer.value
    for (const each of data) found.set(each.id, remoteOf(ctx, each))
    if (!hasMore(reply, data.length)) return ok([...found.values()])
  }
  // half a list would say of a token that it is not there
  return err(unmade('unclear'))
}

/** Pages are told of in `Link`; the addresses in it are not followed, only counted on. */
function hasMore(reply: HttpReply, count: number): boolean {
  if (count === 0) return false
  const link = reply.header('link')
  return link === null ? count >= PER_PAGE : /rel="?next\b/i.test(link)
}

/**
 * Only the digest will do: an entry that merely ends in the same eight letters is not taken,
 * because what is found here may be deleted.
 */
const find: Management['find'] = async (ctx, session, subject) => {
  const listed = await list(ctx, session, subject)
  if (!listed.ok) return listed
  return ok(listed.value.find((each) => each.matches(subject.secret) === true) ?? null)
}

const create: Management['create'] = async (ctx, session, { plan }) => {
  const { scopes } = plan.like
  if (scopes === null) return err(unmade('invalid'))
  const json = { note: plan.name, scopes, expires_at: isoOf(plan.expiresAt) }
  const request = within(session, { method: 'POST', path: '/authorizations', json })
  const answer = await asked(ctx, session, { request, act: 'write', shape: made })
  if (!answer.ok) return answer
  const { data } = answer.value
  return ok({ remote: remoteOf(ctx, data), secret: SecretText.fromText(data.token) })
}

const revoke: Management['revoke'] = async (ctx, session, { id }) => {
  const request = within(session, { method: 'DELETE', path: pathOf(id) })
  const answer = await asked<undefined>(ctx, session, { request, act: 'write', shape: 'nothing' })
  if (answer.ok) return ok('revoked')
  return answer.error.problem === 'not-listed' ? ok('gone') : answer
}

const limit: NonNullable<Management['limit']> = async (ctx, session, { id, at }) => {
  // whole seconds, so that an answer without fractions is not taken for a later time
  const json = { expires_at: isoOf(at === null ? null : Math.floor(at / 1000) * 1000) }
  const request: HttpRequest = within(session, { method: 'PATCH', path: pathOf(id), json })
  const shape = authorization.refine(
    ({ id: said, expires_at: end }) =>
      said === id && (at === null ? end === null : end != null && end <= at),
  )
  const answer = await asked(ctx, session, { request, act: 'write', shape })
  return answer.ok ? ok(undefined) : answer
}

function pathOf(id: string): string {
  return `/authorizations/${encodeURIComponent(id)}`
}

function isoOf(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString()
}

/**
 * Access tokens of Strings, behind e-mail and password alone (Phrase Strings API, 'Authorizations',
 * https://developers.phrase.com/en/api/strings/authorizations). The length of a note is not
 * documented; this much fits a line of its list.
 */
export const manage: Management = {
  access: { by: 'sign-in' },
  nameMax: 200,
  showsValues: false,
  choosesExpiry: true,
  open,
  list,
  find,
  create,
  revoke,
  limit,
}
