import { ensureBuild } from './build'
import { hasDisplay } from './desktop'
import { forwardSignals, interruption, run } from './process'
import { repoRoot } from './repo'
import { ensureRuntime, runtimeEnv } from './setup'
import { hasKeychainService } from './setup/keychain'
import { sandboxArguments } from './setup/sandbox'
import { runMain, UserError } from './user-error'

const NO_DISPLAY = `There is no display: DISPLAY and WAYLAND_DISPLAY are not set. Ways to one:
  ssh -X you@this-machine      a window on the screen in front of you
  xvfb-run -a npm start        a virtual screen that nobody sees (apt-get install xvfb xauth)
  npm run demo -- --headless   a tour through the app that leaves pictures`

const NO_KEYCHAIN =
  'Warning: no keychain service answers in this session; the app will say so and offer a way on. ' +
  'One that does: apt-get install gnome-keyring dbus-user-session, then log in anew; ' +
  'README.md says how to start one for this session only.'

async function start(): Promise<number> {
  if (process.platform === 'linux' && !hasDisplay(process.env)) throw new UserError(NO_DISPLAY)
  forwardSignals()
  const runtime = await ensureRuntime()
  const sandbox = sandboxArguments(runtime.electronPath)
  const env = { ...process.env, ...runtimeEnv(runtime) }
  const build = await ensureBuild(env)
  if (interruption() !== undefined) return 130
  console.log(build === 'built' ? 'Built the app.' : 'The build is up to date.')
  if (!(await hasKeychainService())) console.warn(NO_KEYCHAIN)
  const args = [repoRoot, ...sandbox, ...process.argv.slice(2)]
  const ran = await run(runtime.electronPath, args, { output: 'inherit', env })
  // Ended by Ctrl-C: that is how a developer closes it.
  return interruption() === 'SIGINT' ? 0 : ran.code
}

await runMain(start)
