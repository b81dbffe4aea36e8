import { protocol, session, type ProtocolRequest, type ProtocolResponse } from 'electron'
import { askedFirst, pageFiles, type PageFile } from './page-files'
import { APP_ORIGIN, APP_SCHEME } from './scheme'

const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ')

/** Chromium's net::ERR_FILE_NOT_FOUND. */
const NOT_FOUND = { error: -6 }

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

/**
 * Serves the window's own files, and nothing else, under app://keyglot/. This thread only says
 * which file it is; the file itself is read and handed over by Chromium. Comes back when the
 * window has its program and style.
 */
export function installProtocol(root: string): Promise<void> {
  const files = pageFiles(root)
  const first = askedFirst(files)
  const page = {
    'content-security-policy': CONTENT_SECURITY_POLICY,
    'cache-control': 'no-store',
    link: linkHeader(first),
  }
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- what follows it, registerSource, is experimental, new in Electron 45, and sets no headers
  protocol.registerFileProtocol(APP_SCHEME, (request, answer) => {
    const file = files.get(pathOf(request) ?? '')
    answer(file === undefined ? NOT_FOUND : answerOf(file, page))
  })
  return handedOver(first)
}

/** `page`: the headers of an HTML file. */
function answerOf({ path, type }: PageFile, page: Record<string, string>): ProtocolResponse {
  const headers = { 'content-type': type, 'x-content-type-options': 'nosniff' }
  return { path, headers: path.endsWith('.html') ? { ...headers, ...page } : headers }
}

/** Comes back when the window has all of these, or was told that it cannot. */
function handedOver(paths: readonly string[]): Promise<void> {
  const { webRequest } = session.defaultSession
  const missing = new Set(paths.map((path) => APP_ORIGIN + path))
  return new Promise((resolve) => {
    const settled = ({ url }: { readonly url: string }): void => {
      missing.delete(url)
      if (missing.size > 0) return
      webRequest.onCompleted(null)
      webRequest.onErrorOccurred(null)
      resolve()
    }
    webRequest.onCompleted(settled)
    webRequest.onErrorOccurred(settled)
  })
}
