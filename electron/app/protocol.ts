import { randomBytes } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { protocol, type ProtocolResponse } from 'electron'
import { APP_ORIGIN, APP_SCHEME } from './scheme'

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
}

/** Where the page's nonce goes; react-aria reads it for the one style element it adds. */
const NONCE_PLACE = '__CSP_NONCE__'

export function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ')
}

/** All files of the built window by their URL path: what is not in here does not exist. */
function tableOf(root: string): Map<string, string> {
  const table = new Map<string, string>()
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || TYPES[extname(entry.name)] === undefined) continue
    const file = join(entry.parentPath, entry.name)
    table.set(file.slice(root.length).replaceAll('\\', '/'), file)
  }
  return table
}

const REFUSED: ProtocolResponse = {
  statusCode: 404,
  headers: { 'content-type': 'text/plain; charset=utf-8' },
  data: Buffer.from('Not found'),
}

function fileAt(
  table: ReadonlyMap<string, string>,
  request: { readonly url: string; readonly method: string },
): string | undefined {
  const url = new URL(request.url)
  if (`${url.protocol}//${url.host}` !== APP_ORIGIN || request.method !== 'GET') return undefined
  return table.get(url.pathname)
}

async function respond(file: string): Promise<ProtocolResponse> {
  const headers: Record<string, string> = {
    'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
    'x-content-type-options': 'nosniff',
  }
  const data = await readFile(file)
  if (extname(file) !== '.html') return { headers, data }
  const nonce = randomBytes(16).toString('base64')
  headers['content-security-policy'] = contentSecurityPolicy(nonce)
  headers['cache-control'] = 'no-store'
  return { headers, data: Buffer.from(data.toString('utf8').replaceAll(NONCE_PLACE, nonce)) }
}

/**
 * Serves the window's own files, and nothing else, under app://keyglot/. Not by
 * `protocol.handle`: its Request and Response make Node load its fetch on the main thread, and the
 * body goes through two streams, while the window waits for its first byte. Comes back when the
 * window has its program.
 */
export function installProtocol(root: string): Promise<void> {
  const table = tableOf(root)
  let handedOver: () => void = () => undefined
  const program = new Promise<void>((resolve) => (handedOver = resolve))
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- see above; what follows it, registerSource, is experimental and new in Electron 45
  protocol.registerBufferProtocol(APP_SCHEME, (request, answer) => {
    const file = fileAt(table, request)
    if (file === undefined) answer(REFUSED)
    // a file that is gone is an answer too: the page would wait for ever
    else
      respond(file)
        .then(answer, () => answer(REFUSED))
        .finally(() => extname(file) === '.js' && handedOver())
  })
  return program
}
