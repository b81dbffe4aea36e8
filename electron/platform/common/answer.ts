import type { z } from 'zod'
import type { AppError } from '../../../shared/error'
import type { Evidence, Reason, Verdict } from '../../../shared/model/verdict'
import { err, ok, type Result } from '../../../shared/result'
import type { Context, HttpReply, HttpRequest } from '../adapter'

/** What a verdict rests on: the answer's status and, where it has one, the platform's own code. */
export function evidence(
  verdict: Verdict,
  reason: Reason,
  answer: { reply?: HttpReply; code?: string | null | undefined; retryAt?: number } = {},
): Evidence {
  return {
    verdict,
    reason,
    status: answer.reply?.status ?? null,
    code: cleanCode(answer.code),
    // where a verdict was reached, a host's wish for a rest is the client's business alone
    retryAt: answer.retryAt ?? (OPEN.includes(verdict) ? (answer.reply?.retryAt ?? null) : null),
  }
}

/** Verdicts that asking again may change. */
const OPEN: readonly Verdict[] = ['rate-limited', 'unreachable', 'unclear']

/** An error code of a server; a text that is none is left out. */
export function cleanCode(code: string | null | undefined): string | null {
  return code != null && /^[A-Za-z0-9_. -]{1,64}$/.test(code) ? code : null
}

const FAILURES: Partial<Record<AppError['code'], readonly [Verdict, Reason]>> = {
  'http.timeout': ['unreachable', 'timeout'],
  'http.dns': ['unreachable', 'host-not-found'],
  'http.tls': ['unreachable', 'tls'],
  'http.redirect': ['unclear', 'redirect'],
  'http.too-large': ['unclear', 'too-large'],
  'http.not-json': ['unclear', 'not-the-platform'],
  'http.not-utf8': ['unclear', 'not-the-platform'],
  'http.cancelled': ['unclear', 'cancelled'],
  'http.rate-limited': ['rate-limited', 'too-many-requests'],
}

/** What a request without an answer says about a token: never that it is dead. */
export function failureEvidence(error: AppError): Evidence {
  if (error.code === 'http.unreachable') {
    const { cause } = error.params
    return evidence('unreachable', cause === 'offline' || cause === 'proxy' ? cause : 'refused')
  }
  const [verdict, reason] = FAILURES[error.code] ?? ['unclear', 'unexpected']
  const retryAt = error.params['retryAt']
  return evidence(verdict, reason, typeof retryAt === 'number' ? { retryAt } : {})
}

/** What an answer says that every platform gives alike; null: the platform has to be understood. */
export function commonEvidence(reply: HttpReply): Evidence | null {
  if (reply.status === 429 || reply.status === 444) {
    return evidence('rate-limited', 'too-many-requests', { reply })
  }
  if ([502, 503, 504].includes(reply.status)) {
    return evidence('unreachable', 'server-error', { reply })
  }
  if (reply.status >= 500) return evidence('unclear', 'server-error', { reply })
  return reply.html ? evidence('unclear', 'not-the-platform', { reply }) : null
}

/** How one platform reads a refusal; null: it is not one that the platform documents. */
export type Judge = (reply: HttpReply) => Evidence | null

/** A refusal as the platform's judge reads it, after what is common to all. */
export function refusal(reply: HttpReply, judge: Judge): Evidence {
  return commonEvidence(reply) ?? judge(reply) ?? evidence('unclear', 'unexpected', { reply })
}

export interface Answer<T> {
  readonly data: T
  readonly reply: HttpReply
}

/**
 * Asks for JSON of a known shape. A failure is the evidence: only a refusal that the platform's
 * own judge knows can say more than 'unclear'.
 */
export async function ask<T>(
  ctx: Context,
  question: { request: HttpRequest; shape: z.ZodType<T>; judge: Judge },
): Promise<Result<Answer<T>, Evidence>> {
  const answer = await ctx.http.request(question.request)
  if (!answer.ok) return err(failureEvidence(answer.error))
  const reply = answer.value
  if (reply.status < 200 || reply.status >= 300) return err(refusal(reply, question.judge))
  if (reply.json === undefined) return err(evidence('unclear', 'not-the-platform', { reply }))
  const parsed = question.shape.safeParse(reply.json)
  if (!parsed.success) return err(evidence('unclear', 'unexpected', { reply }))
  return ok({ data: parsed.data, reply })
}

/** For calls that only add facts: what they say, or undefined. */
export async function askMore<T>(
  ctx: Context,
  request: HttpRequest,
  shape: z.ZodType<T>,
): Promise<Answer<T> | undefined> {
  const answer = await ask(ctx, { request, shape, judge: () => null })
  return answer.ok ? answer.value : undefined
}
