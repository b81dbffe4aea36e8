import { request as httpRequest } from 'node:http'

/** An answer as it came over the wire. */
export type Answer = {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  /** The parsed body; undefined if it is no JSON. */
  readonly body: unknown
}

/** A plain request for tests of the simulators themselves; follows no redirect. */
export async function ask(url: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(url, { redirect: 'manual', ...init })
  const text = await response.text()
  return { status: response.status, headers: response.headers, text, body: parsed(text) }
}

/** Something to wait for, as the fault `wait` does, until it is opened. */
export function createGate(): { readonly until: Promise<void>; readonly open: () => void } {
  let open = (): void => undefined
  const until = new Promise<void>((resolve) => {
    open = resolve
  })
  return {
    until,
    open: () => {
      open()
    },
  }
}

/** A request with a JSON body, or with none where it is undefined. */
export function askJson(
  url: string,
  method: string,
  sent: { readonly headers?: Record<string, string>; readonly body?: unknown } = {},
): Promise<Answer> {
  const { headers = {}, body } = sent
  if (body === undefined) return ask(url, { method, headers })
  const type = { 'content-type': 'application/json' }
  return ask(url, { method, headers: { ...headers, ...type }, body: JSON.stringify(body) })
}

/** A request with these headers and no others, which `fetch` cannot make. */
export function askBare(url: string, headers: Record<string, string>): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(url, { headers }, (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (piece: string) => (text += piece))
      response.on('error', reject)
      response.on('end', () => {
        const status = response.statusCode ?? 0
        resolve({ status, headers: new Headers(), text, body: parsed(text) })
      })
    })
    request.on('error', reject)
    request.end()
  })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
