import { SIMULATED_KINDS, startSimulators, type IssuedToken } from '.'

/** All simulators with one token of every kind, for trying things by hand. */
export async function runSimulators(): Promise<{
  origins: Record<string, string>
  tokens: readonly IssuedToken[]
  close(): Promise<void>
}> {
  const simulators = await startSimulators()
  return {
    origins: simulators.endpoints(),
    tokens: SIMULATED_KINDS.map((kind) => simulators.issue(kind)),
    close: () => simulators.close(),
  }
}
