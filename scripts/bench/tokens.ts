import { randomBytes } from 'node:crypto'
import type {
  AccessLayer,
  CheckRecord,
  Expiry,
  TokenDetails,
  TokenOverview,
} from '../../shared/model/token'
import type { KindId } from '../../shared/model/kind'

const DAY = 24 * 60 * 60 * 1000
/** Over how many days tokens without an end were made; also how often some are replaced. */
const NO_END_DAYS = 365

/** How tokens of one kind look in a list: what is bound to a project, who may do what. */
interface Shape {
  readonly kind: KindId
  readonly server: string
  readonly inProject: boolean
  readonly access: readonly AccessLayer[]
  readonly lifeDays: number | null
}

const STRING_SCOPES = ['keys.view', 'keys.edit', 'keys.create', 'translations.view']
const PROJECT_SCOPES = [...STRING_SCOPES, 'translations.edit', 'screenshots.view', 'activity.view']

const layer = (name: AccessLayer['layer'], values: readonly string[]): AccessLayer => ({
  layer: name,
  values: [...values],
  source: 'platform',
})

const SHAPES: readonly Shape[] = [
  {
    kind: 'transifex/api-token',
    server: 'cloud',
    inProject: false,
    access: [],
    lifeDays: null,
  },
  {
    kind: 'phrase/platform-token',
    server: 'eu',
    inProject: false,
    access: [layer('product', ['strings', 'tms'])],
    lifeDays: 730,
  },
  {
    kind: 'phrase/strings-token',
    server: 'eu',
    inProject: false,
    access: [layer('scope', ['read', 'write', 'orders.create'])],
    lifeDays: 365,
  },
  {
    kind: 'lokalise/api-token',
    server: 'cloud',
    inProject: false,
    access: [layer('rights', ['read_write'])],
    lifeDays: null,
  },
  { kind: 'lokalise/sdk-token', server: 'cloud', inProject: true, access: [], lifeDays: null },
  {
    kind: 'tolgee/pat',
    server: 'cloud',
    inProject: false,
    access: [],
    lifeDays: 90,
  },
  {
    kind: 'tolgee/pak',
    server: 'cloud',
    inProject: true,
    access: [layer('assigned', PROJECT_SCOPES), layer('effective', STRING_SCOPES)],
    lifeDays: 180,
  },
  {
    kind: 'tolgee/legacy-key',
    server: 'cloud',
    inProject: true,
    access: [layer('assigned', STRING_SCOPES)],
    lifeDays: null,
  },
  {
    kind: 'locize/api-key',
    server: 'standard',
    inProject: true,
    access: [layer('scope', ['languages', 'namespaces', 'production']), layer('role', ['admin'])],
    lifeDays: null,
  },
  { kind: 'locize/pat', server: 'standard', inProject: false, access: [], lifeDays: 365 },
]

const TEAMS = ['Mobile', 'Web shop', 'Help centre', 'Übersetzung', 'Backend', 'マーケティング']
const USES = ['CI upload', 'nightly download', 'release', 'preview', 'local work', 'bot']

/** A member of a list by running number. */
function pick<T>(items: readonly T[], at: number): T {
  const item = items[at % items.length]
  if (item === undefined) throw new Error('The list is empty')
  return item
}

function checkAt(at: number, works: boolean): CheckRecord {
  return {
    verdict: works ? 'valid' : 'expired',
    reason: works ? 'accepted' : 'past-expiry',
    status: works ? 200 : 401,
    code: null,
    retryAt: null,
    at,
  }
}

/** Kinds that have no end by their platform's rule. */
const ENDLESS: readonly string[] = ['transifex/api-token', 'lokalise/api-token']

function expiryOf(shape: Shape, since: number): Expiry {
  if (ENDLESS.includes(shape.kind)) return { known: 'never', source: 'rule' }
  if (shape.lifeDays === null) return { known: 'unknown' }
  return { known: 'date', at: since + shape.lifeDays * DAY, source: 'platform' }
}

/** What a vault takes for one token. */
export interface BenchToken {
  readonly overview: TokenOverview
  readonly details: TokenDetails
  readonly secret: string
}

/**
 * Token number `at` of a made-up collection as a team has it: kinds in turn, a few expired or
 * due for rotation, most checked. The value is random and is no token of any platform.
 */
export function benchToken(at: number, now: number): BenchToken {
  const shape = pick(SHAPES, at)
  const team = pick(TEAMS, Math.floor(at / SHAPES.length))
  const use = pick(USES, at)
  // spread over a whole life and a little more, so that about one in twenty is past its end
  const life = shape.lifeDays ?? NO_END_DAYS
  const since = now - ((at * 37) % Math.round(life * 1.05)) * DAY
  const expiry = expiryOf(shape, since)
  const works = expiry.known !== 'date' || expiry.at > now
  const check = at % 9 === 0 ? null : checkAt(now - (at % 40) * 3_600_000, works)
  const secret = `bench-${randomBytes(24).toString('hex')}`
  return {
    secret,
    overview: {
      kind: shape.kind,
      label: `${team}: ${use} ${at + 1}`,
      hint: `${secret.slice(0, 6)}…${secret.slice(-4)}`,
      server: { id: shape.server, baseUrl: null },
      account: `build-${at % 12}@example.com`,
      project: shape.inProject ? `${team} ${at % 50}` : null,
      access: [...shape.access],
      expiry,
      rotateEveryDays: at % 3 === 0 ? life : null,
      secretSince: since,
      addedAt: since,
      check,
      settled: check,
      phase: { name: 'idle' },
      forgottenAt: null,
    },
    details: {
      note: at % 4 === 0 ? `Used by ${use} of ${team}.` : '',
      destinations: [],
      facts: [
        { key: 'created', value: since, format: 'date', source: 'platform' },
        { key: 'organization', value: team, format: 'text', source: 'platform' },
      ],
      identity: { account: `${at % 12}`, project: shape.inProject ? `${at % 50}` : null },
      accepted: null,
      fields: {},
      checks: check === null ? [] : [check],
      rotation: null,
      revocation: null,
      orphans: [],
    },
  }
}
