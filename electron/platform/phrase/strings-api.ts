import { z } from 'zod'
import { ask, askMore, evidence, type Judge } from '../common/answer'
import { listFact, numberFact, textFact } from '../common/fact'
import { idText, text } from '../common/text'
import type { Context, Description, HttpRequest, Verification } from '../adapter'

const user = z.object({
  id: idText,
  username: text.nullish(),
  name: text.nullish(),
  email: text.nullish(),
})
const accounts = z.array(z.object({ id: idText, name: text }))

/**
 * Only the statuses of refusals are documented, no bodies (Phrase Strings API, OpenAPI,
 * https://github.com/phrase/strings-openapi, `responses.yaml`). So a 401 counts by itself from
 * Phrase's own hosts, which TLS vouches for, and says nothing from an address of the user's own,
 * where a gateway may stand in front.
 */
export const judgeAt =
  (server: string): Judge =>
  (reply) => {
    switch (reply.status) {
      case 401:
        // 'token missing, expired or invalid': the platform does not tell which
        return server === 'custom' ? null : evidence('rejected', 'unknown-or-expired', { reply })
      case 403:
        // a firewall's 403 has no JSON; the API's answers are JSON throughout
        return isObject(reply.json) ? evidence('forbidden', 'missing-right', { reply }) : null
      case 404:
        return evidence('unclear', 'not-the-platform', { reply })
      default:
        return null
    }
  }

export function isObject(json: unknown): boolean {
  return typeof json === 'object' && json !== null
}

/** Where and as whom to ask: a platform token's JWT goes another way than a Strings token. */
export type Via = Pick<HttpRequest, 'base' | 'credential'>

export async function verify(ctx: Context, judge: Judge, via: Via = {}): Promise<Verification> {
  const request: HttpRequest = { ...via, method: 'GET', path: '/user' }
  const answer = await ask(ctx, { request, shape: user, judge })
  if (!answer.ok) return { evidence: answer.error, description: {} }
  const { data, reply } = answer.value
  const { id, name, username, email } = data
  const account = name ?? username ?? email
  return {
    evidence: evidence('valid', 'accepted', { reply }),
    description: {
      ...(account == null ? {} : { account }),
      accountId: id,
      facts: [
        ...textFact('username', username),
        ...textFact('email', email),
        // plans differ, so the documented number may not be this user's
        ...numberFact('requests-allowed', headerNumber(reply.header('x-rate-limit-limit'))),
      ],
    },
  }
}

export async function describe(ctx: Context, via: Via = {}): Promise<Description> {
  const request: HttpRequest = {
    ...via,
    method: 'GET',
    path: '/accounts',
    query: { per_page: '100' },
  }
  const answer = await askMore(ctx, request, accounts)
  return {
    facts: listFact(
      'accounts',
      answer?.data.map(({ name }) => name),
    ),
  }
}

function headerNumber(value: string | null): number | undefined {
  return value !== null && /^\d{1,9}$/.test(value) ? Number(value) : undefined
}
