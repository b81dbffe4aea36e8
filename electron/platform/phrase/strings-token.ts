import { enteredAccess } from '../common/field'
import { labelOf } from '../common/label'
import type { KindAdapter } from '../adapter'
import { BASES, regionsFrom } from './bases'
import * as api from './strings-api'
import { manage } from './strings-manage'

export const stringsToken: KindAdapter = {
  id: 'phrase/strings-token',
  servers: [
    { id: 'auto', apiBase: BASES.eu.strings, webBase: BASES.eu.stringsWeb },
    { id: 'eu', apiBase: BASES.eu.strings, webBase: BASES.eu.stringsWeb },
    { id: 'us', apiBase: BASES.us.strings, webBase: BASES.us.stringsWeb },
  ],
  tries: regionsFrom,
  customServer: true,
  fields: [
    {
      key: 'scopes',
      type: 'multi',
      options: ['read', 'write', 'orders.create', 'team.manage'],
      requiredFor: 'none',
      pattern: null,
    },
  ],
  expiryRule: { type: 'user' },
  perUserLimit: null,
  rateLimit: { requests: 1000, seconds: 300, per: 'account' },
  limit: {
    perHost: { concurrent: 4 },
    perToken: { concurrent: 2 },
    // the limit is the user's, whose other tokens would only run into it again
    rests: 'host',
  },
  prefix: '',
  envNames: ['PHRASE_ACCESS_TOKEN', 'PHRASEAPP_ACCESS_TOKEN', 'PHRASE_STRINGS_TOKEN'],
  sources: [
    {
      title: 'Phrase Strings API: authentication',
      url: 'https://developers.phrase.com/en/api/strings/authentication',
    },
    {
      title: 'Phrase Strings API: rate limiting',
      url: 'https://developers.phrase.com/en/api/strings/rate-limiting',
    },
    {
      title: 'Phrase help: access tokens of Strings',
      url: 'https://support.phrase.com/hc/en-us/articles/5808341130268',
    },
  ],
  steps: { create: 3, delete: 2 },
  deepLink: true,
  guided: { create: 'in-browser', revoke: 'in-browser' },
  authorize: (secret) => ({ header: 'authorization', value: `token ${secret.text()}` }),
  page: (page, webBase) =>
    page === 'docs'
      ? 'https://developers.phrase.com/en/api/strings/authentication'
      : `${webBase}/settings/oauth_access_tokens`,
  entered: (fields) => ({ access: enteredAccess(fields, { scope: 'scopes' }) }),
  suggestLabel: ({ account }, taken) => labelOf(['Phrase Strings', account], taken),
  verify: (ctx, { server }) => api.verify(ctx, api.judgeAt(server.id)),
  describe: (ctx) => api.describe(ctx),
  manage,
}
