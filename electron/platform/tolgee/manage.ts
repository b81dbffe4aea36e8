import { z } from 'zod'
import { err, ok } from '../../../shared/result'
import { SecretText } from '../../service/secret'
import { call, unmade, within } from '../common/manage'
import { idText, instantMs, secretValue, text, tokenId, words } from '../common/text'
import type { Context, Subject } from '../adapter'
import type { CreatePlan, Managed, Management, RemoteToken, Session } from '../management'
import { projectOf } from './project-key'
import { open, reader } from './sign-in'

const PAGE_SIZE = 1000
const PAGES_MAX = 20
/** Longest description (tolgee-platform, `dtos/request/pat`, `dtos/request/apiKey`). */
const NAME_MAX = 250

/** Epoch ms; one that no calendar can show is as good as none. */
const time = instantMs.nullish().catch(undefined)

/** What both kinds are listed with; `createdAt` is there for personal tokens only. */
const listed = z.object({
  id: tokenId,
  description: text.nullish(),
  expiresAt: time,
  createdAt: time,
  lastUsedAt: time,
  projectId: idText.nullish(),
  projectName: text.nullish(),
  scopes: words.nullish(),
})
type Listed = z.infer<typeof listed>
const current = z.object({ id: tokenId })
const page = z.object({ totalPages: z.number().int().min(0) })

/** How one kind is managed; paths of tolgee-platform, `PatController.kt` and `ApiKeyController.kt`. */
interface Family {
  readonly path: '/v2/pats' | '/v2/api-keys'
  /** The list's name in a page (HAL). */
  readonly list: 'pats' | 'apiKeys'
  /** The new value's name in the answer that makes it. */
  readonly value: 'token' | 'key'
  /** What `current` answers to a value that is no token of it any more. */
  readonly dead: readonly string[]
  /** Which of them: the project that the key names, if it names one. */
  filter(subject: Subject): Readonly<Record<string, string>>
  /** What is posted beside name and expiry; null: too little is known of the old one. */
  like(plan: CreatePlan): Readonly<Record<string, unknown>> | null
}

const PERSONAL: Family = {
  path: '/v2/pats',
  list: 'pats',
  value: 'token',
  dead: ['invalid_pat', 'pat_expired'],
  filter: () => ({}),
  like: () => ({}),
}

const PROJECT: Family = {
  path: '/v2/api-keys',
  list: 'apiKeys',
  value: 'key',
  dead: ['invalid_project_api_key', 'project_api_key_expired'],
  filter: ({ secret }) => {
    const project = projectOf(secret.text())
    return project === null ? {} : { filterProjectId: project }
  },
  // scopes as they were assigned, which is how the list tells them
  like: ({ like: { projectId, scopes } }) => {
    const id = Number(projectId ?? '')
    if (!Number.isSafeInteger(id) || id <= 0 || (scopes ?? []).length === 0) return null
    return { projectId: id, scopes }
  },
}

/** `matches` is told for a value that the server itself said to be this one. */
function remoteOf(data: Listed, proven?: SecretText): RemoteToken {
  return {
    id: data.id,
    name: data.description ?? null,
    createdAt: data.createdAt ?? null,
    lastUsedAt: data.lastUsedAt ?? null,
    expiresAt: data.expiresAt,
    scopes: data.scopes ?? null,
    projectId: data.projectId ?? null,
    project: data.projectName ?? null,
    matches: (secret) => (proven === undefined ? null : proven.equals(secret)),
  }
}

async function readAll(
  family: Family,
  ctx: Context,
  { session, subject }: { readonly session: Session; readonly subject: Subject },
): Promise<Managed<Listed[]>> {
  const shape = z.object({
    // not there on a page without entries
    _embedded: z.object({ [family.list]: z.array(listed) }).optional(),
    page,
  })
  const found = new Map<string, Listed>()
  for (let number = 0; number < PAGES_MAX; number++) {
    const query = { ...family.filter(subject), page: String(number), size: String(PAGE_SIZE) }
    const request = within(session, { method: 'GET', path: family.path, query })
    const answer = await call(ctx, { request, act: 'read', shape, reader })
    if (!answer.ok) return answer
    const { _embedded: embedded, page: place } = answer.value.data
    for (const each of embedded?.[family.list] ?? []) found.set(each.id, each)
    if (number + 1 >= place.totalPages) return ok([...found.values()])
  }
  // half a list would say of a token that it is not there
  return err(unmade('unclear'))
}

/** The id of a token, which only the token itself can ask for; null: it is none any more. */
async function askId(family: Family, ctx: Context): Promise<Managed<string | null>> {
  const answer = await call(ctx, {
    request: { method: 'GET', path: `${family.path}/current` },
    act: 'read',
    shape: current,
    reader,
  })
  if (answer.ok) return ok(answer.value.data.id)
  const { status, code } = answer.error
  return status === 401 && code !== null && family.dead.includes(code) ? ok(null) : answer
}

async function find(
  family: Family,
  ctx: Context,
  { session, subject }: { readonly session: Session; readonly subject: Subject },
): Promise<Managed<RemoteToken | null>> {
  const id = await askId(family, ctx)
  if (!id.ok || id.value === null) return id.ok ? ok(null) : id
  // a token of somebody else has an id too, and is not in this account's list
  const all = await readAll(family, ctx, { session, subject })
  if (!all.ok) return all
  const found = all.value.find((each) => each.id === id.value)
  return ok(found === undefined ? null : remoteOf(found, subject.secret))
}

/**
 * Never by `regenerate`: that ends the old value at once, before anybody knows that the new one
 * works.
 */
async function create(
  family: Family,
  ctx: Context,
  { session, plan }: { readonly session: Session; readonly plan: CreatePlan },
): ReturnType<Management['create']> {
  const like = family.like(plan)
  if (like === null) return err(unmade('invalid'))
  const json = { ...like, description: plan.name, expiresAt: plan.expiresAt }
  const request = within(session, { method: 'POST', path: family.path, json })
  const shape = listed.and(z.object({ [family.value]: secretValue }))
  const answer = await call(ctx, { request, act: 'write', shape, reader })
  if (!answer.ok) return answer
  const { data } = answer.value
  const secret = SecretText.fromText(String(data[family.value]))
  return ok({ remote: remoteOf(data, secret), secret })
}

async function revoke(
  family: Family,
  ctx: Context,
  { session, id }: { readonly session: Session; readonly id: string },
): ReturnType<Management['revoke']> {
  const path = `${family.path}/${encodeURIComponent(id)}`
  const request = within(session, { method: 'DELETE', path })
  const answer = await call<undefined>(ctx, { request, act: 'write', shape: 'nothing', reader })
  if (answer.ok) return ok('revoked')
  return answer.error.problem === 'not-listed' ? ok('gone') : answer
}

function managing(family: Family): Management {
  return {
    access: { by: 'sign-in' },
    nameMax: NAME_MAX,
    showsValues: false,
    choosesExpiry: true,
    tellsUse: true,
    // the same way in for both families, so that one session serves both
    open,
    list: async (ctx, session, subject) => {
      const all = await readAll(family, ctx, { session, subject })
      return all.ok ? ok(all.value.map((each) => remoteOf(each))) : all
    },
    find: (ctx, session, subject) => find(family, ctx, { session, subject }),
    identify: (ctx) => askId(family, ctx),
    create: (ctx, session, { plan }) => create(family, ctx, { session, plan }),
    revoke: (ctx, session, { id }) => revoke(family, ctx, { session, id }),
  }
}

/** Personal access tokens. */
export const managePersonal = managing(PERSONAL)

/**
 * Project keys, and those of before 2.38.0 too, which are found, listed and revoked like them. A new
 * one is always of today's form, so that an old one's successor is made.
 */
export const manageProject = managing(PROJECT)
