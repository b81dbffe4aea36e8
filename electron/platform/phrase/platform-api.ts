import { z } from 'zod'
import type { Evidence } from '../../../shared/model/verdict'
import { SecretText } from '../../service/secret'
import { ask, evidence, type Judge } from '../common/answer'
import { fieldText } from '../common/field'
import { flagFact, textFact } from '../common/fact'
import { idText, text } from '../common/text'
import type { Context, Description, Subject, Verification } from '../adapter'
import { productBase } from './bases'
import * as strings from './strings-api'

const grant = z.object({ access_token: z.string().min(1) })
const failure = z.object({ error: z.string() })
const whoAmI = z.object({
  user: z.object({ uid: idText, userName: text, email: text.nullish() }),
  organization: z.object({ uid: idText, name: text }).nullish(),
})

/**
 * Codes that are about the token (RFC 6749, section 5.2, https://www.rfc-editor.org/rfc/rfc6749;
 * RFC 6750, section 3.1, https://www.rfc-editor.org/rfc/rfc6750). Neither tells a deleted token
 * from an expired one. Others, such as `invalid_client`, are about something else.
 */
const REFUSED = ['invalid_grant', 'invalid_token']

/**
 * `invalid_request` is what RFC 8693 (section 2.2.2, https://www.rfc-editor.org/rfc/rfc8693) demands
 * for an invalid token, and the code of a malformed request too. It is about the token where the
 * very same request was accepted before, with this value or another.
 */
const judgeFor =
  ({ accepted }: Subject): Judge =>
  (reply) => {
    if (reply.status === 404) return evidence('unclear', 'not-the-platform', { reply })
    const code = failure.safeParse(reply.json).data?.error
    const answer = { reply, code }
    if (![400, 401].includes(reply.status) || code === undefined) {
      return evidence('unclear', 'unexpected', answer)
    }
    if (REFUSED.includes(code)) return evidence('rejected', 'unknown-or-expired', answer)
    if (code !== 'invalid_request') return evidence('unclear', 'unexpected', answer)
    return accepted === undefined
      ? evidence('unclear', 'refused-request', answer)
      : evidence('rejected', 'unknown-or-expired', answer)
  }

/** What a token was exchanged for, for the rest of one check. It lives some four hours. */
const exchanged = new WeakMap<Context, SecretText>()

/** A platform token opens nothing by itself: that it can be exchanged is the proof that it lives. */
export async function verify(ctx: Context, subject: Subject): Promise<Verification> {
  const answer = await ask(ctx, {
    request: {
      method: 'POST',
      path: '/oauth/token',
      credential: 'none',
      form: {
        grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
        subject_token: subject.secret.text(),
        subject_token_type: 'urn:phrase:params:oauth:token-type:api_token',
      },
    },
    shape: grant,
    judge: judgeFor(subject),
  })
  if (!answer.ok) return { evidence: answer.error, description: {} }
  const { data, reply } = answer.value
  exchanged.set(ctx, SecretText.fromText(data.access_token))
  return { evidence: evidence('valid', 'accepted', { reply }), description: {} }
}

/** Asks the product that the user named. Whether it takes the token is a fact, no verdict. */
export async function describe(ctx: Context, subject: Subject): Promise<Description> {
  const jwt = exchanged.get(ctx)
  if (jwt === undefined) return {}
  exchanged.delete(ctx)
  try {
    const product = fieldText(subject.fields, 'product')
    if (product === 'Strings') return await describeStrings(ctx, subject, jwt)
    return product === 'TMS' ? await describeTms(ctx, subject, jwt) : {}
  } finally {
    jwt.wipe()
  }
}

const bearer = (value: SecretText) => ({ header: 'authorization', value, scheme: 'Bearer' })

async function describeStrings(ctx: Context, subject: Subject, jwt: SecretText) {
  const base = productBase(subject.server.id, 'strings')
  if (base === undefined) return {}
  const via = { base, credential: bearer(jwt) }
  const { evidence: found, description } = await strings.verify(ctx, judgeProduct, via)
  if (found.verdict !== 'valid') return { facts: acceptedBy(found) }
  const more = await strings.describe(ctx, via)
  const facts = [...acceptedBy(found), ...(description.facts ?? []), ...(more.facts ?? [])]
  return { ...description, facts }
}

async function describeTms(ctx: Context, subject: Subject, jwt: SecretText): Promise<Description> {
  const base = productBase(subject.server.id, 'tms')
  if (base === undefined) return {}
  const answer = await ask(ctx, {
    request: {
      method: 'GET',
      path: '/api2/v1/auth/whoAmI',
      base,
      credential: bearer(jwt),
    },
    shape: whoAmI,
    judge: judgeProduct,
  })
  if (!answer.ok) return { facts: acceptedBy(answer.error) }
  const { user, organization } = answer.value.data
  return {
    account: organization?.name ?? user.userName,
    accountId: user.uid,
    facts: [
      ...flagFact('product-accepted', true),
      ...textFact('username', user.userName),
      ...textFact('email', user.email),
    ],
  }
}

/**
 * A product's 401 in JSON says that it does not take the token. 403 has other causes, of which one
 * is a limit of calls (Phrase help, 'TMS: API error codes',
 * https://support.phrase.com/hc/en-us/articles/5709706983452: `ApiLimitReached`).
 */
const judgeProduct: Judge = (reply) =>
  reply.status === 401 && strings.isObject(reply.json)
    ? evidence('rejected', 'unknown-or-expired', { reply })
    : evidence('unclear', 'unexpected', { reply })

/** Only a clear yes or no of the product is a fact. */
function acceptedBy({ verdict }: Evidence): NonNullable<Description['facts']> {
  if (verdict === 'valid') return flagFact('product-accepted', true)
  return verdict === 'rejected' ? flagFact('product-accepted', false) : []
}
