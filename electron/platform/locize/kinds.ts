import type { FieldSpec, FieldValues } from '../../../shared/model/service'
import { enteredAccess, fieldText } from '../common/field'
import { flagFact } from '../common/fact'
import { labelOf } from '../common/label'
import type { Description, KindAdapter, Subject } from '../adapter'
import { describe, PLACES, unlessLimited, verifyByProject } from './api'
import { MCP_BASE, verifyByMcp } from './mcp'

const STANDARD = 'https://api.lite.locize.app'
const PRO = 'https://api.locize.app'
const WEB = 'https://www.locize.app'

const projectId: FieldSpec = {
  key: 'projectId',
  type: 'text',
  options: [],
  requiredFor: 'check',
  pattern: '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$',
}
const role: FieldSpec = {
  key: 'role',
  type: 'select',
  options: ['admin', 'user', 'readonly'],
  requiredFor: 'none',
  pattern: null,
}

/**
 * Addresses or HTTP origins that a token is limited to (Locize documentation, 'Personal access
 * tokens'); from elsewhere it is refused as an unknown one is.
 */
const places: FieldSpec = {
  key: PLACES,
  type: 'text',
  options: [],
  requiredFor: 'none',
  pattern: null,
}

/** The project, and both layers of rights: Locize has no call that tells them. */
const entered =
  (scopeField: string) =>
  (fields: FieldValues): Description => {
    const project = fieldText(fields, 'projectId')
    return {
      ...(project === undefined ? {} : { project, projectId: project }),
      access: enteredAccess(fields, { scope: scopeField, role: 'role' }),
    }
  }

/** What both kinds have in common. */
const shared = {
  // which of the two it is depends on the project's CDN type
  servers: [
    { id: 'auto', apiBase: STANDARD, webBase: WEB },
    { id: 'standard', apiBase: STANDARD, webBase: WEB },
    { id: 'pro', apiBase: PRO, webBase: WEB },
  ],
  customServer: true,
  perUserLimit: null,
  rateLimit: null,
  // nothing is documented, and checks count as use of the API
  limit: {
    perHost: { concurrent: 2, window: { requests: 5, ms: 1000 } },
    perToken: { concurrent: 1 },
    rests: 'host',
  },
  deepLink: false,
  guided: { create: 'in-browser', revoke: 'in-browser' },
  authorize: (secret) => ({ header: 'authorization', value: `Bearer ${secret.text()}` }),
  describe: (ctx, subject) => describe(ctx, subject),
} as const satisfies Partial<KindAdapter>

/** Without a project there is no CDN type, and the protocol's own host answers for all. */
const isAlone = (fields: FieldValues): boolean => fieldText(fields, 'projectId') === undefined

const bothTypes: NonNullable<KindAdapter['tries']> = (server) =>
  server === 'auto' ? ['standard', 'pro'] : [server]

const API_DOCS = 'https://www.locize.com/docs/integration/api'
const PAT_DOCS = 'https://www.locize.com/docs/integration/personal-access-tokens'

const apiKey: KindAdapter = {
  ...shared,
  id: 'locize/api-key',
  tries: bothTypes,
  fields: [
    projectId,
    role,
    { key: 'limits', type: 'text', options: [], requiredFor: 'none', pattern: null },
    places,
  ],
  expiryRule: { type: 'unknown' },
  prefix: 'lz_api_',
  envNames: ['LOCIZE_API_KEY', 'LOCIZE_KEY'],
  sources: [
    { title: 'Locize documentation: API', url: API_DOCS },
    { title: 'Locize documentation: personal access tokens', url: PAT_DOCS },
    {
      title: 'Locize documentation: going to production',
      url: 'https://www.locize.com/docs/guides/going-to-production',
    },
  ],
  steps: { create: 3, delete: 3 },
  page: (page, webBase) => (page === 'docs' ? API_DOCS : `${webBase}/`),
  entered: entered('limits'),
  suggestLabel: ({ project }, taken) => labelOf(['Locize', project], taken),
  verify: async (ctx, subject) => {
    const { evidence, description } = await verifyByProject(ctx, subject)
    return {
      evidence,
      description: { ...description, facts: [...(description.facts ?? []), ...slip(subject)] },
    }
  },
}

const pat: KindAdapter = {
  ...shared,
  id: 'locize/pat',
  tries: (server, fields) => (isAlone(fields) ? [server] : bothTypes(server, fields)),
  extraBases: { auto: { mcp: MCP_BASE }, standard: { mcp: MCP_BASE }, pro: { mcp: MCP_BASE } },
  fields: [
    { ...projectId, requiredFor: 'none' },
    {
      key: 'scopes',
      type: 'multi',
      options: ['read', 'write', 'manage', 'admin'],
      requiredFor: 'none',
      pattern: null,
    },
    role,
    places,
  ],
  expiryRule: { type: 'user' },
  prefix: 'lz_pat_',
  envNames: ['LOCIZE_API_KEY'],
  sources: [
    { title: 'Locize documentation: personal access tokens', url: PAT_DOCS },
    {
      title: 'Locize documentation: MCP',
      url: 'https://www.locize.com/docs/integration/mcp',
    },
  ],
  steps: { create: 3, delete: 2 },
  page: (page, webBase) => (page === 'docs' ? PAT_DOCS : `${webBase}/`),
  entered: entered('scopes'),
  suggestLabel: ({ project }, taken) => labelOf(['Locize PAT', project], taken),
  verify: async (ctx, subject) => {
    if (!isAlone(subject.fields) || subject.server.id === 'custom') {
      return verifyByProject(ctx, subject)
    }
    const { evidence, description } = await verifyByMcp(ctx)
    return { evidence: unlessLimited(subject, evidence), description }
  },
}

/** An older key looks like a project's id, and the two are easily mistaken for one another. */
function slip({ secret, fields }: Subject) {
  const same = fieldText(fields, 'projectId')?.toLowerCase() === secret.text().toLowerCase()
  return same ? flagFact('same-as-project', true, 'token') : []
}

export const kinds = [apiKey, pat] as const
