import type { KindId } from '../../shared/model/kind'
import type { DetailsValue } from '../../renderer/store/details'
import type { AccessLayer, Fact, TokenId, TokenSummary } from '../../shared/model/token'
import type { CheckRecord, Phase } from '../../shared/model/token'
import { settles, type Reason, type Verdict } from '../../shared/model/verdict-list'

export const DAY = 86_400_000
const HOUR = 3_600_000

/** A record of the fake vault. */
export interface SampleToken {
  readonly summary: TokenSummary
  readonly details: DetailsValue
}

export function fakeId(number: number): TokenId {
  return number.toString(36).padStart(22, '0') as TokenId
}

type Draft = Partial<Omit<TokenSummary, 'kind' | 'label'>> & {
  readonly kind: KindId
  readonly label: string
  readonly facts?: readonly Fact[]
  readonly note?: string
  readonly fields?: DetailsValue['fields']
  readonly orphans?: DetailsValue['orphans']
}

const check = (
  at: number,
  verdict: Verdict,
  ...[reason, code = null]: readonly [Reason, (string | null)?]
): CheckRecord => ({
  verdict,
  reason,
  status: verdict === 'valid' ? 200 : verdict === 'unreachable' ? null : 401,
  code,
  retryAt: null,
  at,
})

/** Fills in what a sample does not say. */
export function sampleToken(number: number, draft: Draft, now: number): SampleToken {
  const { facts = [], note = '', fields = {}, orphans = [], ...rest } = draft
  const checked = rest.check === undefined ? check(now - 2 * HOUR, 'valid', 'accepted') : rest.check
  const summary: TokenSummary = {
    id: fakeId(number),
    version: 1,
    hint: '••••x7Qd',
    server: { id: 'cloud', baseUrl: null },
    account: null,
    project: null,
    access: [],
    expiry: { known: 'unknown' },
    rotateEveryDays: null,
    secretSince: now - 40 * DAY,
    addedAt: now - 40 * DAY,
    phase: { name: 'idle' },
    forgottenAt: null,
    ...rest,
    check: checked,
    settled: rest.settled ?? (checked && settles(checked.verdict) ? checked : null),
  }
  const checks = checked
    ? Array.from({ length: 9 }, (_, index) => ({
        ...(index < 2 ? checked : check(checked.at, 'valid', 'accepted')),
        at: checked.at - index * DAY,
      }))
    : []
  return {
    summary,
    details: { note, facts: [...facts], fields, checks, orphans: [...orphans] },
  }
}

const platform = (key: string, value: Fact['value'], format: Fact['format'] = 'text'): Fact => ({
  key,
  value,
  format,
  source: 'platform',
})

const layer = (
  name: AccessLayer['layer'],
  values: string[],
  source: AccessLayer['source'] = 'platform',
): AccessLayer => ({
  layer: name,
  values,
  source,
})

const expires = (at: number): TokenSummary['expiry'] => ({ known: 'date', at, source: 'platform' })
const never: TokenSummary['expiry'] = { known: 'never', source: 'rule' }
const phase = (value: Phase): Phase => value

/** One of every kind and state. */
export function sampleTokens(now: number): SampleToken[] {
  const drafts: Draft[] = [
    {
      kind: 'transifex/api-token',
      label: 'API token 1',
      hint: '1/••••b3f0',
      account: 'Acme GmbH',
      expiry: never,
      rotateEveryDays: 90,
      secretSince: now - 12 * DAY,
      access: [layer('rights', ['account'], 'rule')],
      facts: [platform('organizations', ['Acme GmbH', 'Acme Labs'], 'list')],
    },
    {
      kind: 'transifex/api-token',
      label: 'API token 2',
      hint: '1/••••77ac',
      account: 'Acme GmbH',
      expiry: never,
      rotateEveryDays: 90,
      secretSince: now - 93 * DAY,
      note: 'Used by the nightly sync on the build server.',
    },
    {
      kind: 'transifex/api-token',
      label: 'API token 10',
      hint: '1/••••0d1e',
      account: 'Acme Labs',
      expiry: never,
      check: check(now - 20 * 60_000, 'rejected', 'unknown-token', 'unauthorized'),
    },
    {
      kind: 'phrase/platform-token',
      label: 'Phrase TMS, production',
      account: 'Acme Localization',
      server: { id: 'eu', baseUrl: null },
      expiry: { known: 'date', at: now + 20 * DAY, source: 'rule' },
      access: [layer('product', ['TMS'], 'user')],
      fields: { product: 'TMS', createdOn: '2024-11-20' },
    },
    {
      kind: 'phrase/platform-token',
      label: 'Phrase Orchestrator',
      account: 'Acme Localization',
      server: { id: 'us', baseUrl: null },
      expiry: { known: 'date', at: now + 400 * DAY, source: 'rule' },
    },
    {
      kind: 'phrase/strings-token',
      label: 'Strings CLI',
      account: 'Mara Lindqvist',
      expiry: expires(now + 5 * DAY),
      server: { id: 'eu', baseUrl: null },
      access: [layer('scope', ['read', 'write'])],
      facts: [platform('email', 'mara@acme.example'), platform('created', now - 80 * DAY, 'date')],
    },
    {
      kind: 'phrase/strings-token',
      label: 'Strings sync (old)',
      account: 'Mara Lindqvist',
      expiry: expires(now - 2 * DAY),
      server: { id: 'eu', baseUrl: null },
      check: check(now - DAY, 'expired', 'past-expiry'),
    },
    {
      kind: 'lokalise/api-token',
      label: 'iOS release',
      account: 'Mobile team',
      project: 'Acme iOS',
      expiry: never,
      rotateEveryDays: 180,
      secretSince: now - 172 * DAY,
      access: [layer('rights', ['read', 'write'])],
    },
    {
      kind: 'lokalise/api-token',
      label: 'Read-only dashboard',
      account: 'Mobile team',
      expiry: never,
      check: check(now - 3 * HOUR, 'unreachable', 'offline'),
      settled: check(now - 3 * DAY, 'valid', 'accepted'),
      access: [layer('rights', ['read'])],
    },
    {
      kind: 'lokalise/sdk-token',
      label: 'OTA, Android',
      account: 'Mobile team',
      project: 'Acme Android',
      expiry: never,
      check: check(now - HOUR, 'not-yet-active', 'activation'),
    },
    {
      kind: 'tolgee/pat',
      label: 'Laptop',
      account: 'mara',
      hint: 'tgpat_••••h2m4',
      expiry: expires(now + 11 * DAY),
      access: [layer('rights', ['account'], 'rule')],
      facts: [platform('description', 'Laptop'), platform('last-used', now - 3 * HOUR, 'date')],
      orphans: [{ id: null, name: 'Laptop 2026-10-30 q8z4', at: now - 27 * DAY }],
    },
    {
      kind: 'tolgee/pak',
      label: 'website-ci',
      account: 'mara',
      project: 'Website',
      hint: 'tgpak_••••oyld',
      expiry: expires(now + 20 * HOUR),
      access: [
        layer('assigned', [
          'keys.view',
          'keys.edit',
          'translations.view',
          'translations.edit',
          'screenshots.upload',
          'languages.edit',
        ]),
        layer('effective', ['keys.view', 'translations.view', 'translations.edit']),
      ],
      facts: [
        { key: 'project-id', value: 875, format: 'text', source: 'token' },
        platform('description', 'website-ci'),
      ],
    },
    {
      kind: 'tolgee/pak',
      label: 'docs preview',
      account: 'jonas',
      project: 'Documentation',
      hint: 'tgpak_••••a4tq',
      expiry: expires(now + 62 * DAY),
      server: { id: 'custom', baseUrl: 'https://tolgee.acme.example' },
      phase: phase({ name: 'rotating', stage: 'tested', since: now - 26 * 60_000 }),
      access: [layer('assigned', ['translations.view']), layer('effective', ['translations.view'])],
    },
    {
      kind: 'tolgee/legacy-key',
      label: 'old plugin',
      account: 'jonas',
      project: 'Website',
      expiry: never,
      phase: phase({ name: 'revoking', since: now - 3 * HOUR }),
    },
    {
      kind: 'locize/api-key',
      label: 'web app, production',
      project: '7a3c9e10-4f6b-4a6e-9d1b-2f1f6f0a8c55',
      hint: 'lz_api_••••Q9xe',
      server: { id: 'pro', baseUrl: null },
      access: [layer('role', ['user'], 'user')],
      check: null,
      fields: { projectId: '7a3c9e10-4f6b-4a6e-9d1b-2f1f6f0a8c55', role: 'user' },
    },
    {
      kind: 'locize/pat',
      label: 'MCP assistant',
      hint: 'lz_pat_••••1Zoi',
      server: { id: 'standard', baseUrl: null },
      expiry: { known: 'date', at: now + 27 * DAY, source: 'user' },
      access: [
        layer('scope', ['read', 'write', 'manage'], 'user'),
        layer('role', ['user'], 'user'),
      ],
      check: check(now - 5 * DAY, 'forbidden', 'missing-right'),
    },
    {
      kind: 'locize/pat',
      label: 'Terraform',
      hint: 'lz_pat_••••77Ab',
      server: { id: 'standard', baseUrl: null },
      phase: phase({ name: 'revoked', at: now - 4 * DAY }),
      check: check(now - 4 * DAY, 'rejected', 'unknown-or-expired'),
    },
  ]
  return drafts.map((draft, index) => sampleToken(index + 1, draft, now))
}

const KINDS: readonly KindId[] = [
  'transifex/api-token',
  'phrase/strings-token',
  'lokalise/api-token',
  'tolgee/pak',
  'locize/api-key',
]
const PLACES = [
  'Website',
  'Android',
  'iOS',
  'Docs',
  'Checkout',
  'Backend',
  'E-mails',
  'Help center',
]

/** Many tokens, each with its own label, in all five services. */
export function manyTokens(count: number, now: number): SampleToken[] {
  return Array.from({ length: count }, (_, index) => {
    const kind = KINDS[index % KINDS.length] ?? 'tolgee/pak'
    const place = PLACES[(index * 7) % PLACES.length] ?? ''
    const days = ((index * 37) % 720) + 3
    return sampleToken(
      index + 1,
      {
        kind,
        label: `${place} token ${index + 1}`,
        account: `Team ${(index * 13) % 40}`,
        project: place,
        expiry: index % 3 === 0 ? never : expires(now + days * DAY),
        access: [layer('scope', ['read', 'write'])],
        server: { id: 'cloud', baseUrl: null },
        check: index % 9 === 0 ? null : check(now - index * 1000, 'valid', 'accepted'),
      },
      now,
    )
  })
}

/** Texts that want to break out of their place. */
export function hostileTokens(now: number): SampleToken[] {
  const long = 'Lorem ipsum dolor sit amet '.repeat(400)
  const drafts: Draft[] = [
    {
      kind: 'transifex/api-token',
      label: '<img src=x onerror=alert(1)><b>bold</b>',
      account: '<script>alert(1)</script>',
      project: '"><svg onload=alert(1)>',
    },
    {
      kind: 'transifex/api-token',
      label: '\u202Egnp.tnemucod \u2067مرحبا\u2069 abc',
      account: 'שלום עולם',
      project: '\u200F\u200Fabc',
    },
    {
      kind: 'tolgee/pak',
      label: '🔑🧑‍💻👩‍👩‍👧‍👦 emoji 🏳️‍🌈',
      account: 'Z̴̡̧̛̛̛a̸l̵g̷o̶',
      project: '漢字かな交じり文の長いプロジェクト名',
    },
    {
      kind: 'tolgee/pat',
      label: '__proto__',
      account: 'constructor',
      project: 'toString',
      note: '{"__proto__":{"polluted":true}}',
    },
    {
      kind: 'locize/pat',
      label: long.slice(0, 200),
      account: long.slice(0, 500),
      project: 'x'.repeat(500),
      note: long.slice(0, 10_000),
      facts: [
        platform(
          'organizations',
          Array.from({ length: 120 }, (_, index) => `Organization ${index} ${long.slice(0, 120)}`),
          'list',
        ),
        platform('description', 'w'.repeat(500)),
      ],
      access: [
        layer(
          'scope',
          Array.from({ length: 120 }, (_, index) => `scope.number-${index}`),
        ),
        layer('role', ['a'.repeat(100)], 'user'),
      ],
      expiry: expires(now + 3 * DAY),
    },
  ]
  return drafts.map((draft, index) => sampleToken(index + 1, draft, now))
}
