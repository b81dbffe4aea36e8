import { z } from 'zod'
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
 * An invalid token is answered with 400 `invalid_request`, as RFC 8693 (section 2.2.2) demands, or
 * with 401, as Phrase's own client expects. Neither tells a deleted token from an expired one.
 */
const REFUSED = ['invalid_request', 'invalid_grant', 'invalid_token']

const judge: Judge = (reply) => {
  const code = failure.safeParse(reply.json).data?.error
  const refused = reply.status === 400 && code !== undefined && REFUSED.includes(code)
  if (reply.status === 401 || refused) {
    return evidence('rejected', 'unknown-or-expired', { reply, code })
  }
  if (reply.status === 404) return evidence('unclear', 'not-the-platform', { reply })
  return evidence('unclear', 'unexpected', { reply, code })
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
    judge,
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
  const { evidence: found, description } = await strings.verify(ctx, via)
  if (found.verdict !== 'valid') return { facts: accepted(found.status) }
  const more = await strings.describe(ctx, via)
  const facts = [...accepted(200), ...(description.facts ?? []), ...(more.facts ?? [])]
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
    judge: (reply) => evidence('unclear', 'unexpected', { reply }),
  })
  if (!answer.ok) return { facts: accepted(answer.error.status) }
  const { user, organization } = answer.value.data
  return {
    account: organization?.name ?? user.userName,
    accountId: user.uid,
    facts: [
      ...accepted(200),
      ...textFact('username', user.userName),
      ...textFact('email', user.email),
    ],
  }
}

/** Only a clear yes or no of the product is a fact. */
function accepted(status: number | null): NonNullable<Description['facts']> {
  if (status === 200) return flagFact('product-accepted', true)
  return status === 401 || status === 403 ? flagFact('product-accepted', false) : []
}
