import type { z } from 'zod'
import type { AppError } from '../../../shared/error'
import type { Problem } from '../../../shared/model/management'
import { err, ok } from '../../../shared/result'
import type { Context, HttpReply, HttpRequest } from '../adapter'
import type { Managed, ManageFailure, Session } from '../management'
import { cleanCode } from './answer'

/** How a platform words one refusal. */
export interface Refusal {
  readonly problem: Problem
  readonly code?: string | null | undefined
}

/**
 * How one platform reads a refusal (4xx); null: it is not in a form of its own. What it does know
 * was read and refused, so that nothing was done.
 */
export type Reader = (reply: HttpReply) => Refusal | null

/** A call that manages tokens. A `read` may be repeated whatever came of it. */
export interface Call<T> {
  readonly request: HttpRequest
  readonly act: 'read' | 'write'
  /** What a success says; `nothing`: it has no body. */
  readonly shape: z.ZodType<T> | 'nothing'
  readonly reader: Reader
}

/** A call with the session's credential in place of the token, and what goes with it. */
export function within(
  session: Session,
  request: Omit<HttpRequest, 'credential' | 'headers'>,
): HttpRequest {
  const { credential, headers } = session
  return { ...request, credential, ...(headers === undefined ? {} : { headers }) }
}

/** The failure of a call that was not made. */
export function unmade(problem: Problem, code: string | null = null): ManageFailure {
  return { problem, effect: 'none', status: null, code, retryAt: null }
}

/** What a success said, with the answer it stood in. */
export interface Told<T> {
  readonly data: T
  readonly reply: HttpReply
}

/**
 * Makes a call and reads its answer. A write counts as not done where nothing of it left, or where
 * the platform refused it in a form of its own; whatever else comes back, it may have been done.
 */
export async function call<T>(ctx: Context, wanted: Call<T>): Promise<Managed<Told<T>>> {
  const effect = wanted.act === 'read' ? 'none' : 'unknown'
  const answer = await ctx.http.request(wanted.request)
  if (!answer.ok) return err(withoutAnswer(answer.error, effect))
  const reply = answer.value
  if (reply.status >= 200 && reply.status < 300) return readSuccess(reply, wanted, effect)
  if (reply.status === 429 || reply.status === 444) {
    return err(failure({ problem: 'rate-limited' }, { reply, effect: 'none' }))
  }
  if (reply.status >= 500) return err(failure({ problem: 'server-error' }, { reply, effect }))
  const refusal = reply.html ? null : wanted.reader(reply)
  if (refusal !== null) return err(failure(refusal, { reply, effect: 'none' }))
  const problem = reply.html || reply.json === undefined ? 'not-the-platform' : 'unclear'
  return err(failure({ problem }, { reply, effect }))
}

function readSuccess<T>(
  reply: HttpReply,
  { shape }: Call<T>,
  effect: ManageFailure['effect'],
): Managed<Told<T>> {
  if (shape === 'nothing') {
    // a page of something on the way has a body
    if (reply.size === 0) return ok({ data: undefined as T, reply })
  } else {
    const parsed = shape.safeParse(reply.json)
    if (parsed.success) return ok({ data: parsed.data, reply })
  }
  const problem = reply.json === undefined ? 'not-the-platform' : 'unclear'
  return err(failure({ problem }, { reply, effect }))
}

function failure(
  { problem, code }: Refusal,
  { reply, effect }: { readonly reply: HttpReply; readonly effect: ManageFailure['effect'] },
): ManageFailure {
  return {
    problem,
    effect,
    status: reply.status,
    code: cleanCode(code),
    retryAt: reply.retryAt,
  }
}

const NETWORK: Partial<Record<AppError['code'], Problem>> = {
  'http.timeout': 'unreachable',
  'http.unreachable': 'unreachable',
  'http.dns': 'unreachable',
  'http.tls': 'unreachable',
  'http.redirect': 'redirected',
  'http.too-large': 'not-the-platform',
  'http.not-json': 'not-the-platform',
  'http.not-utf8': 'not-the-platform',
  'http.cancelled': 'cancelled',
  'http.rate-limited': 'rate-limited',
}

function withoutAnswer(error: AppError, effect: ManageFailure['effect']): ManageFailure {
  const { retryAt, sent } = error.params
  return {
    ...unmade(NETWORK[error.code] ?? 'unclear'),
    effect: sent === 'no' ? 'none' : effect,
    retryAt: typeof retryAt === 'number' ? retryAt : null,
  }
}
