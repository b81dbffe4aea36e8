import { labelOf } from '../common/label'
import type { KindAdapter, PlatformAdapter } from '../adapter'
import { describe, verify } from './api'
import { HOSTS, recognize } from './recognize'

const DOCS = 'https://example.com/docs/api-keys'

const apiKey: KindAdapter = {
  id: 'example/api-key',
  servers: [
    { id: 'cloud', apiBase: 'https://api.example.com', webBase: 'https://app.example.com' },
  ],
  customServer: false,
  // what only the user can tell; with `requiredFor: 'check'` where nothing can be asked without it
  fields: [],
  expiryRule: { type: 'platform' },
  perUserLimit: null,
  // the documented limit, and how calls are kept within it; null where none is documented
  rateLimit: null,
  limit: {
    perHost: { concurrent: 2, window: { requests: 5, ms: 1000 } },
    perToken: { concurrent: 1 },
    rests: 'host',
  },
  prefix: 'ex_',
  envNames: ['EXAMPLE_API_KEY'],
  sources: [{ title: 'Example documentation: API keys', url: DOCS }],
  steps: { create: 1, delete: 1 },
  deepLink: true,
  guided: { create: 'in-browser', revoke: 'in-browser' },
  authorize: (secret) => ({ header: 'authorization', value: `Bearer ${secret.text()}` }),
  page: (page, webBase) => (page === 'docs' ? DOCS : `${webBase}/settings/api-keys`),
  suggestLabel: ({ account }, taken) => labelOf(['Example', account], taken),
  verify: (ctx) => verify(ctx),
  describe: (ctx) => describe(ctx),
  // `manage`, where its documents tell how tokens are made, listed and revoked by API
}

export const example: PlatformAdapter = {
  id: 'example',
  name: 'Example',
  kinds: [apiKey],
  hosts: HOSTS,
  recognize,
}
