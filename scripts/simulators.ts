/**
 * Starts the simulators of all services on 127.0.0.1 and prints as one JSON object their origins, a
 * made-up token of every kind, and made-up accounts to sign in to (name, password, one-time codes,
 * tokens), then serves until it is told to stop.
 */
type SampleToken = { readonly kind: string; readonly secret: string; readonly endpoint: string }
type SampleSignIn = {
  readonly service: string
  readonly username: string
  readonly password: string
  readonly codes: readonly string[]
  readonly tokens: readonly SampleToken[]
}
type Command = {
  readonly runSimulators: () => Promise<{
    readonly origins: Readonly<Record<string, string>>
    readonly tokens: readonly SampleToken[]
    readonly signIns: readonly SampleSignIn[]
    close(): Promise<void>
  }>
}

// By a computed name, so that the scripts' project does not depend on the tests' in TypeScript.
const command = new URL('../test/simulator/command.ts', import.meta.url).href
const { runSimulators } = (await import(command)) as Command

const running = await runSimulators()
const { origins, tokens, signIns } = running
console.log(JSON.stringify({ origins, tokens, signIns }, null, 2))

const stop = (): void => {
  void running.close()
}
process.once('SIGTERM', stop)
process.once('SIGINT', stop)
