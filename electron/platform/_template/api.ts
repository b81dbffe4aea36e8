import { z } from 'zod'
import type { Expiry } from '../../../shared/model/token'
import { ask, askMore, evidence, type Judge } from '../common/answer'
import { dateFact, listFact } from '../common/fact'
import { idText, instantMs, text } from '../common/text'
import type { Context, Description, Verification } from '../adapter'

/** Only what is read, with strict types; everything else a server says is ignored. */
const whoAmI = z.object({
  id: idText,
  name: text,
  expiresAt: instantMs.nullish(),
  lastUsedAt: instantMs.nullish(),
})
const projects = z.object({ projects: z.array(z.object({ name: text })) })
const failure = z.object({ code: z.string() })

/**
 * Reads the platform's refusals. `rejected` and `expired` only where a document says that this
 * answer means it, body included: proxies and gateways answer 401 and 403 too. What is not
 * documented is left to 'unclear' by answering null.
 */
const judge: Judge = (reply) => {
  const code = failure.safeParse(reply.json).data?.code
  const answer = { reply, code }
  switch (`${reply.status} ${code ?? ''}`) {
    case '401 token_expired':
      return evidence('expired', 'past-expiry', answer)
    case '401 invalid_token':
      return evidence('rejected', 'unknown-token', answer)
    case '403 forbidden':
      return evidence('forbidden', 'missing-right', answer)
    default:
      return null
  }
}

/** The cheapest read that needs the token and changes nothing. */
export async function verify(ctx: Context): Promise<Verification> {
  const request = { method: 'GET', path: '/me' } as const
  const answer = await ask(ctx, { request, shape: whoAmI, judge })
  if (!answer.ok) return { evidence: answer.error, description: {} }
  const { data, reply } = answer.value
  return {
    evidence: evidence('valid', 'accepted', { reply }),
    description: {
      account: data.name,
      accountId: data.id,
      expiry: expiryOf(data.expiresAt),
      facts: dateFact('last-used', data.lastUsedAt),
    },
  }
}

/** null says 'never'; where nothing is said, nothing is known. */
function expiryOf(at: number | null | undefined): Expiry {
  if (at === undefined) return { known: 'unknown' }
  return at === null
    ? { known: 'never', source: 'platform' }
    : { known: 'date', at, source: 'platform' }
}

/** More calls for more facts. What fails here only leaves facts out. */
export async function describe(ctx: Context): Promise<Description> {
  const answer = await askMore(ctx, { method: 'GET', path: '/projects' }, projects)
  return {
    facts: listFact(
      'projects',
      answer?.data.projects.map(({ name }) => name),
    ),
  }
}
