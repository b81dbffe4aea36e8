import { connect, createServer as createTcpServer, type AddressInfo } from 'node:net'
import { createServer as createProxy } from 'node:http'
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { once } from 'node:events'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { systemClock } from '../../../electron/app/clock'
import { systemRandom } from '../../../electron/app/random'
import type { HttpReply, HttpRequest, KindLimit } from '../../../electron/platform/adapter'
import { Http, type HttpOptions } from '../../../electron/platform/http'
import { UNSUPPORTED, type Proxy } from '../../../electron/platform/http/proxy'
import type { Result } from '../../../shared/result'
import { SecretText } from '../../../electron/service/secret'
import { makeSecret } from '../../simulator'
import { keptLog } from './desk'
import { startLoopback, type Loopback } from './loopback'

const REAL = 'https://api.platform.example'
const FREE: KindLimit = {
  perHost: { concurrent: 8 },
  perToken: { concurrent: 8 },
  rests: 'token',
}

const secret = makeSecret('lokalise/api-token')
const log = keptLog()
let server: Loopback
let clients: Http[] = []

beforeEach(async () => {
  server = await startLoopback()
})
afterEach(async () => {
  await Promise.all(clients.map((client) => client.close()))
  clients = []
  await server.close()
})

type Wish = Partial<HttpOptions> & { base?: string; signal?: AbortSignal; limit?: KindLimit }

function clientOf(wish: Wish = {}) {
  const http = new Http({
    version: '1.2.3',
    clock: systemClock,
    random: systemRandom,
    log,
    proxyFor: () => Promise.resolve(null),
    endpoints: { [REAL]: server.origin },
    ...wish,
  })
  clients.push(http)
  return http.bind({
    kind: 'lokalise/api-token',
    bases: [wish.base ?? `${REAL}/api2`],
    secret: SecretText.fromText(secret),
    authorize: (value) => ({ header: 'x-api-token', value: value.text() }),
    limit: wish.limit ?? FREE,
    signal: wish.signal ?? new AbortController().signal,
  })
}

const get = (wish: Wish = {}, request: Partial<HttpRequest> = {}): Promise<Result<HttpReply>> =>
  clientOf(wish).request({ method: 'GET', path: '/projects', ...request })

const codeOf = (result: Result<HttpReply>): string => (result.ok ? 'ok' : result.error.code)

describe('a request', () => {
  test('carries token and User-Agent to the stand-in of its own host', async () => {
    server.answer({ status: 200, body: '{"a":[1]}', headers: { 'x-total': '7' } })
    const reply = await get({}, { query: { limit: '1' } })
    expect(reply).toMatchObject({ ok: true, value: { status: 200, json: { a: [1] }, html: false } })
    expect(reply.ok && reply.value.header('X-Total')).toBe('7')
    expect(reply.ok && reply.value.header('x-none')).toBeNull()
    expect(server.requests[0]).toMatchObject({
      method: 'GET',
      url: '/api2/projects?limit=1',
      headers: { 'x-api-token': secret, 'user-agent': 'Keyglot/1.2.3 (+desktop)' },
    })
  })

  test('gives every status as an answer', async () => {
    for (const status of [201, 204, 400, 401, 403, 404, 422, 500]) {
      server.answer({ status })
      expect(await get()).toMatchObject({ ok: true, value: { status, json: undefined } })
    }
  })

  test('reuses its connections', async () => {
    const http = clientOf()
    for (let i = 0; i < 5; i++) await http.request({ method: 'GET', path: '/projects' })
    // the second may begin before the first is seen to be free
    expect(server.connections).toBeLessThanOrEqual(2)
  })

  test('cannot be given a stand-in outside this machine', () => {
    expect(() => clientOf({ endpoints: { [REAL]: 'http://evil.example' } })).toThrow('stand-in')
  })
})

describe('a redirect', () => {
  test.each([301, 302, 303, 307, 308])(
    '%i is an error, and its target gets nothing',
    async (status) => {
      const target = await startLoopback()
      server.answer({ status, headers: { location: `${target.origin}/login` } })
      expect(codeOf(await get())).toBe('http.redirect')
      expect(server.requests).toHaveLength(1)
      expect(target.requests).toHaveLength(0)
      expect(target.connections).toBe(0)
      await target.close()
    },
  )
})

describe('a body', () => {
  test.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ] as const)('in %s is unpacked', async (encoding, pack) => {
    server.answer({
      status: 200,
      headers: { 'content-encoding': encoding },
      body: pack('{"name":"Zürich"}'),
    })
    expect(await get()).toMatchObject({ value: { json: { name: 'Zürich' }, size: 18 } })
  })

  test.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
    ['identity', (bytes: Buffer) => bytes],
  ] as const)('that unpacks from %s beyond the cap is dropped', async (encoding, pack) => {
    const body = pack(Buffer.alloc(8 * 1024 * 1024, 'a'))
    server.answer({ status: 200, headers: { 'content-encoding': encoding }, body })
    expect(codeOf(await get())).toBe('http.too-large')
  })

  test('of exactly the cap is read', async () => {
    const body = `"${'a'.repeat(998)}"`
    server.answer({ status: 200, body })
    expect(await get({ bodyMax: 1000 })).toMatchObject({ value: { size: 1000 } })
    expect(codeOf(await get({ bodyMax: 999 }))).toBe('http.too-large')
  })

  test.each([
    ['invalid UTF-8', { body: Buffer.from('7b22c32822', 'hex') }, 'http.not-utf8'],
    ['an unknown encoding', { headers: { 'content-encoding': 'zstd' } }, 'http.not-json'],
    ['two encodings', { headers: { 'content-encoding': 'gzip, gzip' } }, 'http.not-json'],
    [
      'no gzip though it says so',
      { headers: { 'content-encoding': 'gzip' }, body: 'plain text' },
      'http.not-json',
    ],
    [
      'gzip that ends early',
      { headers: { 'content-encoding': 'gzip' }, body: gzipSync('x'.repeat(500)).subarray(0, 20) },
      'http.not-json',
    ],
  ])('with %s is refused', async (_, answer, code) => {
    server.answer({ status: 200, ...answer })
    expect(codeOf(await get())).toBe(code)
  })

  test('that is a page is named so, whatever its type says', async () => {
    const page = '<!doctype html><title>Sign in</title>'
    server.answer({ status: 200, body: page })
    expect(await get()).toMatchObject({ value: { html: true, json: undefined } })
    server.answer({ status: 401, body: '{"html":1}', headers: { 'content-type': 'text/html' } })
    expect(await get()).toMatchObject({ value: { html: false, json: { html: 1 } } })
  })

  test('of an event stream gives its message', async () => {
    server.answer({
      status: 200,
      headers: { 'content-type': 'text/event-stream' },
      body: 'event: message\ndata: {"result":{}}\n\n',
    })
    expect(await get()).toMatchObject({ value: { json: { result: {} } } })
  })
})

describe('the deadline', () => {
  test('ends a server that never answers', async () => {
    server.answer(() => undefined)
    expect(codeOf(await get({ deadlineMs: 150 }))).toBe('http.timeout')
  })

  test('ends a body that drips, though every drop comes in time', async () => {
    server.answer((_, outgoing) => {
      outgoing.writeHead(200)
      const drop = setInterval(() => outgoing.write('{'), 20)
      outgoing.on('close', () => clearInterval(drop))
    })
    expect(codeOf(await get({ deadlineMs: 250 }))).toBe('http.timeout')
  })

  test('ends a connection that is accepted and left alone', async () => {
    const silent = createTcpServer(() => undefined)
    silent.listen(0, '127.0.0.1')
    await once(silent, 'listening')
    const { port } = silent.address() as AddressInfo
    const endpoints = { [REAL]: `http://127.0.0.1:${port}` }
    expect(codeOf(await get({ endpoints, deadlineMs: 150 }))).toBe('http.timeout')
    silent.close()
  })

  test('ends a search for a proxy', async () => {
    const proxyFor = (): Promise<string | null> => new Promise(() => undefined)
    const wish = { endpoints: {}, proxyFor, deadlineMs: 100 }
    expect(codeOf(await get(wish))).toBe('http.timeout')
  })
})

describe('cancelling', () => {
  test('ends a running request at once', async () => {
    server.answer(() => undefined)
    const ending = new AbortController()
    const reply = get({ signal: ending.signal })
    await server.arrived(1)
    ending.abort()
    expect(codeOf(await reply)).toBe('http.cancelled')
  })

  test('ends one that waits for its turn, without sending it', async () => {
    server.answer(() => undefined)
    const ending = new AbortController()
    const one: KindLimit = { ...FREE, perToken: { concurrent: 1 } }
    const http = clientOf({ signal: ending.signal, limit: one })
    const replies = [1, 2, 3].map(() => http.request({ method: 'GET', path: '/projects' }))
    await server.arrived(1)
    ending.abort()
    expect((await Promise.all(replies)).map(codeOf)).toEqual(Array(3).fill('http.cancelled'))
    expect(server.requests).toHaveLength(1)
  })

  test('before the start sends nothing', async () => {
    expect(codeOf(await get({ signal: AbortSignal.abort() }))).toBe('http.cancelled')
    expect(server.requests).toHaveLength(0)
  })
})

describe('a failure that may pass', () => {
  test.each([502, 503, 504])('%i is asked again', async (status) => {
    server.answer({ status }, { status }, { status: 200, body: '{"a":1}' })
    expect(await get()).toMatchObject({ value: { status: 200 } })
    expect(server.requests).toHaveLength(3)
  })

  test('a cut connection is asked again', async () => {
    server.answer((incoming) => incoming.socket.destroy(), { status: 200, body: '{}' })
    expect(await get()).toMatchObject({ value: { status: 200 } })
    expect(server.requests).toHaveLength(2)
  })

  test('is given up after three tries', async () => {
    server.answer({ status: 503 })
    expect(await get()).toMatchObject({ value: { status: 503 } })
    expect(server.requests).toHaveLength(3)
  })

  test.each([400, 401, 403, 404, 409, 422, 429, 500, 501])(
    '%i is not asked again',
    async (status) => {
      server.answer({ status })
      expect(await get()).toMatchObject({ value: { status } })
      expect(server.requests).toHaveLength(1)
    },
  )

  test('nothing is sent twice that is no read', async () => {
    server.answer({ status: 503 })
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE'] as const) {
      expect(await get({}, { method })).toMatchObject({ value: { status: 503 } })
    }
    expect(server.requests).toHaveLength(4)
  })

  test('does not wait for longer than is left', async () => {
    server.answer({ status: 503, headers: { 'retry-after': '60' } })
    const reply = await get()
    expect(reply).toMatchObject({ value: { status: 503 } })
    expect(reply.ok && reply.value.retryAt).toBeGreaterThan(systemClock.now() + 50_000)
    expect(server.requests).toHaveLength(1)
  })

  test('a port that nobody listens on is refused', async () => {
    const unused = await startLoopback()
    await unused.close()
    const result = await get({ endpoints: { [REAL]: unused.origin } })
    expect(result).toMatchObject({
      error: { code: 'http.unreachable', params: { cause: 'refused' } },
    })
  })

  test('a name that does not exist, and what is no HTTP, have their own codes', async () => {
    expect(codeOf(await get({ base: 'https://keyglot.invalid', endpoints: {} }))).toMatch(
      /^http\.(dns|unreachable)$/,
    )
    const babble = createTcpServer((socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n'))
    babble.listen(0, '127.0.0.1')
    await once(babble, 'listening')
    const { port } = babble.address() as AddressInfo
    const endpoints = { [REAL]: `http://127.0.0.1:${port}` }
    expect(codeOf(await get({ endpoints }))).toBe('http.not-json')
    babble.close()
  })
})

describe('a host that asks for a rest', () => {
  test('is left alone, and the caller told until when', async () => {
    server.answer({ status: 429, headers: { 'retry-after': '120' } }, { status: 200 })
    const http = clientOf()
    const first = await http.request({ method: 'GET', path: '/projects' })
    expect(first).toMatchObject({ value: { status: 429 } })
    const retryAt = first.ok ? first.value.retryAt : null
    expect(await http.request({ method: 'GET', path: '/projects' })).toMatchObject({
      error: { code: 'http.rate-limited', params: { retryAt } },
    })
    expect(server.requests).toHaveLength(1)
  })
})

describe('a proxy', () => {
  test('gets a tunnel to open, and nothing of what goes through it', async () => {
    const seen: { url: string; headers: string }[] = []
    const proxy = createProxy()
    proxy.on('connect', (request, socket, head) => {
      seen.push({ url: request.url ?? '', headers: JSON.stringify(request.headers) })
      const { port } = new URL(server.origin)
      const through = connect(Number(port), '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
        through.write(head)
        through.pipe(socket).pipe(through)
      })
    })
    proxy.listen(0, '127.0.0.1')
    await once(proxy, 'listening')
    const { port } = proxy.address() as AddressInfo
    // the tunnel leads to a plain server, so the handshake has to fail: the secret stays here
    const wish = { endpoints: {}, proxyFor: () => Promise.resolve(`http://127.0.0.1:${port}`) }
    const result = await get(wish)
    expect(result.ok).toBe(false)
    expect(seen[0]?.url).toBe('api.platform.example:443')
    expect(JSON.stringify(seen)).not.toContain(secret)
    expect(server.requests).toHaveLength(0)
    proxy.close()
    proxy.closeAllConnections()
  })

  test('that refuses is no answer of the platform', async () => {
    const proxy = createProxy()
    proxy.on('connect', (_, socket) =>
      socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n'),
    )
    proxy.listen(0, '127.0.0.1')
    await once(proxy, 'listening')
    const { port } = proxy.address() as AddressInfo
    const wish = { endpoints: {}, proxyFor: () => Promise.resolve(`http://127.0.0.1:${port}`) }
    expect(codeOf(await get(wish))).toBe('http.unreachable')
    proxy.close()
    proxy.closeAllConnections()
  })

  test('that cannot be spoken to is not gone past', async () => {
    let asked = 0
    const proxyFor = (): Promise<Proxy> => {
      asked++
      return Promise.resolve(UNSUPPORTED)
    }
    expect(await get({ endpoints: {}, proxyFor })).toMatchObject({
      ok: false,
      error: { code: 'http.unreachable', params: { cause: 'proxy' } },
    })
    // asking again would change nothing
    expect(asked).toBe(1)
  })

  test('is not asked for on this machine', async () => {
    const proxyFor = (): Promise<string> => Promise.reject(new Error('must not be asked'))
    expect(await get({ proxyFor })).toMatchObject({ ok: true })
  })
})

test('no log line names a host, a path or the secret', () => {
  expect(log.lines.length).toBeGreaterThan(20)
  const all = log.lines.join('\n')
  for (const word of [secret, '127.0.0.1', 'platform.example', '/projects', 'x-api-token']) {
    expect(all).not.toContain(word)
  }
})

describe('a failed request', () => {
  const post = { method: 'POST', path: '/make', json: {} } as const
  const sentOf = async (request: HttpRequest, wish: Wish = {}): Promise<unknown> => {
    const result = await clientOf(wish).request(request)
    return result.ok ? 'answered' : [result.error.code, result.error.params['sent']]
  }

  test('that never left says so: refused, unknown, or no header could carry it', async () => {
    const unused = await startLoopback()
    await unused.close()
    const nobody = { endpoints: { [REAL]: unused.origin } }
    expect(await sentOf(post, nobody)).toEqual(['http.unreachable', 'no'])
    expect(await sentOf({ ...post, path: '/a/../b' })).toEqual(['http.foreign-origin', 'no'])
    expect(await sentOf({ ...post, headers: { 'x-code': 'é' } })).toEqual(['http.header', 'no'])
    const proxyFor = (): Promise<Proxy> => Promise.resolve(UNSUPPORTED)
    expect(await sentOf(post, { endpoints: {}, proxyFor })).toEqual(['http.unreachable', 'no'])
    expect(server.requests).toEqual([])
  })

  test('that was given up while it waited for a connection says so', async () => {
    const never = new Promise<Proxy>(() => undefined)
    const waiting = { endpoints: {}, proxyFor: () => never, deadlineMs: 100 }
    expect(await sentOf(post, waiting)).toEqual(['http.timeout', 'no'])
    const silent = createTcpServer()
    silent.listen(0, '127.0.0.1')
    await once(silent, 'listening')
    const { port } = silent.address() as AddressInfo
    // connected, and nothing said: TLS does not come about
    const half = { endpoints: {}, base: `https://127.0.0.1:${port}`, deadlineMs: 200 }
    expect(await sentOf(post, half)).toEqual(['http.timeout', 'no'])
    const ending = new AbortController()
    ending.abort()
    expect(await sentOf(post, { signal: ending.signal })).toEqual(['http.cancelled', 'no'])
    silent.close()
  })

  test('that the limiter held back says so', async () => {
    const http = clientOf()
    server.answer({ status: 429, headers: { 'retry-after': '60' } })
    expect(await http.request(post)).toMatchObject({ ok: true })
    const held = await http.request(post)
    expect(held).toMatchObject({ error: { code: 'http.rate-limited', params: { sent: 'no' } } })
    expect(server.requests).toHaveLength(1)
  })

  test('that left does not', async () => {
    server.answer((incoming) => incoming.socket.destroy())
    expect(await sentOf(post)).toEqual(['http.unreachable', undefined])
    server.answer(() => undefined)
    expect(await sentOf(post, { deadlineMs: 300 })).toEqual(['http.timeout', undefined])
    server.answer({ status: 302, headers: { location: '/' } })
    expect(await sentOf(post)).toEqual(['http.redirect', undefined])
    server.answer({ status: 200, body: Buffer.from('7b2261c328227d', 'hex') })
    expect(await sentOf(post)).toEqual(['http.not-utf8', undefined])
    expect(server.requests).toHaveLength(4)
  })

  test('that left over a connection of an earlier one does not', async () => {
    const http = clientOf()
    server.answer({ status: 200, body: '{}' }, (incoming) => incoming.socket.destroy())
    expect(await http.request(post)).toMatchObject({ ok: true })
    // undici gives a connection back in the next turn
    await nextTurn()
    const cut = await http.request(post)
    expect(cut).toMatchObject({ error: { code: 'http.unreachable' } })
    expect(cut.ok ? null : cut.error.params).not.toHaveProperty('sent')
    expect(server.requests).toHaveLength(2)
    expect(server.connections).toBe(1)
  })
})
