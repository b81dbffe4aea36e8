import { labelOf } from '../common/label'
import type { KindAdapter } from '../adapter'
import { describePat, describeRights, verifyKey, verifyPat } from './api'
import { managePersonal, manageProject } from './manage'

const DOCS = 'https://docs.tolgee.io/platform/account_settings/api_keys_and_pat_tokens'

/** What all three kinds have in common. */
const shared = {
  servers: [{ id: 'cloud', apiBase: 'https://app.tolgee.io', webBase: 'https://app.tolgee.io' }],
  customServer: true,
  selfHosted: true,
  expiryRule: { type: 'platform' },
  perUserLimit: null,
  rateLimit: { requests: 400, seconds: 60, per: 'account' },
  // five failed attempts a second and address are the tightest rule, and block good tokens too; four
  // violations in a minute close the connection (tolgee-platform, `RateLimitService.kt`), so this
  // stays well below, and leaves room for others at the same address
  limit: {
    perHost: { concurrent: 1, window: { requests: 2, ms: 1000 } },
    perToken: { concurrent: 1 },
    rests: 'host',
    hangsUp: true,
  },
  envNames: [
    'TOLGEE_API_KEY',
    'VITE_TOLGEE_API_KEY',
    'VITE_APP_TOLGEE_API_KEY',
    'NEXT_PUBLIC_TOLGEE_API_KEY',
    'VUE_APP_TOLGEE_API_KEY',
    'REACT_APP_TOLGEE_API_KEY',
    'GATSBY_TOLGEE_API_KEY',
  ],
  sources: [
    { title: 'Tolgee documentation: API keys and PAT tokens', url: DOCS },
    {
      title: 'Tolgee documentation: configuration, rate limits',
      url: 'https://docs.tolgee.io/platform/self_hosting/configuration',
    },
  ],
  steps: { create: 3, delete: 2 },
  deepLink: true,
  guided: { create: 'in-browser', revoke: 'in-browser' },
  authorize: (secret) => ({ header: 'x-api-key', value: secret.text() }),
} as const satisfies Partial<KindAdapter>

/** Pages of the web app (tolgee-platform, `constants/links.tsx`). */
const pages =
  (section: string): KindAdapter['page'] =>
  (page, webBase) => {
    if (page === 'docs') return DOCS
    return `${webBase}/account/${section}${page === 'create' ? '/generate' : ''}`
  }

const personal: KindAdapter = {
  ...shared,
  id: 'tolgee/pat',
  fields: [
    {
      key: 'projectId',
      type: 'text',
      options: [],
      requiredFor: 'none',
      pattern: '^[0-9]{1,19}$',
    },
  ],
  prefix: 'tgpat_',
  page: pages('personal-access-tokens'),
  suggestLabel: ({ suggestedLabel, account }, taken) =>
    labelOf(suggestedLabel === undefined ? ['Tolgee PAT', account] : [suggestedLabel], taken),
  verify: (ctx) => verifyPat(ctx),
  describe: describePat,
  manage: managePersonal,
}

const project: KindAdapter = {
  ...shared,
  id: 'tolgee/pak',
  fields: [],
  prefix: 'tgpak_',
  page: pages('apiKeys'),
  suggestLabel: ({ suggestedLabel, project: name }, taken) =>
    labelOf(suggestedLabel === undefined ? ['Tolgee', name] : [suggestedLabel], taken),
  verify: (ctx) => verifyKey(ctx),
  describe: (ctx) => describeRights(ctx),
  manage: manageProject,
}

/**
 * Keys from before version 2.38.0: the same, without prefix and without a project inside. New ones
 * of this form are not made any more.
 */
const legacy: KindAdapter = {
  ...project,
  id: 'tolgee/legacy-key',
  prefix: '',
  successor: 'tolgee/pak',
}

export const kinds = [personal, project, legacy] as const
