import { enteredAccess } from '../common/field'
import { labelOf } from '../common/label'
import type { KindAdapter } from '../adapter'
import { BASES, regionsFrom } from './bases'
import { describe, exchange, verify } from './platform-api'

/** Products that the documents name for platform tokens; each token is made for one. */
const PRODUCTS = [
  'Strings',
  'TMS',
  'Connectors',
  'Language AI',
  'Studio',
  'Quality Evaluator',
  'Orchestrator',
]
/** The variables that Phrase's own MCP server reads a product's token from. */
const ENV_NAMES = {
  Strings: 'PHRASE_STRINGS_TOKEN',
  TMS: 'PHRASE_TMS_TOKEN',
  Connectors: 'PHRASE_CONNECTORS_TOKEN',
  'Quality Evaluator': 'PHRASE_BQE_TOKEN',
}

export const platformToken: KindAdapter = {
  id: 'phrase/platform-token',
  servers: [
    { id: 'auto', apiBase: BASES.eu.idm, webBase: BASES.eu.platformWeb },
    { id: 'eu', apiBase: BASES.eu.idm, webBase: BASES.eu.platformWeb },
    { id: 'us', apiBase: BASES.us.idm, webBase: BASES.us.platformWeb },
  ],
  tries: regionsFrom,
  // the exchange and the products have hosts of their own, so one address would not do
  customServer: false,
  extraBases: {
    eu: { strings: BASES.eu.strings, tms: BASES.eu.tms },
    us: { strings: BASES.us.strings, tms: BASES.us.tms },
  },
  fields: [
    {
      key: 'product',
      type: 'select',
      options: PRODUCTS,
      requiredFor: 'none',
      pattern: null,
      envNames: ENV_NAMES,
    },
    { key: 'createdOn', type: 'date', options: [], requiredFor: 'none', pattern: null },
  ],
  expiryRule: { type: 'days-from-creation', days: 730 },
  perUserLimit: 20,
  rateLimit: null,
  limit: {
    perHost: { concurrent: 4, window: { requests: 10, ms: 1000 } },
    perToken: { concurrent: 1 },
    rests: 'token',
  },
  prefix: '',
  envNames: Object.values(ENV_NAMES),
  sources: [
    {
      title: 'Phrase help: API access tokens of the platform',
      url: 'https://support.phrase.com/hc/en-us/articles/22675071795996',
    },
    {
      title: 'Phrase Platform API: authentication',
      url: 'https://developers.phrase.com/en/api/platform/authentication',
    },
    {
      title: 'Phrase Platform API: token endpoint',
      url: 'https://developers.phrase.com/en/api/platform/oauth/token-endpoint',
    },
  ],
  steps: { create: 4, delete: 3 },
  deepLink: true,
  guided: { create: 'in-browser', revoke: 'in-browser' },
  // never sent as it is; the exchange takes it in the body
  authorize: (secret) => ({ header: 'authorization', value: `Bearer ${secret.text()}` }),
  page: (page, webBase) =>
    page === 'docs'
      ? 'https://developers.phrase.com/en/api/platform/authentication'
      : `${webBase}/idm-ui/settings/access-tokens`,
  entered: (fields) => ({ access: enteredAccess(fields, { product: 'product' }) }),
  suggestLabel: ({ account, access }, taken) => {
    const product = access?.find(({ layer }) => layer === 'product')?.values[0]
    return labelOf([product === undefined ? 'Phrase' : `Phrase ${product}`, account], taken)
  },
  verify,
  describe,
  exchange,
}
