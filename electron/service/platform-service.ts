import type { z } from 'zod'
import type { appCalls } from '../../shared/contract/app'
import { appError } from '../../shared/error'
import type { KindId, ServiceInfo } from '../../shared/model/service'
import { err, type Result } from '../../shared/result'
import type { Platforms } from '../platform/adapter'
import type { BrowserPort } from './port'
import { parseServer } from './subject'
import type { TokenIndex } from './token-index'

export interface PlatformServiceDeps {
  readonly platforms: Platforms
  readonly browser: BrowserPort
  readonly index: TokenIndex
  /** The services as data, built from the adapters; asked for once. */
  readonly describe: () => ServiceInfo[]
}

export type PageInput = z.infer<(typeof appCalls)['platform.openPage']['input']>

/** What there is to know of the platforms as data, and the way to their pages. */
export class PlatformService {
  readonly #deps: PlatformServiceDeps
  #list: ServiceInfo[] | null = null

  constructor(deps: PlatformServiceDeps) {
    this.#deps = deps
  }

  list(): ServiceInfo[] {
    this.#list ??= this.#deps.describe()
    return this.#list
  }

  /** For a stored token its own kind, server and entries count, whatever the window says. */
  openPage(input: PageInput): Promise<Result<void>> | Result<void> {
    const { platforms, browser } = this.#deps
    const subject = this.#subject(input)
    if (!subject.ok) return subject
    const url = platforms.page(input.page, subject.value)
    return url.ok ? browser.open(url.value) : url
  }

  /** Opens the page that a fact about a kind was read from. */
  openSource(kind: KindId, index: number): Promise<Result<void>> | Result<void> {
    const source = this.#deps.platforms.kind(kind)?.sources[index]
    return source ? this.#deps.browser.open(source.url) : err(appError('link.refused'))
  }

  #subject(input: PageInput): Result<Parameters<Platforms['page']>[1]> {
    const { index, platforms } = this.#deps
    if (input.token !== null) {
      const token = index.get(input.token)
      if (!token.ok) return token
      const details = index.details(input.token)
      if (!details.ok) return details
      const { kind, server } = token.value.overview
      return { ok: true, value: { kind, server, fields: details.value.fields } }
    }
    const kind = platforms.kind(input.kind)
    if (!kind) return err(appError('capability.unsupported'))
    const server = parseServer(platforms, kind, input.server)
    if (!server.ok) return server
    return { ok: true, value: { kind: kind.id, server: server.value, fields: {} } }
  }
}
