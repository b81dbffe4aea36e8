import { gzipSync } from 'node:zlib'
import { createRandom } from './random'
import type { Fault, FaultRule } from './faults'
import { header, json, parseObject, type SimReply, type SimRequest } from './types'

/** How the answer goes over the wire. */
export type Delivery =
  | { readonly type: 'normal' }
  | { readonly type: 'never' }
  | { readonly type: 'cut'; readonly when: 'at-once' | 'after-head' | 'mid-body' }
  | { readonly type: 'drip'; readonly everyMs: number; readonly bytes: number }

/** What the faults that hit a request make of it. */
export type Plan = {
  readonly latencyMs: number
  /** What has to happen before the answer leaves. */
  readonly until: Promise<unknown>
  readonly foreign: boolean
  /** Whether the request takes effect. */
  readonly act: boolean
  readonly delivery: Delivery
  /** Makes the answer out of the right one, which is absent if the request takes no effect. */
  answer(right: SimReply | undefined, request: SimRequest): SimReply
}

const MEGABYTE = 1024 * 1024
const NAME_KEYS =
  /^(name|fullname|full_name|username|userName|userFullName|description|slug|title|company|email|note|projectName)$/

type Place = {
  /** Where redirects lead to. */
  readonly trap: () => string
  tooMany(request: SimRequest): SimReply
}

export function planOf(rules: readonly FaultRule[], place: Place): Plan {
  const faults = rules.map((rule) => rule.fault)
  const replacing = rules.find((rule) => isReplacing(rule.fault))
  return {
    latencyMs: faults.reduce((sum, fault) => sum + (fault.type === 'latency' ? fault.ms : 0), 0),
    until: Promise.all(faults.flatMap((fault) => (fault.type === 'wait' ? [fault.until] : []))),
    foreign: faults.some((fault) => fault.type === 'foreign-account'),
    act: replacing === undefined || replacing.afterAct === true,
    delivery: deliveryOf(faults),
    answer: (right, request) => {
      const replaced =
        replacing === undefined ? undefined : replace(replacing.fault, request, place)
      const reply = replaced ?? right ?? { status: 200, body: '{}' }
      return faults.reduce(transform, reply)
    },
  }
}

function isReplacing(fault: Fault): boolean {
  const keeping = ['latency', 'wait', 'slow-drip', 'content-type', 'names', 'foreign-account']
  return !keeping.includes(fault.type)
}

function deliveryOf(faults: readonly Fault[]): Delivery {
  for (const fault of faults) {
    if (fault.type === 'never-answer') return { type: 'never' }
    if (fault.type === 'close-connection') return { type: 'cut', when: fault.when ?? 'at-once' }
    if (fault.type === 'slow-drip') {
      return { type: 'drip', everyMs: fault.everyMs, bytes: fault.bytes ?? 1 }
    }
  }
  return { type: 'normal' }
}

function replace(fault: Fault, request: SimRequest, place: Place): SimReply | undefined {
  switch (fault.type) {
    case 'status':
      return { status: fault.status, body: fault.body ?? '' }
    case 'reply':
      return fault.reply
    case 'html-body':
      return htmlPage(fault.status ?? 200)
    case 'garbage':
      return typed(createRandom('garbage').bytes(fault.bytes ?? 2048))
    case 'invalid-utf8':
      return typed(
        Buffer.concat([
          Buffer.from('{"name":"'),
          Buffer.from('c328fffe80', 'hex'),
          Buffer.from('"}'),
        ]),
      )
    case 'deep-json': {
      const depth = fault.depth ?? 100_000
      return typed('['.repeat(depth) + ']'.repeat(depth))
    }
    case 'huge-json':
      return typed(hugeJson(fault.bytes ?? 64 * MEGABYTE))
    case 'gzip-bomb':
      return { ...typed(gzipBomb(fault.bytes ?? 256 * MEGABYTE), { 'content-encoding': 'gzip' }) }
    case 'redirect':
      return {
        status: fault.status,
        headers: {
          location: `${fault.to ?? place.trap()}${fault.to === undefined ? request.path : ''}`,
        },
      }
    case 'rate-limit':
      return place.tooMany(request)
    case 'echo-secret':
      return echo(fault.status ?? 401, request)
    default:
      return undefined
  }
}

function typed(
  body: string | Buffer | Iterable<Buffer>,
  headers: Record<string, string> = {},
): SimReply {
  return { status: 200, headers: { 'content-type': 'application/json', ...headers }, body }
}

function htmlPage(status: number): SimReply {
  const body =
    '<!doctype html><html><head><title>Sign in</title></head><body><form>Sign in</form></body></html>'
  return { status, headers: { 'content-type': 'text/html; charset=utf-8' }, body }
}

function* hugeJson(bytes: number): Generator<Buffer> {
  const piece = Buffer.alloc(MEGABYTE, 'a')
  yield Buffer.from('{"name":"')
  for (let sent = 0; sent < bytes; sent += piece.length) yield piece
  yield Buffer.from('"}')
}

/** Gzip files may stand one after the other, so one packed megabyte is enough to make the rest. */
function gzipBomb(bytes: number): Buffer {
  const piece = gzipSync(Buffer.alloc(MEGABYTE, 'a'))
  const pieces = Array.from({ length: Math.ceil(bytes / MEGABYTE) }, () => piece)
  return Buffer.concat([gzipSync('{"name":"'), ...pieces, gzipSync('"}')])
}

function echo(status: number, request: SimRequest): SimReply {
  const secret = sentSecrets(request).join(' ')
  const text = `The token ${secret} is not valid`
  const body = {
    message: text,
    code: secret,
    error: { message: text, code: status },
    error_description: text,
    errors: [{ status: String(status), code: secret, title: text, detail: text }],
  }
  return json(status, body, { 'x-echo': encodeURIComponent(secret) })
}

/** What came with a request that nobody else may see, as it was before it was packed. */
function sentSecrets(request: SimRequest): readonly string[] {
  const names = ['authorization', 'x-api-token', 'x-api-key', 'x-ota-api-token', 'x-phraseapp-otp']
  const sent = names.flatMap((name) => header(request, name) ?? [])
  const plain = sent.map((value) => {
    const basic = /^basic +(\S+)$/i.exec(value)?.[1]
    if (basic !== undefined) return Buffer.from(basic, 'base64').toString('utf8')
    return value.replace(/^(bearer|token) /i, '')
  })
  const form = new URLSearchParams(request.body).get('subject_token')
  const body = parseObject(request.body) ?? {}
  const typed = [form, body['password'], body['otp']]
  return [...plain, ...typed.filter((value) => typeof value === 'string')]
}

function transform(reply: SimReply, fault: Fault): SimReply {
  if (fault.type === 'content-type') {
    return { ...reply, headers: { ...reply.headers, 'content-type': fault.value } }
  }
  if (fault.type === 'names' && typeof reply.body === 'string') {
    return { ...reply, body: rename(reply.body, fault.text) }
  }
  return reply
}

const PROTO_KEY = '@@own-proto@@'

function rename(body: string, text: string): string {
  let value: unknown
  try {
    value = JSON.parse(body)
  } catch {
    return body
  }
  const renamed = JSON.stringify(renamedValue(value, text))
  // JSON.parse and object literals cannot make this key by name, so it is put in as text.
  return renamed.replaceAll(`"${PROTO_KEY}"`, '"__proto__"')
}

function renamedValue(value: unknown, text: string): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => renamedValue(item, text))
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([key, item]: [string, unknown]) => [
    key,
    NAME_KEYS.test(key) && typeof item === 'string' ? text : renamedValue(item, text),
  ])
  if (text === '__proto__') entries.push([PROTO_KEY, { polluted: true }])
  return Object.fromEntries(entries) as unknown
}
