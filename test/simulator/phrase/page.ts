import { json, queryNumber, type SimReply, type SimRequest } from '../types'

/** A numbered page of 25 (`per_page`, at most 100), with `Link` and `Pagination` headers. */
export function page(request: SimRequest, all: readonly unknown[]): SimReply {
  const size = Math.min(100, Math.max(1, queryNumber(request.query, 'per_page', 25)))
  const number = Math.max(1, queryNumber(request.query, 'page', 1))
  const pages = Math.max(1, Math.ceil(all.length / size))
  const link = (to: number, rel: string): string =>
    `<${request.base}${request.path}?page=${String(to)}&per_page=${String(size)}>; rel="${rel}"`
  const links = [
    link(1, 'first'),
    ...(number > 1 ? [link(number - 1, 'prev')] : []),
    ...(number < pages ? [link(number + 1, 'next')] : []),
    link(pages, 'last'),
  ]
  const pagination = {
    total_count: all.length,
    current_page: number,
    current_per_page: size,
    previous_page: number > 1 ? number - 1 : null,
    next_page: number < pages ? number + 1 : null,
  }
  const items = all.slice((number - 1) * size, number * size)
  return json(200, items, { link: links.join(', '), pagination: JSON.stringify(pagination) })
}
