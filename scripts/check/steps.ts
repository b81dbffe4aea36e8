import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ensureBuild } from '../build'
import { run, type Ran } from '../process'
import { packageCommand, repoRoot } from '../repo'
import { messageOf } from '../user-error'
import { tallyPlaywright, tallyVitest, type Tally } from './report'

/** What the steps share. */
export interface Stage {
  /** Environment with the runtime, the virtual screen and the throw-away keyring. */
  readonly env: NodeJS.ProcessEnv
  /** A folder for reports, removed afterwards. */
  readonly folder: string
  /** Show the output as it comes instead of only after a failure. */
  readonly live: boolean
  /** Arguments for the runner of tests. */
  readonly filters: readonly string[]
}

export interface StepResult extends Tally {
  readonly output: string
}

export interface Step {
  readonly name: string
  /** False where the script behind it does not exist. */
  readonly available: boolean
  /** Needs the runtime. */
  readonly runtime: boolean
  /** Needs the virtual screen and the keyring. */
  readonly desktop: boolean
  readonly work: (stage: Stage) => Promise<StepResult>
}

const RUNNER_LIMIT_MS = 15 * 60_000

function node(script: string, args: readonly string[], stage: Stage): Promise<Ran> {
  return run(process.execPath, [script, ...args], {
    cwd: repoRoot,
    env: stage.env,
    output: stage.live ? 'inherit' : 'capture',
    timeout: RUNNER_LIMIT_MS,
  })
}

function verdict({ code, output }: Ran): StepResult {
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: [], output }
}

/** A step that passes or fails as a whole. */
function check(name: string, find: () => string, args: readonly string[]): Step {
  const work = async (stage: Stage): Promise<StepResult> => verdict(await node(find(), args, stage))
  return { name, available: true, runtime: false, desktop: false, work }
}

/** The same for one of our own scripts. */
function script(name: string, file: string): Step {
  const available = existsSync(join(repoRoot, 'scripts', file))
  return { ...check(name, () => packageCommand('tsx'), [join('scripts', file)]), available }
}

const build: Step = {
  name: 'build',
  available: true,
  runtime: true,
  desktop: false,
  async work({ env }) {
    try {
      await ensureBuild(env)
      return { passed: 1, failed: 0, skipped: [], output: '' }
    } catch (error) {
      return { passed: 0, failed: 1, skipped: [], output: messageOf(error) }
    }
  },
}

const readReport = (file: string): string | undefined =>
  existsSync(file) ? readFileSync(file, 'utf8') : undefined

const vitest: Step = {
  name: 'vitest',
  available: true,
  runtime: true,
  desktop: true,
  async work(stage) {
    const report = join(stage.folder, 'vitest.json')
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
    const args = ['run', '--config', 'test/vitest.config.ts', ...reporters, ...stage.filters]
    const ran = await node(packageCommand('vitest'), args, stage)
    return { ...tallyVitest(readReport(report), ran.code), output: ran.output }
  },
}

const e2e: Step = {
  name: 'e2e',
  available: true,
  runtime: true,
  desktop: true,
  async work(stage) {
    const report = join(stage.folder, 'playwright.json')
    const args = ['test', '--config', 'test/e2e/playwright.config.ts', ...stage.filters]
    const env = { ...stage.env, KEYGLOT_E2E_REPORT: report }
    const ran = await node(packageCommand('@playwright/test', 'playwright'), args, {
      ...stage,
      env,
    })
    return { ...tallyPlaywright(readReport(report), ran.code), output: ran.output }
  },
}

/** Everything `npm test` does, in this order. */
export const steps: readonly Step[] = [
  check('format', () => packageCommand('prettier'), ['--check', '.']),
  check('lint', () => packageCommand('eslint'), ['.']),
  script('zones', 'check/zones.ts'),
  check('types', () => packageCommand('typescript', 'tsc'), ['-b']),
  script('messages', 'messages.ts'),
  check('unused', () => packageCommand('knip'), ['--no-progress']),
  build,
  vitest,
  e2e,
]

/** The steps that `--only` names; a window needs a build. Undefined: there is no such step. */
export function selectSteps(
  all: readonly Step[],
  only: readonly string[] | undefined,
): readonly Step[] | undefined {
  const there = all.filter(({ available }) => available)
  if (only === undefined) return there
  const known = all.map(({ name }) => name)
  if (!only.every((name) => known.includes(name))) return undefined
  const wanted = only.includes('e2e') ? [...only, 'build'] : only
  return there.filter(({ name }) => wanted.includes(name))
}
