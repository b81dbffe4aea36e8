import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { repoRoot } from '../../../../scripts/repo'
import { sandboxArguments } from '../../../../scripts/setup/sandbox'
import { finding, type Check } from './finding'
import { defaultProfile, runToEnd, toldIn, watch, type Told } from './packed'

/** What was seen of one run of a packed app. */
export interface PackedFacts {
  readonly told: Told
  /** All that it wrote until its end. */
  readonly output: string
  /** How many keys are in the keychain under the app's own name, and under the environment's. */
  readonly keys: { readonly own: number; readonly other: number }
  /** Files in its folder, by their paths. */
  readonly files: readonly string[]
}

const ELSEWHERE = 'keyglot-elsewhere'

/**
 * Starts a copy that tells of itself, with all that its environment and its command line can say,
 * and ends it. `awaited`: what it is waited for to say, where it is expected to.
 */
export async function measurePacked(
  executable: string,
  desktop: NodeJS.ProcessEnv,
  awaited: readonly string[] = [],
): Promise<PackedFacts> {
  const env = { ...desktop, KEYGLOT_KEYCHAIN_SERVICE: ELSEWHERE }
  const flags = [...sandboxArguments(executable), '--remote-debugging-port=0']
  const running = watch([executable, ...flags], { env })
  try {
    const read = (): Told | undefined => toldIn(running.output())
    await expect.poll(read, { timeout: 30_000, message: running.output() }).toBeDefined()
    process.kill(running.pid, 'SIGUSR1')
    const keys = { own: await keysOf('Keyglot', env), other: await keysOf(ELSEWHERE, env) }
    for (const text of awaited) await expect.poll(() => running.output()).toContain(text)
    const folder = await defaultProfile(env)
    const files = existsSync(folder) ? filesBelow(folder) : []
    return { told: read() as Told, output: running.output(), keys, files }
  } finally {
    await running.stop()
  }
}

/** Counts the keys under a name, in a process with that keychain around it. */
async function keysOf(service: string, env: NodeJS.ProcessEnv): Promise<number> {
  const keytar = JSON.stringify(join(repoRoot, 'node_modules', 'keytar'))
  const code = `require(${keytar}).findCredentials('${service}').then((all) => console.log('found ' + all.length))`
  const { output } = await runToEnd([process.execPath, '-e', code], { env })
  return Number(/^found (\d+)$/m.exec(output)?.[1])
}

function filesBelow(folder: string): readonly string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
}

const opens: Check<PackedFacts> = {
  name: 'It opens its window and its vault',
  judge: ({ told, files }) =>
    finding(`'${told.title}', ready to use, from ${told.path.split('/').at(-1) ?? ''}`, [
      !told.packaged && 'it takes itself for a development build',
      !told.visible && 'its window is not visible',
      !told.path.endsWith('app.asar') && `it came from ${told.path}`,
      !files.includes('vault.db') && 'there is no vault',
    ]),
}

const variables: Check<PackedFacts> = {
  name: 'KEYGLOT_ variables do nothing',
  judge: ({ keys }) =>
    finding('its key is under its own name, none under that of the environment', [
      keys.own !== 1 && `keys under its own name: ${keys.own}`,
      keys.other !== 0 && `keys under the name of the environment: ${keys.other}`,
    ]),
}

const DEVTOOLS = 'its DevTools opened'

const devTools: Check<PackedFacts> = {
  name: 'DevTools are off',
  judge: ({ output }) =>
    finding('asked to open, they did not', [output.includes(DEVTOOLS) && 'they opened']),
}

const debugging: Check<PackedFacts> = {
  name: 'Chromium’s debugger does not listen',
  judge: ({ output, files }) =>
    finding('--remote-debugging-port has no effect', [
      output.includes('DevTools listening') && 'it said that it listens',
      files.some((name) => name.endsWith('DevToolsActivePort')) && 'it left its port in a file',
    ]),
}

const signal: Check<PackedFacts> = {
  name: 'SIGUSR1 starts no debugger of Node.js',
  judge: ({ output }) =>
    finding('none listened', [output.includes('Debugger listening') && 'one listened']),
}

/** Chromium writes a number for itself into that folder; reports lie below it. */
const CRASH_FILES = /^Crashpad\/(?!client_id$|settings\.dat$|metadata$)/

const crashes: Check<PackedFacts> = {
  name: 'No crash reports',
  judge: ({ told, files }) => {
    const left = files.filter((name) => CRASH_FILES.test(name))
    return finding('the reporter is not started, its folder holds no report', [
      told.crashReports !== 'not started' && `the reporter: ${told.crashReports}`,
      left.length > 0 && `left: ${left.join(', ')}`,
    ])
  },
}

export const PACKED_CHECKS = [opens, variables, devTools, debugging, signal, crashes]
