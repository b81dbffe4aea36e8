import { parseObject, type SimReply, type SimRequest } from '../types'
import { tolgeeError, tolgeeReplies } from './replies'
import { isScope } from './scopes'

/** What a body about a token may hold; what is left out was not sent. */
export type TokenBody = {
  readonly description?: string
  /** Epoch ms; null or absent: never. */
  readonly expiresAt: number | null
  readonly scopes?: readonly string[]
  readonly projectId?: number
}

type Wanted = {
  /** `required`: must not be blank; `optional`: may be absent, or blank. */
  readonly description?: 'required' | 'optional'
  readonly scopes?: true
  readonly projectId?: true
}

/** Reads a body as Jackson does, then checks it as its annotations do. */
export function bodyOf(request: SimRequest, wanted: Wanted): TokenBody | SimReply {
  const body = parseObject(request.body)
  if (body === undefined) return tolgeeError(400, 'request_parse_error')
  const { description = null, expiresAt = null, scopes = [], projectId = null } = body
  const texts = description === null || typeof description === 'string'
  const numbers = isNumber(expiresAt) && isNumber(projectId)
  if (!texts || !numbers || !isTexts(scopes)) return tolgeeError(400, 'request_parse_error')
  // A name that is no scope fails before anything is checked.
  if (!scopes.every(isScope)) return tolgeeError(404, 'scope_not_found')
  const problems = {
    ...(wanted.description === undefined ? {} : descriptionProblem(description, wanted)),
    ...(wanted.scopes === true && scopes.length === 0 ? { scopes: 'must not be empty' } : {}),
    ...(wanted.projectId === true && projectId === null ? { projectId: 'must not be null' } : {}),
  }
  if (Object.keys(problems).length > 0) return tolgeeReplies.validation(problems)
  return {
    expiresAt,
    scopes,
    ...(description === null ? {} : { description }),
    ...(projectId === null ? {} : { projectId }),
  }
}

export function isBody(value: TokenBody | SimReply): value is TokenBody {
  return 'expiresAt' in value
}

function descriptionProblem(description: string | null, wanted: Wanted): { description?: string } {
  if (description !== null && (description.length < 1 || description.length > 250)) {
    return { description: 'size must be between 1 and 250' }
  }
  const blank = (description ?? '').trim() === ''
  return blank && wanted.description === 'required' ? { description: 'must not be blank' } : {}
}

function isNumber(value: unknown): value is number | null {
  return value === null || (typeof value === 'number' && Number.isSafeInteger(value))
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string')
}
