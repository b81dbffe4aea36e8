import type { PathParams } from '../router'
import { fingerprint } from '../secrets'
import type { TokenEdit, TokenRecord } from '../tokens'
import { json, parseObject, type SimReply } from '../types'
import { page } from './page'
import { phraseReplies } from './replies'
import type { PhraseDetails, PhraseState } from './state'
import type { StringsContext } from './strings'

/**
 * Access tokens of Strings, which the API calls authorizations
 * (https://developers.phrase.com/en/api/strings, 'Authorizations').
 */

const SCOPES = ['read', 'write', 'orders.create', 'team.manage']

type Authorization = TokenRecord<PhraseDetails>

/** Those of the user in this data center; expired ones are still there. */
function authorizationsOf({ state, user, dataCenter }: StringsContext): readonly Authorization[] {
  return state.tokens
    .listed()
    .filter((record) => record.kind === 'phrase/strings-token' && record.server === dataCenter)
    .filter((record) => record.accountKey === user.key)
}

function object(state: PhraseState, record: Authorization): Record<string, unknown> {
  const { secret } = record
  return {
    id: record.id,
    note: record.label,
    token_last_eight: secret.slice(-8),
    hashed_token: fingerprint(state.hashedToken === 'sha256' ? secret : `salt ${secret}`),
    scopes: record.scopes,
    expires_at: record.expiresAt === null ? null : new Date(record.expiresAt).toISOString(),
    created_at: new Date(record.createdAt).toISOString(),
    updated_at: new Date(record.updatedAt).toISOString(),
  }
}

export function listAuthorizations(context: StringsContext): SimReply {
  const all = authorizationsOf(context).map((record) => object(context.state, record))
  return page(context.request, all)
}

export function createAuthorization(context: StringsContext): SimReply {
  const { state, request, user, dataCenter } = context
  const sent = editOf(request.body)
  if ('status' in sent) return sent
  if (sent.label === undefined) return phraseReplies.invalid('note', "can't be blank")
  const record = state.tokens.add(
    {
      id: state.deps.random.hex(32),
      kind: 'phrase/strings-token',
      secret: state.deps.secrets.make('phrase/strings-token'),
      server: dataCenter,
      accountKey: user.key,
      projectId: null,
      // [?] What a token without `scopes` may do is not stated.
      scopes: sent.scopes ?? ['read', 'write'],
      label: sent.label,
      createdAt: request.now,
      expiresAt: sent.expiresAt ?? null,
      activeAt: 0,
      details: { product: null },
    },
    'api',
  )
  return json(201, { ...object(state, record), token: record.secret })
}

type Handler = (context: StringsContext, record: Authorization) => SimReply

function withOne(handler: Handler): (context: StringsContext, params: PathParams) => SimReply {
  return (context, params) => {
    const record = authorizationsOf(context).find((item) => item.id === params('id'))
    return record === undefined ? phraseReplies.notFound() : handler(context, record)
  }
}

export const getAuthorization = withOne(({ state }, record) => json(200, object(state, record)))

export const editAuthorization = withOne(({ state, request }, record) => {
  const sent = editOf(request.body)
  if ('status' in sent) return sent
  state.tokens.edit(record, sent)
  return json(200, object(state, record))
})

export const deleteAuthorization = withOne(({ state }, record) => {
  state.tokens.revoke(record.secret, 'delete')
  return { status: 204 }
})

/** What a body asks for, or the refusal of it. A date in the past is taken, and ends the token. */
function editOf(text: string): TokenEdit | SimReply {
  const body = parseObject(text)
  if (body === undefined) return phraseReplies.badRequest('The body cannot be parsed')
  const { note, scopes, expires_at: ends } = body
  if (note !== undefined && (typeof note !== 'string' || note.trim() === '')) {
    return phraseReplies.invalid('note', "can't be blank")
  }
  if (scopes !== undefined && !isScopes(scopes)) {
    return phraseReplies.invalid('scopes', 'is not included in the list')
  }
  const expiresAt = timeOf(ends)
  if (Number.isNaN(expiresAt)) return phraseReplies.invalid('expires_at', 'is invalid')
  return {
    ...(note === undefined ? {} : { label: note }),
    ...(scopes === undefined ? {} : { scopes }),
    ...(expiresAt === undefined ? {} : { expiresAt }),
  }
}

/** Epoch ms of an ISO 8601 date; NaN: it is none. */
function timeOf(value: unknown): number | null | undefined {
  if (value === undefined || value === null) return value
  return typeof value === 'string' ? Date.parse(value) : Number.NaN
}

function isScopes(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => SCOPES.includes(item as string))
}
