import { SIMULATED_KINDS, startSimulators, type IssuedToken, type Simulators } from '.'
import type { SimulatedKind } from './types'

/** An account to sign in to by hand, with tokens of its own. */
type PrintedSignIn = {
  readonly service: string
  readonly account: string
  readonly username: string
  readonly password: string
  /** One-time codes, each good once and for as long as the simulators run; none are asked for if empty. */
  readonly codes: readonly string[]
  readonly tokens: readonly IssuedToken[]
}

const WITH_PASSWORD = 'Hooli Games'
const WITH_CODES = 'Initech Apps'
const CODES = 8

/**
 * All simulators with one token of every kind, and accounts to sign in to where a platform has a
 * sign-in for programs: for trying things by hand.
 */
export async function runSimulators(): Promise<{
  origins: Record<string, string>
  tokens: readonly IssuedToken[]
  signIns: readonly PrintedSignIn[]
  close(): Promise<void>
}> {
  const simulators = await startSimulators()
  return {
    origins: simulators.endpoints(),
    tokens: SIMULATED_KINDS.map((kind) => simulators.issue(kind)),
    signIns: [WITH_PASSWORD, WITH_CODES].flatMap((account) => [
      printed(simulators, { account, service: 'tolgee', kinds: ['tolgee/pat', 'tolgee/pak'] }),
      printed(simulators, { account, service: 'phrase', kinds: ['phrase/strings-token'] }),
    ]),
    close: () => simulators.close(),
  }
}

function printed(
  simulators: Simulators,
  which: {
    readonly account: string
    readonly service: 'tolgee' | 'phrase'
    readonly kinds: readonly SimulatedKind[]
  },
): PrintedSignIn {
  const { account, service, kinds } = which
  const simulator = simulators[service]
  const secondFactor = account === WITH_CODES
  const { username, password, nextCode } = simulator.signIn(account, { secondFactor })
  // Nobody types all of them within a minute and a half.
  simulator.state.user(account).codes.lifeMs = Number.MAX_SAFE_INTEGER
  return {
    service,
    account,
    username,
    password,
    codes: secondFactor ? Array.from({ length: CODES }, nextCode) : [],
    tokens: kinds.map((kind) => simulators.issue(kind, { account })),
  }
}
