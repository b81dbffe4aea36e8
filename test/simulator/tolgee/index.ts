import type { ServiceModule } from '../simulator'
import type { NewToken } from '../tokens'
import type { IssueOptions, SimulatedKind } from '../types'
import { handleTolgee } from './guard'
import { tolgeeReplies } from './replies'
import { CLOUD, DEFAULT_USER, TolgeeState } from './state'

/** Tolgee: the cloud, and servers of the user's own. */
export function tolgee(selfHosted: readonly string[] = []): ServiceModule<TolgeeState> {
  const origins = [CLOUD, ...selfHosted]
  return {
    service: 'tolgee',
    origins,
    create: (deps) => {
      const state = new TolgeeState(deps)
      return {
        state,
        tokens: state.tokens,
        handle: (request) => handleTolgee(state, request),
        tooMany: () => tolgeeReplies.rateLimited(1000, true),
        letsIn: ({ accountKey }) => {
          const { enabled, ssoVerifiable } = state.user(accountKey)
          return enabled && ssoVerifiable
        },
        signIn: (account, options) => state.signIn(account ?? DEFAULT_USER, options),
        issue: (kind, options) => {
          const server = options.server ?? CLOUD
          if (!origins.includes(server)) throw new Error(`There is no Tolgee server ${server}`)
          return state.tokens.add(newToken(state, kind, { ...options, server }))
        },
        describe: (record) => {
          const user = state.user(record.accountKey)
          const project = state.projects.get(Number(record.projectId))
          const reached = project === undefined ? state.reach(user) : [project]
          const named = reached
            .filter((item) => item.server === record.server)
            .map((item) => ({ id: String(item.id), name: item.name }))
          return {
            origin: record.server,
            account: { id: String(user.id), name: user.key },
            project: project === undefined ? null : { id: String(project.id), name: project.name },
            projects: named,
          }
        },
      }
    },
  }
}

function newToken(
  state: TolgeeState,
  kind: SimulatedKind,
  options: IssueOptions & { readonly server: string },
): NewToken<null> {
  const { deps } = state
  const { server } = options
  const user = state.user(options.account ?? DEFAULT_USER)
  const project = state.project(user, options.project ?? 'Website', server)
  const pat = kind === 'tolgee/pat'
  return {
    id: String(state.id()),
    kind,
    secret: options.secret ?? deps.secrets.make(kind, { projectId: project.id }),
    server,
    accountKey: user.key,
    projectId: pat ? null : String(project.id),
    scopes: pat ? [] : (options.scopes ?? ['translations.view', 'translations.edit', 'keys.edit']),
    label: options.label ?? 'Developer token',
    createdAt: options.createdAt ?? deps.now(),
    expiresAt: options.expiresAt ?? null,
    activeAt: 0,
    details: null,
  }
}
