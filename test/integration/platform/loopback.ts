import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'

/** A server on this machine that does exactly what a test says, and keeps what it was sent. */
export type Loopback = {
  readonly origin: string
  readonly requests: readonly {
    readonly method: string
    readonly url: string
    readonly headers: IncomingMessage['headers']
    readonly body: string
  }[]
  /** What the next requests get; the last answer stays. */
  answer(...answers: readonly Answer[]): void
  /** Resolves when so many requests have arrived. */
  arrived(count: number): Promise<void>
  readonly connections: number
  close(): Promise<void>
}

export type Answer =
  | {
      readonly status: number
      readonly headers?: Record<string, string>
      readonly body?: string | Buffer
    }
  | ((incoming: IncomingMessage, outgoing: ServerResponse) => void)

export async function startLoopback(): Promise<Loopback> {
  const requests: Loopback['requests'][number][] = []
  const sockets = new Set<Socket>()
  const waiting: { readonly count: number; readonly done: () => void }[] = []
  let answers: readonly Answer[] = [{ status: 200, body: '{}' }]
  const server = createServer((incoming, outgoing) => {
    const pieces: Buffer[] = []
    incoming.on('data', (piece: Buffer) => pieces.push(piece))
    incoming.on('end', () => {
      requests.push({
        method: incoming.method ?? '',
        url: incoming.url ?? '',
        headers: incoming.headers,
        body: Buffer.concat(pieces).toString('utf8'),
      })
      for (const { count, done } of waiting) if (requests.length >= count) done()
      const [answer] = answers
      if (answers.length > 1) answers = answers.slice(1)
      if (answer === undefined) throw new Error('No answer was given')
      if (typeof answer === 'function') {
        answer(incoming, outgoing)
        return
      }
      outgoing.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers })
      outgoing.end(answer.body ?? '')
    })
  })
  server.on('connection', (socket: Socket) => sockets.add(socket))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    origin: `http://127.0.0.1:${port}`,
    requests,
    answer: (...next) => (answers = next),
    arrived: (count) =>
      new Promise((done) => {
        if (requests.length >= count) done()
        else waiting.push({ count, done })
      }),
    get connections() {
      return sockets.size
    },
    close: async () => {
      const closed = once(server, 'close')
      server.close()
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}
