import { existsSync } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sandboxArguments } from '../../../../scripts/setup/sandbox'
import { finding, type Finding } from './finding'
import { runToEnd } from './packed'

/** A program that somebody tries to get code into, in a folder of the test's own. */
export interface Target {
  readonly executable: string
  /** Arguments of a normal start: none, or the app's folder. */
  readonly args: readonly string[]
  readonly work: string
}

/** One way to get another program's code into the app, and what came of it. */
export interface WayIn {
  readonly name: string
  readonly attempt: (target: Target) => Promise<Finding>
}

/** Without a screen the program ends by itself, after it has begun to run its code. */
function environment(extra: Record<string, string> = {}): NodeJS.ProcessEnv {
  return { ...process.env, DISPLAY: undefined, WAYLAND_DISPLAY: undefined, ...extra }
}

function start({ executable, args, work }: Target, extra: readonly string[] = []) {
  const profile = `--user-data-dir=${join(work, 'profile')}`
  return [executable, ...args, profile, ...sandboxArguments(executable), ...extra] as const
}

const runAsNode: WayIn = {
  name: 'ELECTRON_RUN_AS_NODE',
  async attempt({ executable }) {
    const command = [executable, '-e', 'process.exit(42)'] as const
    const { code } = await runToEnd(command, { env: environment({ ELECTRON_RUN_AS_NODE: '1' }) })
    return finding(`it did not run the code (${String(code)})`, [code === 42 && 'it ran the code'])
  },
}

/** A script that leaves a mark. */
async function intruder(work: string): Promise<{ readonly file: string; readonly mark: string }> {
  const [file, mark] = [join(work, 'intruder.cjs'), join(work, 'mark')]
  await rm(mark, { force: true })
  await writeFile(file, `require('node:fs').writeFileSync(${JSON.stringify(mark)}, '')\n`)
  return { file, mark }
}

const nodeOptions: WayIn = {
  name: 'NODE_OPTIONS=--require',
  async attempt(target) {
    const { file, mark } = await intruder(target.work)
    await runToEnd(start(target), { env: environment({ NODE_OPTIONS: `--require=${file}` }) })
    return finding('it did not load the file', [existsSync(mark) && 'it loaded the file'])
  },
}

const inspect: WayIn = {
  name: '--inspect, --inspect-brk',
  async attempt(target) {
    const said: string[] = []
    for (const flag of ['--inspect=0', '--inspect-brk=0']) {
      const { output } = await runToEnd(start(target, [flag]), {
        env: environment(),
        until: 'Debugger listening',
      })
      if (output.includes('Debugger listening')) said.push(flag)
    }
    return finding('no debugger listened', [said.length > 0 && `listened: ${said.join(', ')}`])
  },
}

/** For a copy, in which something may be put. */
export const appBeside: WayIn = {
  name: 'resources/app beside the archive',
  async attempt(target) {
    const { file, mark } = await intruder(target.work)
    const app = join(target.executable, '..', 'resources', 'app')
    await rm(app, { recursive: true, force: true })
    await mkdir(app, { recursive: true })
    const manifest = { name: 'intruder', version: '1.0.0', main: 'index.js' }
    await writeFile(join(app, 'package.json'), JSON.stringify(manifest))
    await writeFile(join(app, 'index.js'), `require(${JSON.stringify(file)})\n`)
    await runToEnd(start({ ...target, args: [] }), { env: environment() })
    await rm(app, { recursive: true })
    return finding('it was ignored', [existsSync(mark) && 'it ran'])
  },
}

export const WAYS_IN: readonly WayIn[] = [runAsNode, nodeOptions, inspect]
