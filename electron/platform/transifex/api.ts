import { z } from 'zod'
import type { Fact } from '../../../shared/model/token'
import { ask, askMore, evidence, type Judge } from '../common/answer'
import { flagFact, listFact } from '../common/fact'
import { idText, identityOf, text } from '../common/text'
import type { Context, Description, HttpRequest, Verification } from '../adapter'

/** Organizations and projects are listed in the same form (JSON:API). */
const named = z.object({
  data: z.array(z.object({ id: idText, attributes: z.object({ name: text }) })),
  links: z.object({ next: z.string().nullish() }).nullish(),
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
  const all = await rest(ctx, list('/organizations'), data)
  organizations.set(ctx, all)
  return { evidence: evidence('valid', 'accepted', { reply }), description: accountOf(all) }
}

/** Entries of a list, as far as it was read. */
interface Listed {
  readonly entries: z.infer<typeof named>['data']
  /** Nothing comes after them. */
  readonly complete: boolean
}

/** The organizations of one check, for `describe`. */
const organizations = new WeakMap<Context, Listed>()

/** Each organization is a call of its own, so only a few are looked into. */
const LOOKED_INTO = 3
/** A page has 150 entries, and no more than 200 are shown. */
const PAGES = 2
const SHOWN = 200

export async function describe(ctx: Context): Promise<Description> {
  const known = organizations.get(ctx)
  if (known === undefined) return {}
  const names: string[] = []
  let complete = known.complete && known.entries.length <= LOOKED_INTO
  for (const { id } of known.entries.slice(0, LOOKED_INTO)) {
    const request = list('/projects', { 'filter[organization]': id })
    const first = await askMore(ctx, request, named)
    if (first === undefined) return {}
    const projects = await rest(ctx, request, first.data)
    names.push(...projects.entries.map(({ attributes }) => attributes.name))
    complete &&= projects.complete
  }
  return { facts: [...listFact('projects', names), ...cutFact(complete, names)] }
}

/** The pages after the first one, up to a bound: the rest of a long list is not worth the calls. */
async function rest(
  ctx: Context,
  request: HttpRequest,
  first: z.infer<typeof named>,
): Promise<Listed> {
  const entries = [...first.data]
  let cursor = cursorOf(first)
  for (let page = 1; page < PAGES && cursor !== null; page++) {
    const query = { ...request.query, 'page[cursor]': cursor }
    const next = await askMore(ctx, { ...request, query }, named)
    if (next === undefined) break
    entries.push(...next.data.data)
    cursor = cursorOf(next.data)
  }
  return { entries, complete: cursor === null }
}

/** Only the cursor is taken from the link: the server does not choose where the token goes. */
function cursorOf({ links }: z.infer<typeof named>): string | null {
  const next = links?.next
  if (next == null || !URL.canParse(next)) return null
  return new URL(next).searchParams.get('page[cursor]')
}

/** A list that was cut must not be taken for all there is. */
function cutFact(complete: boolean, names: readonly string[]): Fact[] {
  return complete && names.length <= SHOWN ? [] : flagFact('lists-cut', true)
}

/** No organization at all is a valid token too, of a user in none. */
function accountOf({ entries, complete }: Listed): Description {
  const names = entries.map(({ attributes }) => attributes.name)
  const [first] = names
  const others = names.length > 1 ? ` +${names.length - 1}${complete ? '' : '…'}` : ''
  return {
    ...(first === undefined ? {} : { account: `${first}${others}` }),
    // a part of the organizations identifies nobody
    ...(complete ? { accountId: identityOf(entries.map(({ id }) => id)) } : {}),
    facts: [...listFact('organizations', names), ...cutFact(complete, names)],
  }
}

function list(path: string, query: Record<string, string> = {}): HttpRequest {
  return { method: 'GET', path, query, headers: { accept: 'application/vnd.api+json' } }
}
