import { z } from 'zod'
import { commonEvidence, evidence, failureEvidence, refusal, type Judge } from '../common/answer'
import { fieldText } from '../common/field'
import { numberFact } from '../common/fact'
import type { Context, Description, HttpReply, Subject, Verification } from '../adapter'
import { readFailure } from './failure'

export const FRAMEWORKS = ['ios_sdk', 'android_sdk', 'flutter_sdk'] as const

/** A new token is refused for its first 30 to 60 seconds (Lokalise SDK, 'OTA: introduction'). */
const ACTIVATION_MS = 90_000

const bundle = z.object({ data: z.object({ version: z.number().nullish() }) })

/** Asks for the newest bundle of the project, and does not fetch it. */
export async function verify(ctx: Context, subject: Subject): Promise<Verification> {
  const project = fieldText(subject.fields, 'projectId')
  if (project === undefined) {
    return { evidence: evidence('unclear', 'needs-field'), description: {} }
  }
  const chosen = fieldText(subject.fields, 'framework')
  const description = { project, projectId: project }
  let found: Verification['evidence'] = evidence('unclear', 'unexpected')
  for (const framework of chosen === undefined ? FRAMEWORKS : [chosen]) {
    const answer = await ctx.http.request({
      method: 'GET',
      path: `/lokalise/projects/${encodeURIComponent(project)}/frameworks/${encodeURIComponent(framework)}`,
      query: { appVersion: '1.0.0', transVersion: '0' },
    })
    if (!answer.ok) return { evidence: failureEvidence(answer.error), description }
    const reply = answer.value
    found = judgeBundle(reply, ctx, subject)
    newest.set(ctx, bundle.safeParse(reply.json).data?.data.version)
    // no bundle for this framework: another one may have one
    if (reply.status !== 404) break
  }
  return { evidence: found, description }
}

/** The version of the newest bundle, as the answer to `verify` named it. */
const newest = new WeakMap<Context, number | null | undefined>()

/** Needs no further call: those of this host can count as use by the app's own users. */
export function describe(ctx: Context): Promise<Description> {
  return Promise.resolve({ facts: numberFact('bundle-version', newest.get(ctx)) })
}

function judgeBundle(reply: HttpReply, ctx: Context, subject: Subject) {
  // 204: accepted, and nothing newer to fetch
  if (reply.status === 204) return evidence('valid', 'accepted', { reply })
  if (reply.status !== 200) return refusal(reply, judgeFor(ctx, subject))
  if (bundle.safeParse(reply.json).success) return evidence('valid', 'accepted', { reply })
  const reason = reply.json === undefined ? 'not-the-platform' : 'unexpected'
  return commonEvidence(reply) ?? evidence('unclear', reason, { reply })
}

function judgeFor(ctx: Context, { since, accepted }: Subject): Judge {
  return (reply) => {
    const failure = readFailure(reply.json)
    const code = failure?.code
    const answer = { reply, code }
    if (reply.status === 404) return evidence('unclear', 'project-not-found', answer)
    // only in Lokalise's own form: a gateway's 401 says nothing of the token
    if (reply.status !== 401 || failure === null) return evidence('unclear', 'unexpected', answer)
    if (code?.includes('TOKEN_EXPIRED') === true) {
      return evidence('expired', 'past-expiry', answer)
    }
    const age = since === undefined ? undefined : ctx.clock.now() - since
    // what was accepted once is past its first minute, however lately it came into the vault
    if (accepted === 'value' || (age !== undefined && age >= ACTIVATION_MS)) {
      return evidence('rejected', 'unknown-token', answer)
    }
    // a new token and a wrong one are refused alike; the next minute tells them apart
    const retryAt = ctx.clock.now() + ACTIVATION_MS - Math.max(age ?? 0, 0)
    const verdict = age === undefined ? 'unclear' : 'not-yet-active'
    return evidence(verdict, 'activation', { ...answer, retryAt })
  }
}
