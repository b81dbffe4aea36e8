import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { launchApp, makeProfile, removeProfile } from '../../test/helper/app/launch'
import { startSimulators } from '../../test/simulator/index'
import { ensureBuild } from '../build'
import { startDesktop } from '../desktop'
import { forwardSignals } from '../process'
import { packageVersion } from '../repo'
import { ensureRuntime, runtimeEnv } from '../setup'
import { runMain, UserError } from '../user-error'
import { createCamera } from './pictures'
import { Recorder } from './report'
import { beginnings, details, extras, fill, guides, lists, troubles, type Tour } from './tour'

const USAGE = `Usage: npm run demo                              a tour in a window, left open for you
       npm run demo -- --headless --out FOLDER   without a screen; pictures and report.json in FOLDER`

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

async function wholeTour(tour: Tour, { headless }: Options): Promise<void> {
  if (headless) await beginnings(tour)
  const added = await fill(tour)
  if (!headless) return
  await lists(tour)
  await details(tour)
  await extras(tour)
  await guides(tour, added)
  await troubles(tour)
}

async function demo(): Promise<number> {
  const options = optionsOf(process.argv.slice(2))
  forwardSignals()
  const runtime = await ensureRuntime({ desktop: true })
  await ensureBuild({ ...process.env, ...runtimeEnv(runtime) })
  const recorder = new Recorder((line) => console.log(line))
  const camera = createCamera(options.out)
  const desktop = await startDesktop({ display: options.headless ? 'own' : 'auto', keyring: 'own' })
  // the tour is quicker than any platform's rate limits allow
  const platforms = await startSimulators({ limits: false })
  const profile = await makeProfile()
  try {
    const running = await launchApp({
      electronPath: runtime.electronPath,
      env: desktop.env,
      profile,
      endpoints: platforms.endpoints(),
    })
    running.page.setDefaultTimeout(15_000)
    await wholeTour({ app: running.app, page: running.page, platforms, camera, recorder }, options)
    const electron = await running.app.evaluate(() => process.versions.electron)
    if (!options.headless) {
      console.log('The window is yours. Close it to end the demo.')
      await new Promise((done) => running.app.process().once('exit', done))
    }
    await running.close()
    recorder.pictures.push(...camera.taken)
    if (options.out !== null) {
      await recorder.write(options.out, {
        runtime: { kind: runtime.kind, reason: runtime.reason },
        versions: { electron, playwright: packageVersion('@playwright/test') },
      })
      console.log(`${camera.taken.length} pictures and report.json in ${options.out}`)
    }
    return recorder.failed.length === 0 ? 0 : 1
  } finally {
    await platforms.close()
    await desktop.stop()
    await removeProfile(profile)
  }
}

await runMain(demo)
