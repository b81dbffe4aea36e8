import type { PathParams } from '../router'
import type { TokenRecord } from '../tokens'
import { json, type SimReply } from '../types'
import { bodyOf, isBody } from './bodies'
import type { TolgeeContext } from './guard'
import { halPage, sorted } from './hal'
import { models } from './models'
import { tolgeeError } from './replies'

type Handler = (context: TolgeeContext, params: PathParams) => SimReply

/** Managing personal access tokens (`PatController.kt`). */
export const pats = {
  list: (context: TolgeeContext): SimReply => {
    const { request, user } = context
    const own = listed(context).filter((record) => record.accountKey === user.key)
    return halPage(request, 'pats', sorted(request, own).map(models.pat))
  },

  create: ({ state, request, user }: TolgeeContext): SimReply => {
    const body = bodyOf(request, { description: 'required' })
    if (!isBody(body)) return body
    const record = state.tokens.add(
      {
        id: String(state.id()),
        kind: 'tolgee/pat',
        secret: state.deps.secrets.make('tolgee/pat'),
        server: request.origin,
        accountKey: user.key,
        projectId: null,
        scopes: [],
        label: body.description ?? '',
        createdAt: request.now,
        expiresAt: body.expiresAt,
        activeAt: 0,
        details: null,
      },
      'api',
    )
    return json(201, { ...models.pat(record), token: record.secret })
  },

  get: withOwn((_, record) => json(200, models.pat(record))),

  edit: withOwn(({ state, request }, record) => {
    const body = bodyOf(request, { description: 'required' })
    if (!isBody(body)) return body
    state.tokens.edit(record, { label: body.description ?? '' })
    return json(200, models.pat(record))
  }),

  /** The old value is dead at once; without a date the new one never ends. */
  regenerate: withOwn(({ state, request }, record) => {
    const body = bodyOf(request, {})
    if (!isBody(body)) return body
    const secret = state.deps.secrets.make('tolgee/pat')
    const { expiresAt } = body
    const next = state.tokens.regenerate(record, { secret, expiresAt, kind: record.kind })
    return json(200, { ...models.pat(next), token: next.secret })
  }),

  remove: withOwn(({ state }, record) => {
    state.tokens.revoke(record.secret, 'delete')
    return { status: 200 }
  }),
}

function listed({ state, request }: TolgeeContext): readonly TokenRecord<null>[] {
  return state.tokens
    .listed()
    .filter((record) => record.kind === 'tolgee/pat' && record.server === request.origin)
}

/** Unknown: 404; another user's: 403. */
function withOwn(
  handler: (context: TolgeeContext, record: TokenRecord<null>) => SimReply,
): Handler {
  return (context, params) => {
    const record = listed(context).find((item) => item.id === params('id'))
    if (record === undefined) return tolgeeError(404, 'pat_not_found')
    if (record.accountKey !== context.user.key) return tolgeeError(403, 'operation_not_permitted')
    return handler(context, record)
  }
}
