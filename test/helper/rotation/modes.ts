import type { Clock } from '../../../electron/service/port'
import type { Mode } from '../../../shared/model/stage'
import type { TokenId } from '../../../shared/model/token'
import type { IssuedToken, Simulator, Simulators } from '../../simulator'
import type { SimulatedKind } from '../../simulator/types'
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
}

/** How a setting comes about; the same again after every reset of the simulators. */
export interface Recipe {
  readonly mode: Mode
  readonly graceMs: number
  readonly simulator: (simulators: Simulators) => Simulator
  /** Its tokens, in the order in which they are added; the last is the one that is rotated. */
  readonly issue: (simulators: Simulators, clock: Clock) => readonly IssuedToken[]
  readonly person: (simulators: Simulators, old: IssuedToken) => Person
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
    }),
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
    person: () => ({}),
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
    person: ({ transifex }, old) => {
      let made: string | null = null
      return {
        make: () => (made ??= transifex.issue('transifex/api-token', { account: 'Ann' }).secret),
        remove: () => {
          const alive = transifex.live().some((each) => each.secret === old.secret)
          if (alive) transifex.revoke(old.secret)
        },
      }
    },
  },
} as const satisfies Record<string, Recipe>
export type SettingName = keyof typeof RECIPES
