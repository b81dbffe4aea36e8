import type { TokenRecord } from '../tokens'
import { json, queryNumber, type SimReply, type SimRequest } from '../types'

/** A page as Spring HATEOAS gives it: counted from 0, and without `_embedded` where it is empty. */
export function halPage(request: SimRequest, name: string, all: readonly unknown[]): SimReply {
  const size = Math.max(1, queryNumber(request.query, 'size', 20))
  const number = queryNumber(request.query, 'page', 0)
  const totalPages = Math.ceil(all.length / size)
  const items = all.slice(number * size, (number + 1) * size)
  return json(
    200,
    {
      ...(items.length === 0 ? {} : { _embedded: { [name]: items } }),
      _links: { self: { href: `${request.base}${request.path}` } },
      page: { size, totalElements: all.length, totalPages, number },
    },
    { 'content-type': 'application/hal+json' },
  )
}

const byId = (record: TokenRecord): number => Number(record.id)

const SORT_KEYS = new Map([
  ['id', byId],
  ['createdAt', (record: TokenRecord) => record.createdAt],
  ['expiresAt', (record: TokenRecord) => record.expiresAt ?? Number.MAX_SAFE_INTEGER],
  ['lastUsedAt', (record: TokenRecord) => record.lastUsedAt ?? 0],
])

/** In the order of `sort=<field>[,desc]`; by id where there is none. [?] The default order. */
export function sorted<T extends TokenRecord>(request: SimRequest, all: readonly T[]): T[] {
  const [field, direction] = (request.query.get('sort') ?? '').split(',')
  const key = SORT_KEYS.get(field ?? '') ?? byId
  const sign = direction === 'desc' ? -1 : 1
  return [...all].sort((one, other) => sign * (key(one) - key(other)))
}
