import { z } from 'zod'
import type { Expiry } from '../../../shared/model/token'
import { ask, askMore, evidence } from '../common/answer'
import { fieldText } from '../common/field'
import { dateFact, listFact, numberFact, textFact } from '../common/fact'
import { idText, instantMs, text, words } from '../common/text'
import type { Context, Description, HttpReply, Subject, Verification } from '../adapter'
import { judge } from './judge'

/** A time that no calendar can show is as good as none: the answer's other parts still count. */
const time = instantMs.nullish().catch(undefined)

/** Common to both kinds; times are epoch milliseconds. */
const about = {
  description: text.nullish(),
  expiresAt: time,
  lastUsedAt: time,
}
const pat = z.object({
  ...about,
  createdAt: time,
  user: z.object({ id: idText, username: text, name: text.nullish() }),
})
const key = z.object({
  ...about,
  username: text.nullish(),
  userFullName: text.nullish(),
  projectId: idText,
  projectName: text,
  scopes: words,
})
const permissions = z.object({
  scopes: words.nullish(),
  project: z.object({ id: idText, name: text }).nullish(),
})
const projects = z.object({
  _embedded: z.object({ projects: z.array(z.object({ name: text })) }).optional(),
  page: z.object({ totalElements: z.number().int() }),
})

/** null is 'never', and said so by the server; where nothing is said, nothing is known. */
function expiryOf(expiresAt: number | null | undefined): Expiry {
  if (expiresAt === undefined) return { known: 'unknown' }
  return expiresAt === null
    ? { known: 'never', source: 'platform' }
    : { known: 'date', at: expiresAt, source: 'platform' }
}

function commonOf(
  data: {
    description?: string | null | undefined
    expiresAt?: number | null | undefined
    lastUsedAt?: number | null | undefined
  },
  reply: HttpReply,
) {
  const version = reply.header('x-tolgee-version')
  return {
    expiry: expiryOf(data.expiresAt),
    ...(data.description == null || data.description === ''
      ? {}
      : { suggestedLabel: data.description }),
    facts: [
      ...textFact('description', data.description),
      ...dateFact('last-used', data.lastUsedAt),
      // '??' is written where the version is hidden
      ...textFact('server-version', version === '??' ? null : version),
    ],
  }
}

export async function verifyPat(ctx: Context): Promise<Verification> {
  const request = { method: 'GET', path: '/v2/pats/current' } as const
  const answer = await ask(ctx, { request, shape: pat, judge })
  if (!answer.ok) return { evidence: answer.error, description: {} }
  const { data, reply } = answer.value
  const { id, name, username } = data.user
  const common = commonOf(data, reply)
  return {
    evidence: evidence('valid', 'accepted', { reply }),
    description: {
      ...common,
      account: name == null || name === '' ? username : name,
      accountId: id,
      facts: [
        ...common.facts,
        ...textFact('username', username),
        ...dateFact('created', data.createdAt),
      ],
    },
  }
}

/** A personal token has no scopes; what it may do depends on the project. */
export async function describePat(ctx: Context, subject: Subject): Promise<Description> {
  const projectId = fieldText(subject.fields, 'projectId')
  if (projectId !== undefined) return describeRights(ctx, projectId)
  const request = { method: 'GET', path: '/v2/projects', query: { size: '50' } } as const
  const answer = await askMore(ctx, request, projects)
  if (answer === undefined) return {}
  const names = answer.data._embedded?.projects.map(({ name }) => name) ?? []
  return {
    facts: [
      ...numberFact('projects-count', answer.data.page.totalElements),
      ...listFact('projects', names),
    ],
  }
}

export async function verifyKey(ctx: Context): Promise<Verification> {
  const request = { method: 'GET', path: '/v2/api-keys/current' } as const
  const answer = await ask(ctx, { request, shape: key, judge })
  if (!answer.ok) return { evidence: answer.error, description: {} }
  const { data, reply } = answer.value
  const account = data.userFullName ?? data.username
  const common = commonOf(data, reply)
  return {
    evidence: evidence('valid', 'accepted', { reply }),
    description: {
      ...common,
      ...(account == null ? {} : { account }),
      ...(data.username == null ? {} : { accountId: data.username }),
      project: data.projectName,
      projectId: data.projectId,
      access: [{ layer: 'assigned', values: data.scopes, source: 'platform' }],
      facts: [
        ...common.facts,
        ...textFact('username', data.username),
        ...textFact('project-id', data.projectId),
      ],
    },
  }
}

/**
 * What the token may do now: the scopes it was given, as far as its user still has them. None at
 * all means that the user lost access, and is answered with 200 too.
 */
export async function describeRights(ctx: Context, projectId?: string): Promise<Description> {
  const answer = await askMore(
    ctx,
    {
      method: 'GET',
      path: '/v2/api-keys/current-permissions',
      ...(projectId === undefined ? {} : { query: { projectId } }),
    },
    permissions,
  )
  if (answer === undefined) return {}
  const { scopes, project } = answer.data
  return {
    ...(project == null ? {} : { project: project.name, projectId: project.id }),
    ...(scopes == null
      ? {}
      : { access: [{ layer: 'effective', values: scopes, source: 'platform' }] }),
  }
}
