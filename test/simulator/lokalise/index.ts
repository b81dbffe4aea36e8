import type { ServiceModule } from '../simulator'
import type { NewToken } from '../tokens'
import type { IssueOptions, SimulatedKind } from '../types'
import { handleApi } from './api'
import { handleOta } from './ota'
import { lokaliseReplies, otaReplies } from './replies'
import { DEFAULT_ACCOUNT, LokaliseState, type LokaliseDetails } from './state'

const API = 'https://api.lokalise.com'
const OTA = 'https://ota.lokalise.com'

/** Lokalise: API 2 and the over-the-air host. */
export const lokalise: ServiceModule<LokaliseState> = {
  service: 'lokalise',
  origins: [API, OTA],
  create: (deps) => {
    const state = new LokaliseState(deps)
    return {
      state,
      tokens: state.tokens,
      handle: (request) =>
        request.origin === OTA ? handleOta(state, request) : handleApi(state, request),
      tooMany: ({ origin }) =>
        origin === OTA ? otaReplies.tooMany() : lokaliseReplies.tooMany(state.rateLimitBody),
      issue: (kind, options) => state.tokens.add(newToken(state, kind, options)),
      describe: (record) => {
        const account = state.account(record.accountKey)
        const project = state.projects.get(record.projectId ?? '')
        return {
          origin: record.kind === 'lokalise/sdk-token' ? OTA : API,
          account: { id: String(account.userId), name: account.key },
          project: project === undefined ? null : { id: project.id, name: project.name },
          projects:
            project === undefined
              ? state.reach(account).map(({ id, name }) => ({ id, name }))
              : [{ id: project.id, name: project.name }],
        }
      },
    }
  },
}

function newToken(
  state: LokaliseState,
  kind: SimulatedKind,
  options: IssueOptions,
): NewToken<LokaliseDetails> {
  const { deps } = state
  const account = state.account(options.account ?? DEFAULT_ACCOUNT)
  const sdk = kind === 'lokalise/sdk-token'
  const name = options.project === undefined ? 'Website' : String(options.project)
  const project = sdk || options.project !== undefined ? state.project(account, name) : undefined
  const createdAt = options.createdAt ?? deps.now()
  return {
    id: String(state.number()),
    kind,
    secret: options.secret ?? deps.secrets.make(kind),
    server: 'cloud',
    accountKey: account.key,
    projectId: sdk ? (project?.id ?? null) : null,
    scopes: [],
    label: options.label ?? '',
    createdAt,
    // Tokens of this platform have no end; a test may still give one.
    expiresAt: options.expiresAt ?? null,
    activeAt: options.activeAt ?? (options.justMade === true ? deps.now() + state.activationMs : 0),
    details: { readOnly: options.readOnly ?? false },
  }
}
