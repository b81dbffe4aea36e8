/**
 * Starts the simulators of all services on 127.0.0.1 and prints their origins and a made-up token
 * of every kind as one JSON object, then serves until it is told to stop.
 */
type SampleToken = { readonly kind: string; readonly secret: string; readonly endpoint: string }
type Command = {
  readonly runSimulators: () => Promise<{
    readonly origins: Readonly<Record<string, string>>
    readonly tokens: readonly SampleToken[]
    close(): Promise<void>
  }>
}

// By a computed name, so that the scripts' project does not depend on the tests' in TypeScript.
const command = new URL('../test/simulator/command.ts', import.meta.url).href
const { runSimulators } = (await import(command)) as Command

const running = await runSimulators()
console.log(JSON.stringify({ origins: running.origins, tokens: running.tokens }, null, 2))

const stop = (): void => {
  void running.close()
}
process.once('SIGTERM', stop)
process.once('SIGINT', stop)
