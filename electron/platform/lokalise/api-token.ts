import { enteredAccess } from '../common/field'
import { labelOf } from '../common/label'
import type { KindAdapter } from '../adapter'
import { describe, verify } from './api'

export const apiToken: KindAdapter = {
  id: 'lokalise/api-token',
  servers: [
    {
      id: 'cloud',
      apiBase: 'https://api.lokalise.com/api2',
      webBase: 'https://app.lokalise.com',
    },
  ],
  customServer: true,
  fields: [
    // chosen when the token is made, and shown by no call
    {
      key: 'access',
      type: 'select',
      options: ['read-only', 'read/write'],
      requiredFor: 'none',
      pattern: null,
    },
  ],
  expiryRule: { type: 'never' },
  perUserLimit: null,
  rateLimit: { requests: 6, seconds: 1, per: 'token' },
  // the six a second count by address as well; one at a time, as older rules still ask
  limit: {
    perHost: { concurrent: 4, window: { requests: 6, ms: 1000 } },
    perToken: { concurrent: 1 },
    rests: 'host',
  },
  prefix: '',
  envNames: ['LOKALISE_API_TOKEN', 'LOKALISE_TOKEN', 'LOKALISE_API_KEY'],
  sources: [
    {
      title: 'Lokalise API reference: authentication',
      url: 'https://developers.lokalise.com/reference/api-authentication',
    },
    {
      title: 'Lokalise help: API tokens',
      url: 'https://docs.lokalise.com/en/articles/1929556',
    },
    {
      title: 'Lokalise API reference: rate limits',
      url: 'https://developers.lokalise.com/reference/api-rate-limits',
    },
  ],
  steps: { create: 4, delete: 2 },
  deepLink: true,
  guided: { create: 'in-browser', revoke: 'in-browser' },
  authorize: (secret) => ({ header: 'x-api-token', value: secret.text() }),
  page: (page, webBase) =>
    page === 'docs'
      ? 'https://developers.lokalise.com/reference/api-authentication'
      : `${webBase}/profile#apitokens`,
  entered: (fields) => ({ access: enteredAccess(fields, { scope: 'access' }) }),
  suggestLabel: ({ account }, taken) => labelOf(['Lokalise', account], taken),
  verify,
  describe: (ctx) => describe(ctx),
}
