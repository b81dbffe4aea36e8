import type { ServiceModule } from '../simulator'
import { transifexReplies } from './replies'
import { handleTransifex } from './routes'
import { DEFAULT_ACCOUNT, TransifexState } from './state'

const ORIGIN = 'https://rest.api.transifex.com'

/** Transifex: the REST API v3. */
export const transifex: ServiceModule<TransifexState> = {
  service: 'transifex',
  origins: [ORIGIN],
  create: (deps) => {
    const state = new TransifexState(deps)
    return {
      state,
      tokens: state.tokens,
      handle: (request) => handleTransifex(state, request),
      tooMany: () => transifexReplies.throttled(30),
      issue: (kind, options) => {
        const account = state.account(options.account ?? DEFAULT_ACCOUNT)
        return state.tokens.add({
          id: deps.random.hex(12),
          kind,
          secret: options.secret ?? deps.secrets.make(kind),
          server: 'cloud',
          accountKey: account.key,
          projectId: null,
          scopes: [],
          label: options.label ?? state.nextLabel(account.key),
          createdAt: options.createdAt ?? deps.now(),
          // Tokens of this platform have no end; a test may still give one.
          expiresAt: options.expiresAt ?? null,
          activeAt: 0,
          details: null,
        })
      },
      describe: (record) => {
        const account = state.account(record.accountKey)
        return {
          origin: ORIGIN,
          account: { id: account.username, name: account.key },
          project: null,
          projects: account.organizations.flatMap((item) =>
            item.projects.map(({ slug, name }) => ({ id: `o:${item.slug}:p:${slug}`, name })),
          ),
        }
      },
    }
  },
}
