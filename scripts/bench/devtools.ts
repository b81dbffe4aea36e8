import { request, WebSocket } from 'undici'
import { z } from 'zod'

const targets = z.array(
  z.object({ type: z.string(), url: z.string(), webSocketDebuggerUrl: z.string().optional() }),
)
const message = z.object({
  id: z.number().optional(),
  result: z.unknown(),
  error: z.object({ message: z.string() }).optional(),
})
const evaluated = z.object({
  result: z.object({ value: z.unknown() }),
  exceptionDetails: z
    .object({ exception: z.object({ description: z.string() }).partial() })
    .partial()
    .optional(),
})

/**
 * A connection to one page, or to the browser, over the DevTools protocol. No domain is switched
 * on, so that the page runs as it does without it.
 */
export class DevTools {
  readonly #socket: WebSocket
  readonly #waiting = new Map<
    number,
    { resolve: (result: unknown) => void; reject: (error: Error) => void }
  >()
  #last = 0

  private constructor(socket: WebSocket) {
    this.#socket = socket
    socket.addEventListener('message', ({ data }) => this.#take(String(data)))
    socket.addEventListener('close', () => {
      for (const { reject } of this.#waiting.values()) reject(new Error('The window is gone'))
      this.#waiting.clear()
    })
  }

  static connect(url: string): Promise<DevTools> {
    const socket = new WebSocket(url)
    return new Promise((resolve, reject) => {
      socket.addEventListener('open', () => resolve(new DevTools(socket)))
      socket.addEventListener('error', () => reject(new Error(`No connection to ${url}`)))
    })
  }

  #take(text: string): void {
    const { id, result, error } = message.parse(JSON.parse(text))
    const waiting = id === undefined ? undefined : this.#waiting.get(id)
    if (id === undefined || waiting === undefined) return
    this.#waiting.delete(id)
    if (error === undefined) waiting.resolve(result)
    else waiting.reject(new Error(error.message))
  }

  send(method: string, params: Record<string, unknown> = {}): Promise<unknown> {
    const id = (this.#last += 1)
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject })
      this.#socket.send(JSON.stringify({ id, method, params }))
    })
  }

  /** The value of an expression in the page, awaited if it is a promise. */
  async evaluate(expression: string): Promise<unknown> {
    const params = { expression, awaitPromise: true, returnByValue: true }
    const { result, exceptionDetails } = evaluated.parse(
      await this.send('Runtime.evaluate', params),
    )
    if (exceptionDetails === undefined) return result.value
    throw new Error(exceptionDetails.exception?.description ?? 'The page threw')
  }

  close(): void {
    this.#socket.close()
  }
}

/** Connects to the first page of the browser that listens at `browser` (a ws: address). */
export async function connectPage(browser: string): Promise<DevTools> {
  const { host } = new URL(browser)
  const { body } = await request(`http://${host}/json/list`)
  const page = targets.parse(await body.json()).find(({ type }) => type === 'page')
  if (page?.webSocketDebuggerUrl === undefined) throw new Error('There is no page')
  return DevTools.connect(page.webSocketDebuggerUrl)
}
