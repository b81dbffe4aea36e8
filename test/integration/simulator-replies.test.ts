import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startSimulators, type Simulator, type Simulators } from '../simulator'
import { locizeReplies } from '../simulator/locize/replies'
import { lokaliseReplies } from '../simulator/lokalise/replies'
import { phraseReplies } from '../simulator/phrase/replies'
import { tolgeeReplies } from '../simulator/tolgee/replies'
import { transifexReplies } from '../simulator/transifex/replies'
import type { SimReply } from '../simulator/types'
import { ask } from '../simulator/wire'

let simulators: Simulators
beforeAll(async () => {
  simulators = await startSimulators()
})
afterAll(() => simulators.close())

/** Documented answers that no request of the simulators' own brings about. */
const CASES: [string, () => Simulator, SimReply, number, unknown][] = [
  [
    'Transifex: no permission',
    () => simulators.transifex,
    transifexReplies.forbidden(),
    403,
    {
      errors: [
        {
          status: '403',
          code: 'forbidden',
          title: 'Forbidden',
          detail: 'You do not have permissions to perform this action',
        },
      ],
    },
  ],
  [
    'Transifex: conflict',
    () => simulators.transifex,
    transifexReplies.conflict(),
    409,
    {
      errors: [
        { status: '409', code: 'conflict', title: 'Conflict', detail: 'The value already exists' },
      ],
    },
  ],
  [
    'Transifex: server error',
    () => simulators.transifex,
    transifexReplies.serverError(),
    500,
    {
      errors: [
        {
          status: '500',
          code: 'server error',
          title: 'Server error',
          detail: 'Something went wrong',
        },
      ],
    },
  ],
  [
    'Phrase: validation',
    () => simulators.phrase,
    phraseReplies.invalid('note', "can't be blank"),
    422,
    {
      message: 'Validation Failed',
      errors: [{ resource: 'Authorization', field: 'note', message: "can't be blank" }],
    },
  ],
  ['Phrase: unavailable', () => simulators.phrase, phraseReplies.unavailable(), 503, undefined],
  ['Phrase: gateway', () => simulators.phrase, phraseReplies.gatewayTimeout(), 504, undefined],
  [
    'Phrase TMS: limit reached, as 403',
    () => simulators.phrase,
    phraseReplies.tmsError(403, 'ApiLimitReached'),
    403,
    { errorCode: 'ApiLimitReached', errorDescription: 'ApiLimitReached' },
  ],
  [
    'Lokalise: server error',
    () => simulators.lokalise,
    lokaliseReplies.serverError(),
    500,
    { error: { code: 500, message: 'Something went wrong', details: { status: 'failed' } } },
  ],
  [
    'Tolgee: validation',
    () => simulators.tolgee,
    tolgeeReplies.validation({ description: 'must not be blank' }),
    400,
    { STANDARD_VALIDATION: { description: 'must not be blank' } },
  ],
  [
    'Tolgee: server error',
    () => simulators.tolgee,
    tolgeeReplies.serverError(),
    500,
    { code: 'unexpected_error_occurred', params: ['java.lang.NullPointerException'] },
  ],
  [
    'Locize: skipped write',
    () => simulators.locize,
    locizeReplies.skipped(),
    412,
    { message: 'The write was skipped' },
  ],
  [
    'Locize: already there',
    () => simulators.locize,
    locizeReplies.alreadyExists(),
    400,
    { message: 'The version already exists' },
  ],
]

describe('documented answers as faults', () => {
  it.each(CASES)('%s', async (...[, simulator, reply, status, body]) => {
    simulator().faults.add({ type: 'reply', reply })
    const [endpoint] = Object.values(simulator().origins)
    const answer = await ask(`${endpoint!}/`)
    expect(answer.status).toBe(status)
    expect(answer.body).toEqual(body)
  })
})
