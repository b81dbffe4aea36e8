import fc from 'fast-check'
import { SecretText } from '../../../electron/service/secret'
import type { OutgoingToken } from '../../../electron/transfer/port'
import { ownRecord, type OwnRecord } from '../../../electron/transfer/record'
import { createSecrets } from '../../simulator/secrets'
import { anyText } from '../any-text'

const FIXED = Date.UTC(2026, 4, 17, 8, 30, 12, 345)

/** A token that has something in every place. */
export function fullToken(change: Partial<OwnRecord> = {}, secret?: string): OutgoingToken {
  const record: OwnRecord = ownRecord.parse({
    kind: 'tolgee/pak',
    label: 'Web shop, “staging” <1> & more',
    server: { id: 'custom', baseUrl: 'https://tolgee.example.org' },
    fields: { projectId: '12', roles: ['a', 'b'] },
    note: 'First line\nsecond line\twith a tab',
    account: 'ada@example.org',
    project: 'Shop',
    identity: { account: '7', project: '12' },
    access: [{ layer: 'scope', values: ['translations.edit'], source: 'platform' }],
    facts: [{ key: 'project-id', value: '12', format: 'text', source: 'token' }],
    expiry: { known: 'date', at: FIXED + 86_400_000, source: 'platform' },
    rotateEveryDays: 90,
    destinations: [
      { id: 'AAAAAAAAAAA', text: 'CI of the shop', kind: 'ci-secret', updatedAt: FIXED },
    ],
    secretSince: FIXED,
    addedAt: FIXED,
    ...change,
  })
  const value = secret ?? createSecrets(record.label).make('tolgee/pak')
  return {
    record,
    secret: SecretText.fromText(value),
    service: 'Tolgee',
    url: 'https://app.tolgee.io',
  }
}

const instant = fc.integer({ min: 0, max: 4_000_000_000_000 })
const some = (max: number): fc.Arbitrary<string> => anyText(max).filter((text) => text.length > 0)

/** Any record that the schema allows, odd characters included. */
export const anyToken: fc.Arbitrary<OutgoingToken> = fc
  .record({
    label: some(200).map((text) => text.slice(0, 200)),
    note: anyText(60),
    account: fc.option(anyText(20)),
    project: fc.option(anyText(20)),
    fields: fc.dictionary(fc.constantFrom('projectId', 'role', 'createdOn'), anyText(20)),
    expiry: fc.oneof(
      fc.record({
        known: fc.constant('date' as const),
        at: instant,
        source: fc.constant('user' as const),
      }),
      fc.record({ known: fc.constant('never' as const), source: fc.constant('rule' as const) }),
      fc.record({ known: fc.constant('unknown' as const) }),
    ),
    rotateEveryDays: fc.option(fc.integer({ min: 1, max: 3650 })),
    secretSince: instant,
    addedAt: instant,
    secret: some(80).filter((text) => Buffer.from(text).toString() === text),
  })
  .map(({ secret, ...change }) => fullToken({ ...change, fields: { ...change.fields } }, secret))
