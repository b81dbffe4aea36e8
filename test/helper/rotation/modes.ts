import type { Clock } from '../../../electron/service/port'
import type { Mode } from '../../../shared/model/stage'
import type { TokenId } from '../../../shared/model/token'
import type { IssuedToken, Simulator, Simulators } from '../../simulator'
import { lokaliseReplies, otaReplies } from '../../simulator/lokalise/replies'
import { phraseReplies } from '../../simulator/phrase/replies'
import { tolgeeError } from '../../simulator/tolgee/replies'
import type { SimReply, SimulatedKind } from '../../simulator/types'
import type { Person } from './person'

/** A rotation to be put to the test: what is rotated, how, and the person beside it. */
export interface Setting {
  readonly id: TokenId
  readonly kind: SimulatedKind
  readonly mode: Mode
  readonly graceMs: number
  readonly simulator: Simulator
  readonly old: string
  readonly person: Person
  readonly refusals?: Refusals | undefined
}

/** How the platform says no, by status; what is not here has no body. */
export type Refusals = Readonly<Record<string, SimReply>>

/** How a setting comes about; the same again after every reset of the simulators. */
export interface Recipe {
  readonly mode: Mode
  readonly graceMs: number
  readonly simulator: (simulators: Simulators) => Simulator
  /** Its tokens, in the order in which they are added; the last is the one that is rotated. */
  readonly issue: (simulators: Simulators, clock: Clock) => readonly IssuedToken[]
  readonly person: (simulators: Simulators, old: IssuedToken) => Person
  /** Of the way in; what it says of a token itself would be the truth about it. */
  readonly refusals?: Refusals
}

const TOLGEE: Refusals = {
  '401': tolgeeError(401, 'expired_jwt_token'),
  '403': tolgeeError(403, 'operation_not_permitted', ['admin']),
  '404': tolgeeError(404, 'resource_not_found'),
}
const PHRASE: Refusals = {
  '401': phraseReplies.unauthorized(),
  '403': phraseReplies.forbidden(),
  '404': phraseReplies.notFound(),
}
const LOKALISE: Refusals = {
  '401': otaReplies.tokenExpired(),
  '403': lokaliseReplies.forbidden(),
  '404': otaReplies.notFound('Token'),
}

const DAY = 86_400_000

function signedIn(
  kind: 'tolgee/pat' | 'tolgee/pak' | 'phrase/strings-token',
  { secondFactor = false, graceMs = 0 } = {},
): Recipe {
  const simulator = ({ tolgee, phrase }: Simulators): Simulator =>
    kind.startsWith('tolgee') ? tolgee : phrase
  return {
    mode: 'signed-in',
    graceMs,
    simulator,
    issue: (simulators, clock) => [
      simulators.issue(kind, { expiresAt: clock.now() + 30 * DAY, createdAt: clock.now() }),
    ],
    person: (simulators, old) => ({
      signIn: simulator(simulators).signIn(old.account.name, { secondFactor }),
      ...byHand(simulator(simulators), old),
    }),
    refusals: kind.startsWith('tolgee') ? TOLGEE : PHRASE,
  }
}

/** What a person does on the platform's own pages: makes one token, and deletes the old one. */
function byHand(
  simulator: Simulator,
  { kind, account, project, secret }: IssuedToken,
): Pick<Person, 'make' | 'remove' | 'sweep'> {
  let made: string | null = null
  const like = {
    account: account.name,
    ...(project && { project: project.name }),
    ...(kind === 'lokalise/sdk-token' && { activeAt: 0 }),
  }
  return {
    make: () => (made ??= simulator.issue(kind, like).secret),
    remove: () => {
      if (simulator.live().some((each) => each.secret === secret)) simulator.revoke(secret)
    },
    sweep: (name) => {
      for (const each of simulator.madeByApi(kind)) {
        if (name === null || each.label === name) simulator.revoke(each.secret)
      }
    },
  }
}

/** Every way in which rotations are done. */
export const RECIPES = {
  'lokalise-sdk': {
    mode: 'automatic',
    graceMs: 0,
    simulator: ({ lokalise }) => lokalise,
    issue: ({ lokalise }) => {
      // long enough to be waited for, short enough not to be looked at a dozen times
      lokalise.state.activationMs = 12_000
      const account = 'Acme'
      return [
        lokalise.issue('lokalise/api-token', { account }),
        lokalise.issue('lokalise/sdk-token', { account, activeAt: 0 }),
      ]
    },
    person: ({ lokalise }, old) => byHand(lokalise, old),
    refusals: LOKALISE,
  },
  'tolgee-pat': signedIn('tolgee/pat'),
  'tolgee-pak': signedIn('tolgee/pak'),
  'phrase-strings': signedIn('phrase/strings-token'),
  'phrase-strings-codes': signedIn('phrase/strings-token', { secondFactor: true, graceMs: DAY }),
  guided: {
    mode: 'guided',
    graceMs: 0,
    simulator: ({ transifex }) => transifex,
    issue: ({ transifex }) => [transifex.issue('transifex/api-token', { account: 'Ann' })],
    person: ({ transifex }, old) => byHand(transifex, old),
  },
} as const satisfies Record<string, Recipe>
export type SettingName = keyof typeof RECIPES
