import type { ServiceModule } from '../simulator'
import type { NewToken } from '../tokens'
import type { IssueOptions, SimulatedKind } from '../types'
import { handleApi } from './api'
import { handleMcp } from './mcp'
import { locizeReplies } from './replies'
import {
  DEFAULT_ACCOUNT,
  LocizeState,
  type CdnType,
  type LocizeDetails,
  type LocizeRole,
} from './state'

const STANDARD = 'https://api.lite.locize.app'
const PRO = 'https://api.locize.app'
const MCP = 'https://mcp.locize.app'

/** Locize: the API in its two forms, and the MCP host. */
export const locize: ServiceModule<LocizeState> = {
  service: 'locize',
  origins: [STANDARD, PRO, MCP],
  create: (deps) => {
    const state = new LocizeState(deps)
    return {
      state,
      tokens: state.tokens,
      handle: (request) => {
        if (request.origin === MCP) return handleMcp(state, request)
        return handleApi(state, request, request.origin === PRO ? 'pro' : 'standard')
      },
      tooMany: () => locizeReplies.tooMany(state.errorField),
      issue: (kind, options) => state.tokens.add(newToken(state, kind, options)),
      describe: (record) => {
        const account = state.account(record.accountKey)
        const project = state.projects.get(record.projectId ?? '')
        const reached = state.reach(account).filter((item) => item.cdn === record.server)
        const named = (project === undefined ? reached : [project]).map(({ id, name }) => ({
          id,
          name,
        }))
        return {
          origin: record.server === 'pro' ? PRO : STANDARD,
          account: { id: account.id, name: account.key },
          project: project === undefined ? null : { id: project.id, name: project.name },
          projects: named,
        }
      },
    }
  },
}

function newToken(
  state: LocizeState,
  kind: SimulatedKind,
  options: IssueOptions,
): NewToken<LocizeDetails> {
  const { deps } = state
  const account = state.account(options.account ?? DEFAULT_ACCOUNT)
  const cdn = cdnOf(options.server ?? 'standard')
  const pat = kind === 'locize/pat'
  const name = options.project ?? (cdn === 'pro' ? 'Back office' : 'Website')
  const project = state.project(account, String(name), cdn)
  return {
    id: deps.random.uuid(),
    kind,
    secret: options.secret ?? deps.secrets.make(kind, { legacy: options.legacy === true }),
    // A personal token works on both; its server says where its project is.
    server: project.cdn,
    accountKey: account.key,
    projectId: pat ? null : project.id,
    scopes: pat ? (options.scopes ?? ['read', 'write']) : [],
    label: options.label ?? '',
    createdAt: options.createdAt ?? deps.now(),
    expiresAt: options.expiresAt ?? null,
    activeAt: 0,
    details: {
      role: pat ? null : roleOf(options.role ?? 'user'),
      versions: options.versions ?? null,
      addresses: options.addresses ?? null,
    },
  }
}

function cdnOf(server: string): CdnType {
  if (server === 'standard' || server === STANDARD) return 'standard'
  if (server === 'pro' || server === PRO) return 'pro'
  throw new Error(`Locize has no server ${server}`)
}

function roleOf(role: string): LocizeRole {
  if (role === 'admin' || role === 'user' || role === 'readonly') return role
  throw new Error(`Locize has no role ${role}`)
}
