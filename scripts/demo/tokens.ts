import type { IssueOptions, SimulatedKind } from '../../test/simulator/types'

/** In what state a token of the tour is to end up. */
export const STATES = [
  'fine',
  'in 20 days',
  'in 5 days',
  'in 1 day',
  'expired',
  'rejected',
  'offline',
  'unknown expiry',
  'rotation due',
] as const
export type DemoState = (typeof STATES)[number]

/** How the end of a kind's life comes about, and so which states it can be in. */
type End = 'never' | 'platform' | 'made-on' | 'entered'

export interface DemoKind {
  readonly kind: SimulatedKind
  /** As the window names it. */
  readonly name: string
  readonly end: End
  /** What a user would paste; with a variable that its platform's tools read. */
  readonly pasted: (secret: string) => string
  readonly options?: IssueOptions
  readonly projectField?: boolean
}

export const KINDS: readonly DemoKind[] = [
  {
    kind: 'transifex/api-token',
    name: 'Transifex: API token',
    end: 'never',
    pasted: (secret) => `export TX_TOKEN=${secret}`,
  },
  {
    kind: 'phrase/platform-token',
    name: 'Phrase: Platform API token',
    end: 'made-on',
    pasted: (secret) => secret,
  },
  {
    kind: 'phrase/strings-token',
    name: 'Phrase: Strings access token',
    end: 'entered',
    pasted: (secret) => `PHRASE_ACCESS_TOKEN='${secret}'`,
  },
  {
    kind: 'lokalise/api-token',
    name: 'Lokalise: API token',
    end: 'never',
    pasted: (secret) => JSON.stringify({ lokalise: { api_token: secret } }),
  },
  {
    kind: 'lokalise/sdk-token',
    name: 'Lokalise: SDK token (over the air)',
    end: 'never',
    pasted: (secret) => `x-ota-api-token: ${secret}`,
    projectField: true,
  },
  {
    kind: 'tolgee/pat',
    name: 'Tolgee: Personal access token',
    end: 'platform',
    pasted: (secret) => `X-API-Key: ${secret}`,
  },
  {
    kind: 'tolgee/pak',
    name: 'Tolgee: Project API key',
    end: 'platform',
    pasted: (secret) => `"${secret}"`,
    options: { project: 'Web shop' },
  },
  {
    kind: 'tolgee/legacy-key',
    name: 'Tolgee: Project API key, older form',
    end: 'platform',
    pasted: (secret) => `TOLGEE_API_KEY=${secret}`,
    options: { project: 'Intranet' },
  },
  {
    kind: 'locize/api-key',
    name: 'Locize: API key',
    end: 'entered',
    pasted: (secret) => `LOCIZE_API_KEY=${secret}`,
    projectField: true,
  },
  {
    kind: 'locize/pat',
    name: 'Locize: Personal access token',
    end: 'entered',
    pasted: (secret) => `Authorization: Bearer ${secret}`,
    projectField: true,
  },
]

const POSSIBLE: Readonly<Record<End, readonly DemoState[]>> = {
  never: ['fine', 'rejected', 'offline', 'rotation due'],
  platform: STATES.filter((state) => state !== 'unknown expiry'),
  'made-on': STATES.filter((state) => state !== 'unknown expiry'),
  entered: STATES.filter((state) => state !== 'expired'),
}

const SHORT: Readonly<Record<SimulatedKind, string>> = {
  'transifex/api-token': 'TX',
  'phrase/platform-token': 'Phrase',
  'phrase/strings-token': 'Strings',
  'lokalise/api-token': 'Lokalise',
  'lokalise/sdk-token': 'OTA',
  'tolgee/pat': 'me',
  'tolgee/pak': 'web shop',
  'tolgee/legacy-key': 'intranet',
  'locize/api-key': 'Locize',
  'locize/pat': 'my PAT',
}

/** What the token of a state is for, as a label. */
const USES: Readonly<Record<DemoState, string>> = {
  fine: 'Release pipeline',
  'in 20 days': 'Figma plugin',
  'in 5 days': 'Docs site build',
  'in 1 day': 'Nightly export',
  expired: 'Old landing page',
  rejected: 'Former contractor',
  offline: 'Staging server',
  'unknown expiry': 'Support desk',
  'rotation due': 'Mobile app',
}

export interface DemoToken {
  readonly kind: DemoKind
  readonly state: DemoState
  readonly label: string
}

/**
 * One token of every kind in every state that the kind can be in: a kind that never expires is
 * never shown expiring, and `expired` is left to kinds whose platform or rule says so.
 */
export function demoTokens(): DemoToken[] {
  return KINDS.flatMap((kind) =>
    POSSIBLE[kind.end].map((state) => {
      return { kind, state, label: `${USES[state]} · ${SHORT[kind.kind]}` }
    }),
  )
}
