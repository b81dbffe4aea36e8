import { randomBytes } from 'node:crypto'
import { chmod, copyFile, mkdir } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { existsSync } from 'node:fs'
import { run } from '../process'
import { repoRoot } from '../repo'
import { startBackground, type Background } from './background'
import { startBus } from './bus'

/** A session bus and a keyring of their own, and the environment that leads programs to them. */
export interface Keyring {
  readonly env: Readonly<Record<string, string>>
  readonly stop: () => Promise<void>
}

/** Tries until a value written into the keychain comes back, for ten seconds at most. */
const roundTrip = `
const keytar = require('keytar')
const end = Date.now() + 10000
const attempt = () =>
  keytar.setPassword('keyglot-set-up', 'probe', 'unlocked')
    .then(() => keytar.getPassword('keyglot-set-up', 'probe'))
    .then((value) => {
      if (value !== 'unlocked') throw new Error('read back ' + value)
      return keytar.deletePassword('keyglot-set-up', 'probe')
    })
    .catch((error) => {
      if (Date.now() > end) { console.error(error.message); process.exit(1) }
      return new Promise((resolve) => setTimeout(resolve, 50)).then(attempt)
    })
attempt()
`

async function makeHome(folder: string): Promise<Record<string, string>> {
  const home = join(folder, 'home')
  const places = {
    HOME: home,
    XDG_CONFIG_HOME: join(home, '.config'),
    XDG_DATA_HOME: join(home, '.local', 'share'),
    XDG_STATE_HOME: join(home, '.local', 'state'),
    XDG_CACHE_HOME: join(home, '.cache'),
    XDG_RUNTIME_DIR: join(folder, 'run'),
  }
  for (const place of Object.values(places)) await mkdir(place, { recursive: true, mode: 0o700 })
  return places
}

/**
 * A copy of the daemon. Debian gives the original a file capability (CAP_IPC_LOCK), with which
 * containers refuse to start it, and which would cut the leash of `startBackground`.
 */
async function copyDaemon(folder: string): Promise<string> {
  const name = 'gnome-keyring-daemon'
  const places = (process.env['PATH'] ?? '').split(delimiter).map((part) => join(part, name))
  const original = places.find((file) => existsSync(file))
  if (original === undefined) throw new Error(`${name} is not installed`)
  const copy = join(folder, name)
  await copyFile(original, copy)
  await chmod(copy, 0o700)
  return copy
}

/**
 * Starts a session bus and an unlocked gnome-keyring whose files live in `folder` only: HOME and
 * the XDG folders of its environment are there too, so that the user's own keyring is out of reach.
 */
export async function startKeyring(folder: string): Promise<Keyring> {
  const places = await makeHome(folder)
  const daemon = await copyDaemon(folder)

  const started: Background[] = []
  const stop = async (): Promise<void> => {
    for (const program of started.splice(0).reverse()) await program.stop()
  }
  try {
    const bus = await startBus(join(folder, 'run'))
    started.push(bus.daemon)
    const env = { ...places, DBUS_SESSION_BUS_ADDRESS: bus.address }
    const whole = { ...process.env, ...env }
    const args = ['--foreground', '--unlock', '--components=secrets']
    const input = randomBytes(24).toString('base64url')
    started.push(await startBackground(daemon, args, { env: whole, input }))
    const proof = await run(process.execPath, ['-e', roundTrip], { cwd: repoRoot, env: whole })
    if (proof.code !== 0) throw new Error(`The throw-away keyring does not work: ${proof.output}`)
    return { env, stop }
  } catch (error) {
    await stop()
    throw error
  }
}
