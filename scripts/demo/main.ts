import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import {
  launchApp,
  makeProfile,
  removeProfile,
  type RunningApp,
} from '../../test/helper/app/launch'
import { seedVault } from '../../test/helper/app/seed'
import { startSimulators } from '../../test/simulator/index'
import { ensureBuild } from '../build'
import { hasDisplay, startDesktop } from '../desktop'
import { forwardSignals } from '../process'
import { packageVersion } from '../repo'
import { ensureRuntime, runtimeEnv, type Runtime } from '../setup'
import { runMain, UserError } from '../user-error'
import { checkAll, many, odds, settingAside } from './more'
import { clearPictures, createCamera } from './pictures'
import { Recorder } from './report'
import { rotations } from './rotations'
import { movingInAndOut } from './transfer'
import { vaultCare } from './vault'
import { beginnings, details, extras, fill, guides, lists, troubles, type Tour } from './tour'

const USAGE = `Usage: npm run demo                              a tour in a window, left open for you
       npm run demo -- --headless --out FOLDER   without a screen; pictures and report.json in FOLDER`

const NO_DISPLAY = `There is no display for the window. Without one:
  npm run demo -- --headless --out out/demo   pictures of every view instead`

const MANY = 10_000

interface Options {
  readonly headless: boolean
  readonly out: string | null
}

function optionsOf(args: string[]): Options {
  try {
    const { values } = parseArgs({
      args,
      options: { headless: { type: 'boolean', default: false }, out: { type: 'string' } },
    })
    const out = values.out ?? (values.headless ? 'out/demo' : null)
    return { headless: values.headless, out: out === null ? null : resolve(out) }
  } catch {
    throw new UserError(USAGE)
  }
}

/** With a window to look at, the tour fills it and leaves it; without, it visits every view. */
async function wholeTour(tour: Tour, { headless }: Options): Promise<void> {
  if (headless) await beginnings(tour)
  const added = await fill(tour)
  if (!headless) return
  await lists(tour)
  await details(tour)
  await odds(tour, added)
  await extras(tour)
  await guides(tour, added)
  await checkAll(tour)
  await movingInAndOut(tour)
  await vaultCare(tour)
  await troubles(tour)
  await settingAside(tour)
}

/** An app of the tour's, on a throw-away profile of its own; `again` starts it once more there. */
interface Begun {
  readonly running: RunningApp
  readonly again: () => Promise<RunningApp>
}
type Begin = (tokens?: number) => Promise<Begun>

async function show(
  begin: Begin,
  tour: Omit<Tour, 'app' | 'page'>,
  options: Options,
): Promise<void> {
  const { running } = await begin()
  running.page.setDefaultTimeout(15_000)
  await wholeTour({ ...tour, app: running.app, page: running.page }, options)
  if (!options.headless) {
    console.log('The window is yours. Close it to end the demo.')
    await new Promise((done) => running.app.process().once('exit', done))
  }
  await running.close()
  if (!options.headless) return
  await rotations(tour, begin)
  await many(tour, async () => (await begin(MANY)).running)
}

async function writeReport(
  out: string,
  recorder: Recorder,
  facts: { readonly runtime: Runtime; readonly pictures: readonly string[] },
): Promise<void> {
  const { kind, version, reason } = facts.runtime
  recorder.pictures.push(...facts.pictures)
  await recorder.write(out, {
    runtime: { kind, reason },
    versions: { electron: version, playwright: packageVersion('@playwright/test') },
  })
  console.log(`${facts.pictures.length} pictures and report.json in ${out}`)
}

async function demo(): Promise<number> {
  const options = optionsOf(process.argv.slice(2))
  const seen = options.headless || process.platform !== 'linux' || hasDisplay(process.env)
  if (!seen) throw new UserError(NO_DISPLAY)
  forwardSignals()
  const runtime = await ensureRuntime({ desktop: true })
  await ensureBuild({ ...process.env, ...runtimeEnv(runtime) })
  const recorder = new Recorder((line) => console.log(line))
  if (options.out !== null) await clearPictures(options.out)
  const camera = createCamera(options.out)
  const { env, stop } = await startDesktop({ display: options.headless ? 'own' : 'auto' })
  // the tour is quicker than any platform's rate limits allow
  const platforms = await startSimulators({ limits: false })
  const profiles: string[] = []
  const begin: Begin = async (tokens = 0) => {
    const profile = await makeProfile()
    profiles.push(profile)
    if (tokens > 0) await seedVault(profile, tokens, env)
    const { electronPath } = runtime
    const again = (): Promise<RunningApp> =>
      launchApp({ electronPath, env, profile, endpoints: platforms.endpoints() })
    return { running: await again(), again }
  }
  try {
    await show(begin, { platforms, camera, recorder }, options)
  } finally {
    if (options.out !== null) {
      await writeReport(options.out, recorder, { runtime, pictures: camera.taken })
    }
    await platforms.close()
    await stop()
    for (const profile of profiles) await removeProfile(profile)
  }
  return recorder.failed.length === 0 ? 0 : 1
}

await runMain(demo)
