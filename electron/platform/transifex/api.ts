import { z } from 'zod'
import { ask, askMore, evidence, type Judge } from '../common/answer'
import { listFact } from '../common/fact'
import { idText, identityOf, text } from '../common/text'
import type { Context, Description, HttpRequest, Verification } from '../adapter'

/** Organizations and projects are listed in the same form (JSON:API). */
const named = z.object({
  data: z.array(z.object({ id: idText, attributes: z.object({ name: text }) })),
})
/** A code in words, as all documented ones are (Transifex OpenAPI, https://transifex.github.io/openapi/). */
const word = z.string().regex(/^[A-Za-z][A-Za-z_ -]{1,63}$/)
const failure = z.object({ errors: z.array(z.object({ code: word })).min(1) })

/**
 * JSON:API errors. One answer stands for malformed, revoked and unknown tokens. Only the platform's
 * own form counts: a gateway's or firewall's refusal says nothing of the token.
 */
const judge: Judge = (reply) => {
  const code = failure.safeParse(reply.json).data?.errors[0]?.code
  const answer = { reply, code }
  if (reply.status === 404) return evidence('unclear', 'not-the-platform', answer)
  if (code === undefined) return null
  switch (reply.status) {
    case 401:
      return evidence('rejected', 'unknown-token', answer)
    case 402:
      return evidence('forbidden', 'plan', answer)
    case 403:
      return evidence('forbidden', 'missing-right', answer)
    default:
      return null
  }
}

/** There is no 'who am I': the organizations of the token's user are the best there is. */
export async function verify(ctx: Context): Promise<Verification> {
  const answer = await ask(ctx, {
    request: list('/organizations'),
    shape: named,
    judge,
  })
  if (!answer.ok) return { evidence: answer.error, description: {} }
  const { data, reply } = answer.value
  organizations.set(
    ctx,
    data.data.map(({ id }) => id),
  )
  return { evidence: evidence('valid', 'accepted', { reply }), description: accountOf(data) }
}

/** The organizations of one check, for `describe`. */
const organizations = new WeakMap<Context, readonly string[]>()

/** Each organization is a call of its own, so only a few are looked into. */
const LOOKED_INTO = 3

export async function describe(ctx: Context): Promise<Description> {
  const names: string[] = []
  for (const id of organizations.get(ctx)?.slice(0, LOOKED_INTO) ?? []) {
    const projects = await askMore(ctx, list('/projects', { 'filter[organization]': id }), named)
    if (projects === undefined) return {}
    names.push(...projects.data.data.map(({ attributes }) => attributes.name))
  }
  return { facts: listFact('projects', names) }
}

/** No organization at all is a valid token too, of a user in none. */
function accountOf({ data }: z.infer<typeof named>): Description {
  const names = data.map(({ attributes }) => attributes.name)
  const [first] = names
  const rest = names.length > 1 ? ` +${names.length - 1}` : ''
  return {
    ...(first === undefined ? {} : { account: `${first}${rest}` }),
    accountId: identityOf(data.map(({ id }) => id)),
    facts: listFact('organizations', names),
  }
}

function list(path: string, query: Record<string, string> = {}): HttpRequest {
  return { method: 'GET', path, query, headers: { accept: 'application/vnd.api+json' } }
}
