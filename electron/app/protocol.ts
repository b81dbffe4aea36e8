import { randomBytes } from 'node:crypto'
import { protocol, type ProtocolRequest, type ProtocolResponse } from 'electron'
import { PageFiles, typeOf } from './page-files'
import { APP_ORIGIN, APP_SCHEME } from './scheme'

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

const REFUSED: ProtocolResponse = {
  statusCode: 404,
  headers: { 'content-type': 'text/plain; charset=utf-8' },
  data: Buffer.from('Not found'),
}

/** Has the page's program and style asked for before the page itself is read. */
function linkHeader(paths: readonly string[]): string {
  return paths
    .map((path) =>
      path.endsWith('.css')
        ? `<${path}>; rel=preload; as=style; crossorigin`
        : `<${path}>; rel=modulepreload; crossorigin`,
    )
    .join(', ')
}

function pathOf({ url, method }: ProtocolRequest): string | null {
  const { protocol: scheme, host, pathname } = new URL(url)
  return `${scheme}//${host}` === APP_ORIGIN && method === 'GET' ? pathname : null
}

async function respond(files: PageFiles, path: string): Promise<ProtocolResponse> {
  const data = await files.read(path)
  const headers = { 'content-type': typeOf(path), 'x-content-type-options': 'nosniff' }
  if (!path.endsWith('.html')) return { headers, data }
  const nonce = randomBytes(16).toString('base64')
  return {
    headers: {
      ...headers,
      'content-security-policy': contentSecurityPolicy(nonce),
      'cache-control': 'no-store',
      link: linkHeader(files.first),
    },
    data: Buffer.from(data.toString('utf8').replaceAll(NONCE_PLACE, nonce)),
  }
}

/**
 * Serves the window's own files, and nothing else, under app://keyglot/. Not by
 * `protocol.handle`: its Request and Response make Node load its fetch on the main thread, and the
 * body goes through two streams, while the window waits for its first byte. Comes back when the
 * window has its program.
 */
export function installProtocol(root: string): Promise<void> {
  const files = new PageFiles(root)
  files.readAhead()
  let handedOver: () => void = () => undefined
  const program = new Promise<void>((resolve) => (handedOver = resolve))
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- see above; what follows it, registerSource, is experimental and new in Electron 45
  protocol.registerBufferProtocol(APP_SCHEME, (request, answer) => {
    const path = pathOf(request)
    if (path === null || !files.has(path)) {
      answer(REFUSED)
      return
    }
    // a file that is gone is an answer too: the page would wait for ever
    void respond(files, path)
      .then(answer, () => answer(REFUSED))
      .finally(() => {
        if (path.endsWith('.js')) handedOver()
      })
  })
  return program
}
