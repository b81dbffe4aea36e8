import type { RequestWindow } from '../limits'
import type { ServiceDeps } from '../simulator'
import { TokenBook } from '../tokens'
import { slugOf } from '../types'

type TransifexProject = { readonly slug: string; readonly name: string }

export type TransifexOrganization = {
  readonly slug: string
  name: string
  private: boolean
  /** Whether its plan covers the API; if not, its pages answer 402. */
  planCovers: boolean
  readonly projects: TransifexProject[]
}

/** A user. A token has no account of its own: it shows what its user may see. */
export type TransifexAccount = {
  readonly key: string
  readonly username: string
  /** May be emptied: a valid token of a user in no organization. */
  readonly organizations: TransifexOrganization[]
}

export const DEFAULT_ACCOUNT = 'Acme Localization'
const FOREIGN_ACCOUNT = 'Umbrella Language Services'

/** 500 requests a minute and address (Transifex API reference, 'Rate limit'). */
const PER_MINUTE = 500

export class TransifexState {
  readonly accounts = new Map<string, TransifexAccount>()
  readonly tokens: TokenBook
  readonly perIp: RequestWindow
  /** How many tokens each user has made, for the automatic labels. */
  private readonly made = new Map<string, number>()

  constructor(readonly deps: ServiceDeps) {
    this.tokens = new TokenBook(deps)
    const name = 'requests per address'
    this.perIp = deps.limits.window({ name, limit: PER_MINUTE, windowMs: 60_000 })
  }

  /** The account of this name; made with one organization and two projects if it is new. */
  account(name: string): TransifexAccount {
    const known = this.accounts.get(name)
    if (known !== undefined) return known
    const account: TransifexAccount = {
      key: name,
      username: slugOf(name).replaceAll('-', '_'),
      organizations: [organization(name)],
    }
    this.accounts.set(name, account)
    return account
  }

  get foreign(): TransifexAccount {
    return this.account(FOREIGN_ACCOUNT)
  }

  /** `API token 1`, `API token 2`, …: what the platform writes. */
  nextLabel(accountKey: string): string {
    const count = (this.made.get(accountKey) ?? 0) + 1
    this.made.set(accountKey, count)
    return `API token ${String(count)}`
  }
}

/** An organization with two projects, to be pushed to an account. */
export function organization(name: string): TransifexOrganization {
  const slug = slugOf(name)
  return {
    slug,
    name,
    private: false,
    planCovers: true,
    projects: [
      { slug: 'website', name: 'Website' },
      { slug: 'mobile-app', name: 'Mobile app' },
    ],
  }
}
