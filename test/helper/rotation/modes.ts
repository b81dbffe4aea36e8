import type { Mode } from '../../../shared/model/stage'
import type { TokenId } from '../../../shared/model/token'
import type { Simulator } from '../../simulator'
import type { SimulatedKind } from '../../simulator/types'
import type { Bench } from '../services'
import type { Person } from './person'
import type { World } from './world'

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

const DAY = 86_400_000

/** Every way in which rotations are done. */
export const SETTINGS = {
  'lokalise-sdk': async (world: World, bench: Bench): Promise<Setting> => {
    // long enough to be waited for, short enough not to be looked at a dozen times
    world.simulators.lokalise.state.activationMs = 12_000
    await world.add(bench, 'lokalise/api-token', { account: 'Acme' })
    const options = { account: 'Acme', activeAt: 0 }
    const { token, issued } = await world.add(bench, 'lokalise/sdk-token', options)
    // known for longer than a new one needs to be accepted
    world.clock.pass(DAY)
    return {
      ...{ id: token.id, kind: issued.kind, mode: 'automatic', graceMs: 0, old: issued.secret },
      simulator: world.simulators.lokalise,
      person: {},
    }
  },
  'tolgee-pat': (world: World, bench: Bench) => signedIn(world, bench, { kind: 'tolgee/pat' }),
  'tolgee-pak': (world: World, bench: Bench) => signedIn(world, bench, { kind: 'tolgee/pak' }),
  'phrase-strings': (world: World, bench: Bench) =>
    signedIn(world, bench, { kind: 'phrase/strings-token' }),
  'phrase-strings-codes': (world: World, bench: Bench) =>
    signedIn(world, bench, { kind: 'phrase/strings-token', secondFactor: true, graceMs: DAY }),
  guided: async (world: World, bench: Bench): Promise<Setting> => {
    const { token, issued } = await world.add(bench, 'transifex/api-token', { account: 'Ann' })
    const simulator = world.simulators.transifex
    let made: string | null = null
    return {
      ...{ id: token.id, kind: issued.kind, mode: 'guided', graceMs: 0, old: issued.secret },
      simulator,
      person: {
        make: () => (made ??= simulator.issue('transifex/api-token', { account: 'Ann' }).secret),
        remove: () => {
          if (simulator.live().some((each) => each.secret === issued.secret)) {
            simulator.revoke(issued.secret)
          }
        },
      },
    }
  },
} as const satisfies Record<string, (world: World, bench: Bench) => Promise<Setting>>
export type SettingName = keyof typeof SETTINGS

async function signedIn(
  world: World,
  bench: Bench,
  {
    kind,
    secondFactor = false,
    graceMs = 0,
  }: {
    readonly kind: 'tolgee/pat' | 'tolgee/pak' | 'phrase/strings-token'
    readonly secondFactor?: boolean
    readonly graceMs?: number
  },
): Promise<Setting> {
  const expiresAt = world.clock.now() + 30 * DAY
  const { token, issued } = await world.add(bench, kind, { expiresAt })
  const { tolgee, phrase } = world.simulators
  const simulator: Simulator = kind.startsWith('tolgee') ? tolgee : phrase
  const signIn = simulator.signIn(issued.account.name, { secondFactor })
  return {
    ...{ id: token.id, kind, mode: 'signed-in', graceMs, simulator, old: issued.secret },
    person: { signIn },
  }
}
