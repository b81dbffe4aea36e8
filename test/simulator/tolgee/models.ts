import type { TokenRecord } from '../tokens'
import { effective, expand } from './scopes'
import type { TolgeeProject, TolgeeState, TolgeeUser } from './state'

/** Whether writes about tokens need a fresh sign-in (`IUserAccount.kt`). */
export function needsSuper(user: TolgeeUser): boolean {
  return user.accountType === 'LOCAL' || user.mfaEnabled
}

/** The bodies of the platform's answers; all times are epoch milliseconds or null. */
export const models = {
  pat: (record: TokenRecord<null>): Record<string, unknown> => ({
    id: Number(record.id),
    description: record.label,
    expiresAt: record.expiresAt,
    createdAt: record.createdAt,
    updatedAt: record.updatedAt,
    lastUsedAt: record.lastUsedAt,
  }),

  patWithUser: (record: TokenRecord<null>, user: TolgeeUser): unknown => ({
    ...models.pat(record),
    user: { id: user.id, username: user.username, name: user.name, avatar: null, deleted: false },
  }),

  /** `scopes` are those that were assigned. */
  apiKey: (
    record: TokenRecord<null>,
    user: TolgeeUser,
    project: TolgeeProject,
  ): Record<string, unknown> => ({
    id: Number(record.id),
    description: record.label,
    username: user.username,
    userFullName: user.name,
    projectId: project.id,
    projectName: project.name,
    expiresAt: record.expiresAt,
    lastUsedAt: record.lastUsedAt,
    scopes: record.scopes,
  }),

  user: (user: TolgeeUser): unknown => ({
    id: user.id,
    username: user.username,
    name: user.name,
    domain: user.ssoForcedDomain,
    emailAwaitingVerification: user.emailVerified ? null : user.username,
    mfaEnabled: user.mfaEnabled,
    avatar: null,
    accountType: user.accountType,
    thirdPartyAuthType: user.accountType === 'THIRD_PARTY' ? 'GITHUB' : null,
    globalServerRole: 'USER',
    deletable: true,
    needsSuperJwtToken: needsSuper(user),
  }),

  project: (project: TolgeeProject): unknown => ({
    id: project.id,
    name: project.name,
    description: null,
    slug: project.slug,
    avatar: null,
    baseLanguage: BASE_LANGUAGE,
    icuPlaceholders: true,
  }),

  /** `scopes` are those that hold in fact. */
  permissions: (
    state: TolgeeState,
    project: TolgeeProject,
    caller: { user: TolgeeUser; record?: TokenRecord<null> | undefined },
  ): unknown => {
    const owner = state.scopesOf(caller.user, project)
    const key = caller.record?.projectId == null ? undefined : caller.record
    return {
      projectId: project.id,
      type: key === undefined ? (project.members.get(caller.user.key) ?? null) : null,
      scopes: key === undefined ? expand(owner) : effective(key.scopes, owner),
      viewLanguageIds: null,
      translateLanguageIds: null,
      stateChangeLanguageIds: null,
      suggestLanguageIds: null,
      suggestManageLanguageIds: null,
      project: models.project(project),
    }
  },
}

const BASE_LANGUAGE = {
  id: 1,
  name: 'English',
  tag: 'en',
  originalName: 'English',
  flagEmoji: '🇬🇧',
  base: true,
}
