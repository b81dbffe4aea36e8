import { randomBytes } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { protocol } from 'electron'
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

const refused = (): Response => new Response('Not found', { status: 404 })

/** Serves the window's own files, and nothing else, under app://keyglot/. */
export function installProtocol(root: string): void {
  const table = tableOf(root)
  protocol.handle(APP_SCHEME, async (request) => {
    const url = new URL(request.url)
    if (`${url.protocol}//${url.host}` !== APP_ORIGIN || request.method !== 'GET') return refused()
    const file = table.get(url.pathname)
    if (file === undefined) return refused()
    const headers: Record<string, string> = {
      'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
      'x-content-type-options': 'nosniff',
    }
    const body = await readFile(file)
    if (extname(file) !== '.html') return new Response(new Uint8Array(body), { headers })
    const nonce = randomBytes(16).toString('base64')
    headers['content-security-policy'] = contentSecurityPolicy(nonce)
    headers['cache-control'] = 'no-store'
    return new Response(body.toString('utf8').replaceAll(NONCE_PLACE, nonce), { headers })
  })
}
