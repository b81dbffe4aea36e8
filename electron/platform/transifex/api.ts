import { z } from 'zod'
import { ask, evidence, type Judge } from '../common/answer'
import { listFact } from '../common/fact'
import { idText, identityOf, text } from '../common/text'
import type { Context, Description, Verification } from '../adapter'

const organizations = z.object({
  data: z.array(
    z.object({ id: idText, attributes: z.object({ name: text, slug: text.optional() }) }),
  ),
})
const failure = z.object({ errors: z.array(z.object({ code: z.string() })).min(1) })

/** JSON:API errors. One answer stands for malformed, revoked and unknown tokens. */
const judge: Judge = (reply) => {
  const code = failure.safeParse(reply.json).data?.errors[0]?.code
  const answer = { reply, code }
  switch (reply.status) {
    case 401:
      return evidence('rejected', 'unknown-token', answer)
    case 402:
      return evidence('forbidden', 'plan', answer)
    case 403:
      // only in the platform's own form: a firewall's 403 says nothing of the token
      return code === undefined ? null : evidence('forbidden', 'missing-right', answer)
    case 404:
      return evidence('unclear', 'not-the-platform', answer)
    default:
      return null
  }
}

/** There is no 'who am I': the organizations of the token's user are the best there is. */
export async function verify(ctx: Context): Promise<Verification> {
  const answer = await ask(ctx, {
    request: {
      method: 'GET',
      path: '/organizations',
      headers: { accept: 'application/vnd.api+json' },
    },
    shape: organizations,
    judge,
  })
  if (!answer.ok) return { evidence: answer.error, description: {} }
  const { data, reply } = answer.value
  return { evidence: evidence('valid', 'accepted', { reply }), description: describe(data) }
}

/** No organization at all is a valid token too, of a user in none. */
function describe({ data }: z.infer<typeof organizations>): Description {
  const names = data.map(({ attributes }) => attributes.name)
  const [first] = names
  const rest = names.length > 1 ? ` +${names.length - 1}` : ''
  return {
    ...(first === undefined ? {} : { account: `${first}${rest}` }),
    accountId: identityOf(data.map(({ id }) => id)),
    facts: listFact('organizations', names),
  }
}
