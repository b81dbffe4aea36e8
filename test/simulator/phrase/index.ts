import type { ServiceModule } from '../simulator'
import type { IssueOptions, SimReply, SimRequest, SimulatedKind } from '../types'
import type { NewToken, TokenRecord } from '../tokens'
import { handlePlatform, handleTms, platformTooMany } from './platform'
import { phraseReplies } from './replies'
import {
  DEFAULT_USER,
  PHRASE_PRODUCTS,
  PhraseState,
  PLATFORM_TOKENS_PER_USER,
  PLATFORM_TOKEN_MS,
  type DataCenter,
  type PhraseDetails,
  type PhraseProduct,
} from './state'
import { handleStrings, stringsTooMany } from './strings'

type HostHandler = (state: PhraseState, request: SimRequest, dataCenter: DataCenter) => SimReply

const HOSTS: Readonly<Record<string, readonly [HostHandler, DataCenter]>> = {
  'https://api.phrase.com': [handleStrings, 'eu'],
  'https://api.us.app.phrase.com': [handleStrings, 'us'],
  'https://eu.phrase.com': [handlePlatform, 'eu'],
  'https://us.phrase.com': [handlePlatform, 'us'],
  'https://cloud.memsource.com': [handleTms, 'eu'],
  'https://us.cloud.memsource.com': [handleTms, 'us'],
}

/** Phrase: Strings, the token exchange of the platform, and who-am-I of TMS, in two data centers. */
export const phrase: ServiceModule<PhraseState> = {
  service: 'phrase',
  origins: Object.keys(HOSTS),
  create: (deps) => {
    const state = new PhraseState(deps)
    return {
      state,
      tokens: state.tokens,
      handle: (request) => {
        const [handler, dataCenter] = HOSTS[request.origin] ?? []
        if (handler === undefined || dataCenter === undefined) return phraseReplies.notFound()
        return handler(state, request, dataCenter)
      },
      tooMany: (request) => tooMany(state, request),
      signIn: (account, options) => state.signIn(account ?? DEFAULT_USER, options),
      issue: (kind, options) => state.tokens.add(newToken(state, kind, options)),
      describe: (record) => {
        const user = state.user(record.accountKey)
        return {
          origin: originOf(record),
          account: { id: user.id, name: user.key },
          project: null,
          projects: [],
        }
      },
    }
  },
}

function tooMany(state: PhraseState, request: SimRequest): SimReply {
  return HOSTS[request.origin]?.[0] === handleStrings
    ? stringsTooMany(state, request)
    : platformTooMany()
}

function originOf(record: TokenRecord): string {
  const strings = record.kind === 'phrase/strings-token'
  if (record.server === 'us') {
    return strings ? 'https://api.us.app.phrase.com' : 'https://us.phrase.com'
  }
  return strings ? 'https://api.phrase.com' : 'https://eu.phrase.com'
}

function newToken(
  state: PhraseState,
  kind: SimulatedKind,
  options: IssueOptions,
): NewToken<PhraseDetails> {
  const { deps } = state
  const user = state.user(options.account ?? DEFAULT_USER)
  const createdAt = options.createdAt ?? deps.now()
  const platform = kind === 'phrase/platform-token'
  if (platform && platformTokens(state, user.key) >= PLATFORM_TOKENS_PER_USER) {
    throw new Error('A user cannot have more than 20 platform tokens')
  }
  const expiresAt =
    options.expiresAt === undefined && platform
      ? createdAt + PLATFORM_TOKEN_MS
      : (options.expiresAt ?? null)
  return {
    id: deps.random.hex(32),
    kind,
    secret: options.secret ?? deps.secrets.make(kind),
    server: dataCenterOf(options.server ?? 'eu'),
    accountKey: user.key,
    projectId: null,
    scopes: platform ? [] : (options.scopes ?? ['read', 'write']),
    label: options.label ?? 'Developer token',
    createdAt,
    expiresAt,
    activeAt: 0,
    details: { product: platform ? productOf(options.product ?? 'strings') : null },
  }
}

function platformTokens(state: PhraseState, userKey: string): number {
  const now = state.deps.now()
  return state.tokens
    .listed()
    .filter((record) => record.kind === 'phrase/platform-token' && record.accountKey === userKey)
    .filter((record) => (record.expiresAt ?? Infinity) > now).length
}

function dataCenterOf(server: string): DataCenter {
  if (server === 'eu' || server === 'us') return server
  const known = HOSTS[server]?.[1]
  if (known === undefined) throw new Error(`Phrase has no server ${server}`)
  return known
}

function productOf(name: string): PhraseProduct {
  const product = PHRASE_PRODUCTS.find((item) => item === name)
  if (product === undefined) throw new Error(`Phrase has no product ${name}`)
  return product
}
