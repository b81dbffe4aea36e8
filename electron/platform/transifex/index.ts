import { firstFree } from '../common/label'
import type { KindAdapter, PlatformAdapter } from '../adapter'
import { describe, verify } from './api'
import { HOSTS, recognize } from './recognize'

const apiToken: KindAdapter = {
  id: 'transifex/api-token',
  servers: [
    {
      id: 'cloud',
      apiBase: 'https://rest.api.transifex.com',
      webBase: 'https://app.transifex.com',
    },
  ],
  customServer: true,
  fields: [],
  expiryRule: { type: 'never' },
  perUserLimit: null,
  rateLimit: { requests: 500, seconds: 60, per: 'ip' },
  // 500 a minute, spread out
  limit: {
    perHost: { concurrent: 4, window: { requests: 8, ms: 1000 } },
    perToken: { concurrent: 1 },
    rests: 'host',
  },
  prefix: '1/',
  envNames: ['TX_TOKEN'],
  sources: [
    {
      title: 'Transifex API reference: authentication',
      url: 'https://developers.transifex.com/reference/api-authentication',
    },
    {
      title: 'Transifex help: API tokens',
      url: 'https://help.transifex.com/en/articles/6248858',
    },
    {
      title: 'Transifex API reference: rate limit',
      url: 'https://developers.transifex.com/reference/rate-limit',
    },
  ],
  steps: { create: 3, delete: 3 },
  deepLink: true,
  guided: { create: 'in-browser', revoke: 'in-browser' },
  authorize: (secret) => ({ header: 'authorization', value: `Bearer ${secret.text()}` }),
  page: (page, webBase) =>
    page === 'docs'
      ? 'https://developers.transifex.com/reference/api-authentication'
      : `${webBase}/user/settings/api/`,
  // the platform numbers its labels in this way
  suggestLabel: (_, taken) => firstFree((number) => `API token ${number}`, 1, taken),
  verify,
  describe,
}

export const transifex: PlatformAdapter = {
  id: 'transifex',
  name: 'Transifex',
  kinds: [apiToken],
  hosts: HOSTS,
  recognize,
}
