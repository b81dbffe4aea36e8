import { fieldText } from '../common/field'
import { labelOf } from '../common/label'
import type { KindAdapter } from '../adapter'
import { describe, FRAMEWORKS, verify } from './sdk-api'
import { manage } from './sdk-manage'

export const sdkToken: KindAdapter = {
  id: 'lokalise/sdk-token',
  servers: [
    { id: 'cloud', apiBase: 'https://ota.lokalise.com/v3', webBase: 'https://app.lokalise.com' },
  ],
  customServer: true,
  fields: [
    {
      key: 'projectId',
      type: 'text',
      options: [],
      requiredFor: 'check',
      // all samples are hexadecimal digits, a dot and eight digits; that is nowhere promised
      pattern: '^[0-9A-Za-z._-]{1,100}$',
    },
    {
      key: 'framework',
      type: 'select',
      options: [...FRAMEWORKS],
      requiredFor: 'none',
      pattern: null,
    },
  ],
  expiryRule: { type: 'unknown' },
  perUserLimit: null,
  rateLimit: null,
  limit: {
    perHost: { concurrent: 2, window: { requests: 6, ms: 1000 } },
    perToken: { concurrent: 1 },
    rests: 'host',
  },
  prefix: '',
  envNames: [],
  sources: [
    {
      title: 'Lokalise API reference: working with the OTA API',
      url: 'https://developers.lokalise.com/reference/working-with-the-ota-api',
    },
  ],
  steps: { create: 4, delete: 3 },
  deepLink: false,
  guided: { create: 'in-browser', revoke: 'in-browser' },
  authorize: (secret) => ({ header: 'x-ota-api-token', value: secret.text() }),
  page: (page, webBase) =>
    page === 'docs'
      ? 'https://developers.lokalise.com/reference/working-with-the-ota-api'
      : `${webBase}/`,
  entered: (fields) => {
    const project = fieldText(fields, 'projectId')
    return project === undefined ? {} : { project, projectId: project }
  },
  suggestLabel: ({ project }, taken) => labelOf(['Lokalise SDK', project], taken),
  verify,
  describe,
  manage,
}
