import { z } from 'zod'
import type { Evidence } from '../../../shared/model/verdict'
import { SecretText } from '../../service/secret'
import { ask, evidence, type Judge } from '../common/answer'
import { fieldText } from '../common/field'
import { flagFact, textFact } from '../common/fact'
import { idText, text } from '../common/text'
import type { Context, Description, Exchanged, Subject, Verification } from '../adapter'
import { productBase } from './bases'
import * as strings from './strings-api'

/**
 * The value goes onto the clipboard, and from there into terminals: only what a bearer token may
 * hold (RFC 6750, section 2.1, https://www.rfc-editor.org/rfc/rfc6750).
 */
const granted = z.object({
  access_token: z
    .string()
    .max(16_384)
    .regex(/^[A-Za-z0-9._~+/-]+=*$/),
  /** Seconds. */
  expires_in: z.number().positive().optional().catch(undefined),
})
/**
 * Seconds: where the platform tells no end, what its own client assumes (phrase-mcp,
 * https://github.com/phrase/phrase-mcp-server, `src/lib/auth.ts`).
 */
const LIFE_ASSUMED = 600
/** Seconds: some four hours are usual ('expires_in': 14399); more than a day is not believed. */
const LIFE_MOST = 86_400

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

/**
 * Phrase Platform API, 'Token endpoint'
 * (https://developers.phrase.com/en/api/platform/oauth/token-endpoint).
 */
export async function exchange(ctx: Context, subject: Subject): Promise<Exchanged> {
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
    shape: granted,
    judge: judgeFor(subject),
  })
  if (!answer.ok) return { evidence: answer.error, grant: null }
  const { data, reply } = answer.value
  const seconds = Math.min(data.expires_in ?? LIFE_ASSUMED, LIFE_MOST)
  return {
    evidence: evidence('valid', 'accepted', { reply }),
    grant: {
      value: SecretText.fromText(data.access_token),
      expiresAt: ctx.clock.now() + Math.floor(seconds * 1000),
    },
  }
}

/** What `verify` got, for the rest of its check. */
const exchanged = new WeakMap<Context, SecretText>()

/** A platform token opens nothing by itself: that it can be exchanged is the proof that it lives. */
export async function verify(ctx: Context, subject: Subject): Promise<Verification> {
  const { evidence: found, grant } = await exchange(ctx, subject)
  if (grant === null) return { evidence: found, description: {} }
  exchanged.set(ctx, grant.value)
  return { evidence: found, description: {}, grant }
}

/** Asks the product that the user named. Whether it takes the token is a fact, no verdict. */
export async function describe(ctx: Context, subject: Subject): Promise<Description> {
  const jwt = exchanged.get(ctx)
  if (jwt === undefined) return {}
  const product = fieldText(subject.fields, 'product')
  if (product === 'Strings') return describeStrings(ctx, subject, jwt)
  return product === 'TMS' ? describeTms(ctx, subject, jwt) : {}
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
