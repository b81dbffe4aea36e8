import { once } from 'node:events'
import {
  createServer,
  request as ask,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http'
import type { AddressInfo, Socket } from 'node:net'

/** What a server says in place of the right answer. */
export type Answer =
  | {
      readonly status: number
      readonly headers?: Record<string, string>
      readonly body?: string | Buffer
    }
  | 'never'
  | 'cut'
  /** Says back all that it was sent, headers and body. */
  | { readonly echo: number }
  /** The right answer with a word of its own about prototypes in every object. */
  | 'with-proto'

export type Relayed = {
  readonly origin: string
  readonly url: string
  readonly headers: IncomingHttpHeaders
}

/**
 * Stands between the adapters and the simulators, one real server for each real origin: the first
 * requests go through, from then on every one gets the same scripted answer.
 */
export type Relay = {
  /** Real origin to the origin of this relay. */
  readonly endpoints: Record<string, string>
  readonly requests: readonly Relayed[]
  /** Lets so many requests through; null: all of them. Forgets what was. */
  script(through: number | null, answer?: Answer): void
  close(): Promise<void>
}

export async function startRelay(targets: Record<string, string>): Promise<Relay> {
  const requests: Relayed[] = []
  const sockets = new Set<Socket>()
  let plan: { through: number | null; answer: Answer } = { through: null, answer: 'never' }

  const serve = (origin: string, target: string) => {
    const server = createServer((incoming, outgoing) => {
      const pieces: Buffer[] = []
      incoming.on('data', (piece: Buffer) => pieces.push(piece))
      incoming.on('end', () => {
        const { headers, url = '/' } = incoming
        requests.push({ origin, url, headers })
        const body = Buffer.concat(pieces)
        const passes = plan.through === null || requests.length <= plan.through
        if (passes) forward({ target, incoming, body, outgoing })
        else if (plan.answer === 'with-proto')
          forward({ target, incoming, body, outgoing }, polluted)
        else say(plan.answer, { incoming, outgoing, body })
      })
    })
    server.on('connection', (socket: Socket) => {
      sockets.add(socket)
      socket.on('close', () => sockets.delete(socket))
    })
    server.listen(0, '127.0.0.1')
    return server
  }
  const servers = Object.entries(targets).map(([origin, target]) => ({
    origin,
    server: serve(origin, target),
  }))
  await Promise.all(servers.map(({ server }) => once(server, 'listening')))
  return {
    endpoints: Object.fromEntries(
      servers.map(({ origin, server }) => {
        const { port } = server.address() as AddressInfo
        return [origin, `http://127.0.0.1:${port}`]
      }),
    ),
    requests,
    script: (through, answer = 'never') => {
      requests.length = 0
      plan = { through, answer }
    },
    close: async () => {
      const closed = servers.map(({ server }) => once(server, 'close'))
      for (const { server } of servers) server.close()
      for (const socket of sockets) socket.destroy()
      await Promise.all(closed)
    },
  }
}

type Exchange = {
  readonly incoming: IncomingMessage
  readonly outgoing: ServerResponse
  readonly body: Buffer
}

function say(answer: Exclude<Answer, 'with-proto'>, { incoming, outgoing, body }: Exchange): void {
  if (answer === 'never') return
  if (answer === 'cut') {
    incoming.socket.destroy()
    return
  }
  const headers = { 'content-type': 'application/json' }
  if ('echo' in answer) {
    const text = decodeURIComponent(`${JSON.stringify(incoming.headers)} ${body.toString('utf8')}`)
    const credential = String(
      incoming.headers['x-api-key'] ??
        incoming.headers['x-api-token'] ??
        incoming.headers['x-ota-api-token'] ??
        incoming.headers.authorization ??
        '',
    ).replace(/^\S+ /, '')
    const said = { code: credential, error: credential, message: text, errorCode: credential }
    outgoing.writeHead(answer.echo, { ...headers, 'x-echo': credential })
    outgoing.end(JSON.stringify({ ...said, errors: [said] }))
    return
  }
  outgoing.writeHead(answer.status, { ...headers, ...answer.headers })
  outgoing.end(answer.body ?? '')
}

function forward(
  { target, incoming, outgoing, body }: Exchange & { target: string },
  change: (text: string) => string = (text) => text,
): void {
  const { method, headers, url } = incoming
  // plain text, so that a change can read it
  const plain = { ...headers, 'accept-encoding': 'identity' }
  const onward = ask(`${target}${url ?? '/'}`, { method, headers: plain, agent: false })
  onward.on('response', (reply) => {
    const pieces: Buffer[] = []
    reply.on('data', (piece: Buffer) => pieces.push(piece))
    reply.on('end', () => {
      const text = change(Buffer.concat(pieces).toString('utf8'))
      const kept = { ...reply.headers }
      delete kept['content-length']
      delete kept.connection
      outgoing.writeHead(reply.statusCode ?? 500, kept)
      outgoing.end(text)
    })
  })
  onward.on('error', () => incoming.socket.destroy())
  onward.end(body)
}

const MARK = '@@proto@@'

function polluted(text: string): string {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return text
  }
  // JSON.stringify cannot write this key by name, so it is put in as text
  return JSON.stringify(withMark(value)).replaceAll(`"${MARK}"`, '"__proto__"')
}

function withMark(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withMark)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([key, item]) => [key, withMark(item)])
  return Object.fromEntries([...entries, [MARK, { polluted: true }]]) as unknown
}
