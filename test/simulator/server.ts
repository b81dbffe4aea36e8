import { setMaxListeners } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Faults } from './faults'
import { planOf, type Delivery } from './fault-replies'
import type { RequestLog } from './request-log'
import type { Now, SimReply, SimRequest } from './types'

const BODY_LIMIT = 4 * 1024 * 1024

/** What the listeners of one simulator share. */
export type Backend = {
  readonly now: Now
  readonly log: RequestLog
  readonly faults: Faults
  /** Requests under way, by the key they are held under. */
  readonly holds: Map<string, number>
  /** Where redirects lead to. */
  readonly trap: () => string
  handle(request: SimRequest): SimReply
  /** The platform's own answer to one request too many. */
  tooMany(request: SimRequest): SimReply
}

export type Listener = { readonly origin: string; close(): Promise<void> }

/** Serves one real origin on a port of its own on 127.0.0.1. */
export async function listen(realOrigin: string, backend: Backend): Promise<Listener> {
  const closing = new AbortController()
  // Every answer that waits listens to it, and there may be many.
  setMaxListeners(0, closing.signal)
  const server = createServer((incoming, outgoing) => {
    const exchange = { incoming, outgoing, signal: closing.signal }
    serve(realOrigin, backend, exchange).catch((cause: unknown) => {
      if (closing.signal.aborted || outgoing.destroyed) return
      outgoing.destroy(cause instanceof Error ? cause : new Error('The simulator failed'))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    origin: `http://127.0.0.1:${String(port)}`,
    close: () => {
      closing.abort()
      return closed(server)
    },
  }
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve()
    })
    server.closeAllConnections()
  })
}

type Exchange = {
  readonly incoming: IncomingMessage
  readonly outgoing: ServerResponse
  readonly signal: AbortSignal
}

async function serve(origin: string, backend: Backend, exchange: Exchange): Promise<void> {
  const { incoming, outgoing, signal } = exchange
  const body = await readBody(incoming)
  if (body === undefined) {
    await deliver(exchange, { status: 413 }, { type: 'normal' })
    return
  }
  const url = new URL(incoming.url ?? '/', origin)
  const request: SimRequest = {
    origin,
    base: `http://${incoming.headers.host ?? new URL(origin).host}`,
    method: incoming.method ?? 'GET',
    path: decoded(url.pathname),
    query: url.searchParams,
    headers: incoming.headers,
    body,
    ip: incoming.socket.remoteAddress ?? '127.0.0.1',
    now: backend.now(),
    foreign: false,
    hold: (key) => hold(backend.holds, key, outgoing),
  }
  const entry = backend.log.add(request)
  const plan = planOf(backend.faults.take(request), backend)
  const right = plan.act ? backend.handle({ ...request, foreign: plan.foreign }) : undefined
  const reply = plan.answer(right, request)
  await plan.until
  if (plan.latencyMs > 0) await sleep(plan.latencyMs, undefined, { signal })
  if (plan.delivery.type === 'normal' || plan.delivery.type === 'drip') entry.status = reply.status
  if (!outgoing.hasHeader('date')) outgoing.setHeader('date', new Date(request.now).toUTCString())
  await deliver(exchange, reply, plan.delivery)
}

async function readBody(incoming: IncomingMessage): Promise<string | undefined> {
  const pieces: Buffer[] = []
  let size = 0
  for await (const piece of incoming as AsyncIterable<Buffer>) {
    size += piece.length
    if (size <= BODY_LIMIT) pieces.push(piece)
  }
  return size > BODY_LIMIT ? undefined : Buffer.concat(pieces).toString('utf8')
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

function hold(holds: Map<string, number>, key: string, outgoing: ServerResponse): number {
  const count = (holds.get(key) ?? 0) + 1
  holds.set(key, count)
  outgoing.once('close', () => holds.set(key, (holds.get(key) ?? 1) - 1))
  return count
}

async function deliver(exchange: Exchange, reply: SimReply, delivery: Delivery): Promise<void> {
  const { incoming, outgoing } = exchange
  if (delivery.type === 'never' || outgoing.destroyed) return
  if (delivery.type === 'cut' && delivery.when === 'at-once') {
    incoming.socket.destroy()
    return
  }
  const body = typeof reply.body === 'string' ? Buffer.from(reply.body, 'utf8') : reply.body
  if (body !== undefined && !Buffer.isBuffer(body)) {
    outgoing.writeHead(reply.status, reply.headers)
    Readable.from(body).pipe(outgoing)
    return
  }
  const bytes = body ?? Buffer.alloc(0)
  const bodiless = reply.status === 204 || reply.status === 304
  outgoing.writeHead(reply.status, {
    ...reply.headers,
    ...(bodiless ? {} : { 'content-length': bytes.length }),
  })
  if (delivery.type === 'normal') outgoing.end(bytes)
  else if (delivery.type === 'drip') await drip(exchange, bytes, delivery)
  else cut(exchange, bytes, delivery.when)
}

async function drip(
  { outgoing, signal }: Exchange,
  bytes: Buffer,
  delivery: { everyMs: number; bytes: number },
): Promise<void> {
  for (let at = 0; at < bytes.length && !outgoing.destroyed; at += delivery.bytes) {
    outgoing.write(bytes.subarray(at, at + delivery.bytes))
    await sleep(delivery.everyMs, undefined, { signal })
  }
  outgoing.end()
}

function cut({ incoming, outgoing }: Exchange, bytes: Buffer, when: string): void {
  // An answer without a body is whole once its head is there.
  if (bytes.length === 0) {
    incoming.socket.destroy()
    return
  }
  outgoing.flushHeaders()
  if (when === 'mid-body') outgoing.write(bytes.subarray(0, Math.ceil(bytes.length / 2)))
  // After the bytes have left, so that the client sees an answer that ends too early.
  setImmediate(() => incoming.socket.destroySoon())
}
