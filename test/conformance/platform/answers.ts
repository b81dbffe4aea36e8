import { gzipSync } from 'node:zlib'
import type { Verdict } from '../../../shared/model/verdict'
import type { Answer } from './relay'

/** A scripted answer, and what every adapter may make of it. */
export type Script = {
  readonly name: string
  readonly answer: Answer
  /** The verdicts that would be right for a token that was known to live. */
  readonly verdicts: readonly Verdict[]
  readonly reason?: string
  /** A refusal without any words, which counts where a platform documents none. */
  readonly wordless?: true
}

const PAGE = '<!doctype html><html><head><title>Sign in</title></head><body>Sign in</body></html>'
const html = (status: number): Answer => ({
  status,
  headers: { 'content-type': 'text/html' },
  body: PAGE,
})
const json = (status: number, value: unknown): Answer => ({ status, body: JSON.stringify(value) })

/** Nothing that is not in a platform's own words may end in 'rejected' or 'expired'. */
const OPEN: readonly Verdict[] = ['unclear', 'forbidden']

/** `stranger`: a server that nothing may ever be sent to. */
export function scripts(stranger: string): readonly Script[] {
  const unclear = (name: string, answer: Answer, reason?: string): Script => ({
    name,
    answer,
    verdicts: ['unclear'],
    ...(reason === undefined ? {} : { reason }),
  })
  const bomb = gzipSync(Buffer.alloc(4 * 1024 * 1024, '['))
  return [
    unclear('200 with an empty object', json(200, {}), 'unexpected'),
    unclear('200 with a list of numbers', json(200, [1, 2]), 'unexpected'),
    unclear('200 with null', json(200, null), 'unexpected'),
    unclear('200 with a text', json(200, 'ok'), 'unexpected'),
    unclear('200 with an answer of something else', json(200, { status: 'ok' }), 'unexpected'),
    unclear('200 without a body', { status: 200 }, 'not-the-platform'),
    unclear('200 with a login page', html(200), 'not-the-platform'),
    unclear('200 with garbage', { status: 200, body: '\u0001\u0002garbage' }, 'not-the-platform'),
    unclear(
      '200 with invalid UTF-8',
      { status: 200, body: Buffer.from('7b2261c328227d', 'hex') },
      'not-the-platform',
    ),
    unclear(
      '200 nested without a bottom',
      { status: 200, body: '['.repeat(100_000) },
      'not-the-platform',
    ),
    unclear('200 that is too large', { status: 200, body: 'x'.repeat(1_100_000) }, 'too-large'),
    unclear(
      '200 that unpacks too large',
      { status: 200, headers: { 'content-encoding': 'gzip' }, body: bomb },
      'too-large',
    ),
    ...[301, 302, 303, 307, 308].map((status) =>
      unclear(
        `${status} to a stranger`,
        { status, headers: { location: `${stranger}/login` } },
        'redirect',
      ),
    ),
    unclear('400 with an empty object', json(400, {}), 'unexpected'),
    unclear('401 with a login page', html(401), 'not-the-platform'),
    unclear('403 with a login page', html(403), 'not-the-platform'),
    unclear('404 with a login page', html(404), 'not-the-platform'),
    { ...unclear('401 of a stranger', json(401, {})), wordless: true },
    { ...unclear('401 without a body', { status: 401 }), wordless: true },
    {
      ...unclear('401 in plain text', {
        status: 401,
        headers: { 'content-type': 'text/plain' },
        body: 'Unauthorized',
      }),
      wordless: true,
    },
    { ...unclear('401 of a gateway', json(401, { error: 'Unauthorized' })), wordless: true },
    unclear('402', json(402, {})),
    unclear('402 without a body', { status: 402 }),
    { name: '403', answer: json(403, {}), verdicts: OPEN },
    unclear('403 without a body', { status: 403 }),
    unclear('403 in plain text', {
      status: 403,
      headers: { 'content-type': 'text/plain' },
      body: 'Forbidden',
    }),
    unclear('404', json(404, {})),
    unclear('409', json(409, {})),
    unclear('410', json(410, {})),
    unclear('422', json(422, {})),
    unclear('451', json(451, {})),
    { name: '429', answer: json(429, {}), verdicts: ['rate-limited'] },
    { name: '429 with a page', answer: html(429), verdicts: ['rate-limited'] },
    { name: '444', answer: { status: 444 }, verdicts: ['rate-limited'] },
    unclear('500', json(500, {}), 'server-error'),
    unclear('500 with a page', html(500), 'server-error'),
    ...[502, 503, 504].map((status): Script => ({
      name: String(status),
      answer: html(status),
      verdicts: ['unreachable'],
      reason: 'server-error',
    })),
    { name: 'time-out', answer: 'never', verdicts: ['unreachable'], reason: 'timeout' },
    { name: 'cut', answer: 'cut', verdicts: ['unreachable'], reason: 'refused' },
    { name: 'the right answer and __proto__', answer: 'with-proto', verdicts: ['valid'] },
    ...[200, 400, 403, 404, 500].map((echo): Script => ({
      name: `${echo} that repeats what was sent`,
      answer: { echo },
      verdicts: OPEN,
    })),
    { ...unclear('401 that repeats what was sent', { echo: 401 }), wordless: true },
  ]
}
