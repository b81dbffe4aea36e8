import type { ServiceDeps } from '../simulator'
import { TokenBook } from '../tokens'

/** Which of the two APIs serves a project. */
export type CdnType = 'standard' | 'pro'
export type LocizeRole = 'admin' | 'user' | 'readonly'

export type LocizeProject = {
  readonly id: string
  name: string
  readonly cdn: CdnType
  readonly versions: string[]
  readonly languages: string[]
  readonly namespaces: string[]
  /** Role of each user, by account. */
  readonly members: Map<string, LocizeRole>
}

export type LocizeAccount = { readonly key: string; readonly id: string }

export type LocizeDetails = {
  /** Of an API key. */
  readonly role: LocizeRole | null
  /** The versions an API key is limited to; null: all. */
  readonly versions: readonly string[] | null
  /** The addresses that it is limited to; null: all. */
  readonly addresses: readonly string[] | null
}

export const DEFAULT_ACCOUNT = 'Acme Localization'
const FOREIGN_ACCOUNT = 'Umbrella Language Services'

export class LocizeState {
  readonly accounts = new Map<string, LocizeAccount>()
  readonly projects = new Map<string, LocizeProject>()
  readonly tokens: TokenBook<LocizeDetails>
  /** Open sessions of the MCP host. */
  readonly mcpSessions = new Set<string>()
  /** [?] Whether the MCP host asks for a session was not read; the protocol allows both. */
  mcpNeedsSession = true
  /** A server may answer a call with JSON or as a stream of one event. */
  mcpAnswer: 'json' | 'sse' = 'json'
  /** [?] Clients read both fields; which one the server uses was not read. */
  errorField: 'message' | 'errorMessage' = 'message'
  /**
   * [?] What a good key gets for a project that is not its own or not on this host: words about it,
   * or the bare refusal that an unknown key gets.
   */
  wrongPlaceReply: 'named' | 'bare' = 'named'
  /** Private downloads are billed, so a check must not cause any. */
  privateDownloads = 0

  constructor(readonly deps: ServiceDeps) {
    this.tokens = new TokenBook<LocizeDetails>(deps)
  }

  /** The account of this name; made with a project on each API if it is new. */
  account(name: string): LocizeAccount {
    const known = this.accounts.get(name)
    if (known !== undefined) return known
    const account = { key: name, id: this.deps.random.uuid() }
    this.accounts.set(name, account)
    this.project(account, 'Website', 'standard')
    this.project(account, 'Back office', 'pro')
    return account
  }

  get foreign(): LocizeAccount {
    return this.account(FOREIGN_ACCOUNT)
  }

  /** A project of the account, by id or name; made if it is new. */
  project(account: LocizeAccount, name: string, cdn: CdnType): LocizeProject {
    const known = this.projects.get(name) ?? this.reach(account).find((item) => item.name === name)
    if (known !== undefined) return known
    const project: LocizeProject = {
      id: this.deps.random.uuid(),
      name,
      cdn,
      versions: ['latest', 'production'],
      languages: ['en', 'de'],
      namespaces: ['common'],
      members: new Map([[account.key, 'admin']]),
    }
    this.projects.set(project.id, project)
    return project
  }

  reach(account: LocizeAccount): readonly LocizeProject[] {
    return [...this.projects.values()].filter((item) => item.members.has(account.key))
  }
}
