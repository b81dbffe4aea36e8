import { chmod, copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { run } from '../../../scripts/process'
import { startBackground, type Background } from '../../../scripts/session/background'
import { repoRoot } from '../../../scripts/repo'

/** A keychain of a test's own, whose troubles the test can cause and repair. Linux only. */
export interface KeychainLab {
  readonly env: Readonly<Record<string, string>>
  /** Starts the service, if it does not run, with an unlocked collection. */
  serve(): Promise<void>
  /** Ends the service: the bus stays, and nobody answers for the keychain. */
  vanish(): Promise<void>
  lock(): Promise<void>
  unlock(): Promise<void>
  /** The service stays on the bus and answers nothing, until `wake`. */
  hang(): void
  wake(): void
  /** What the app has stored under its name. */
  entries(service: string): Promise<readonly { account: string; password: string }[]>
  write(service: string, account: string, password: string): Promise<void>
  remove(service: string, account: string): Promise<void>
  stop(): Promise<void>
}

const PASSWORD = 'lab'
const COLLECTION = '/org/freedesktop/secrets/collection/login'

const busConfig = (socket: string): string => `<!DOCTYPE busconfig PUBLIC
 "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:path=${socket}</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/>
<allow eavesdrop="true"/><allow own="*"/></policy></busconfig>
`

async function places(folder: string): Promise<Record<string, string>> {
  const home = join(folder, 'home')
  const env = {
    HOME: home,
    XDG_CONFIG_HOME: join(home, '.config'),
    XDG_DATA_HOME: join(home, '.local', 'share'),
    XDG_CACHE_HOME: join(home, '.cache'),
    XDG_RUNTIME_DIR: join(folder, 'run'),
  }
  for (const place of Object.values(env)) await mkdir(place, { recursive: true, mode: 0o700 })
  return { ...env, DBUS_SESSION_BUS_ADDRESS: `unix:path=${join(folder, 'run', 'bus')}` }
}

/** Without the file capability of Debian's, which containers refuse. */
async function copyDaemon(folder: string): Promise<string> {
  const name = 'gnome-keyring-daemon'
  const all = (process.env['PATH'] ?? '').split(delimiter).map((part) => join(part, name))
  const original = all.find((file) => existsSync(file))
  if (original === undefined) throw new Error(`${name} is not installed`)
  const copy = join(folder, name)
  await copyFile(original, copy)
  await chmod(copy, 0o700)
  return copy
}

/** Runs a few lines with keytar in a process of their own, on this keychain. */
async function withKeytar(env: NodeJS.ProcessEnv, script: string): Promise<string> {
  const program = `const keytar = require('keytar'); (async () => { ${script} })().catch((error) => { console.error(error.message); process.exit(1) })`
  const ran = await run(process.execPath, ['-e', program], { cwd: repoRoot, env, timeout: 15_000 })
  if (ran.code !== 0) throw new Error(`The keychain said: ${ran.output}`)
  return ran.stdout
}

/** Tells the daemon the collection's password through its control socket, as signing in does. */
function sendUnlock(socket: string): Promise<void> {
  const text = Buffer.from(PASSWORD)
  const packet = Buffer.alloc(12 + text.length)
  packet.writeUInt32BE(packet.length, 0)
  packet.writeUInt32BE(1, 4)
  packet.writeUInt32BE(text.length, 8)
  text.copy(packet, 12)
  return new Promise((resolve, reject) => {
    const stream = connect(socket)
    stream.on('error', reject)
    stream.on('connect', () => stream.write(Buffer.concat([Buffer.alloc(1), packet])))
    stream.once('data', (answer: Buffer) => {
      stream.end()
      if (answer.length >= 8 && answer.readUInt32BE(4) === 0) resolve()
      else reject(new Error('The keyring did not unlock'))
    })
  })
}

/** Asks the bus until somebody answers for the keychain, or nobody does. */
async function untilOwned(env: NodeJS.ProcessEnv, owned: boolean): Promise<void> {
  const ask = [
    '--session',
    '--print-reply',
    '--dest=org.freedesktop.DBus',
    '/org/freedesktop/DBus',
    'org.freedesktop.DBus.NameHasOwner',
    'string:org.freedesktop.secrets',
  ]
  const end = Date.now() + 10_000
  while (Date.now() < end) {
    const asked = await run('dbus-send', ask, { env, timeout: 3000 })
    if (asked.stdout.includes(`boolean ${String(owned)}`)) return
  }
  throw new Error('The keychain service did not change')
}

export async function startKeychainLab(base: NodeJS.ProcessEnv): Promise<KeychainLab> {
  const folder = await mkdtemp(join(tmpdir(), 'keyglot-lab-'))
  const env = await places(folder)
  const whole = { ...base, ...env }
  const config = join(folder, 'bus.conf')
  await writeFile(config, busConfig(join(folder, 'run', 'bus')))
  const daemon = await copyDaemon(folder)
  const busArgs = [`--config-file=${config}`, '--nofork', '--nopidfile', '--print-address=1']
  const bus = await startBackground('dbus-daemon', busArgs, { readyOn: 1 })
  let service: Background | null = null

  const serve = async (): Promise<void> => {
    const args = ['--foreground', '--unlock', '--components=secrets']
    service ??= await startBackground(daemon, args, { env: whole, input: PASSWORD })
    await untilOwned(whole, true)
  }
  const vanish = async (): Promise<void> => {
    await service?.stop()
    service = null
    await untilOwned(whole, false)
  }
  const signal = (name: NodeJS.Signals): void => {
    if (service !== null) process.kill(service.pid, name)
  }
  return {
    env,
    serve,
    vanish,
    async lock() {
      const method = 'org.freedesktop.Secret.Service.Lock'
      const target = ['--dest=org.freedesktop.secrets', '/org/freedesktop/secrets', method]
      const args = ['--session', '--print-reply', ...target, `array:objpath:${COLLECTION}`]
      const ran = await run('dbus-send', args, { env: whole, timeout: 5000 })
      if (ran.code !== 0) throw new Error(ran.output)
    },
    unlock: () => sendUnlock(join(folder, 'run', 'keyring', 'control')),
    hang: () => signal('SIGSTOP'),
    wake: () => signal('SIGCONT'),
    async entries(name) {
      const script = `console.log(JSON.stringify(await keytar.findCredentials(${JSON.stringify(name)})))`
      return JSON.parse(await withKeytar(whole, script)) as { account: string; password: string }[]
    },
    async write(name, account, password) {
      const values = [name, account, password].map((value) => JSON.stringify(value)).join(', ')
      await withKeytar(whole, `await keytar.setPassword(${values})`)
    },
    async remove(name, account) {
      const values = [name, account].map((value) => JSON.stringify(value)).join(', ')
      await withKeytar(
        whole,
        `if (!(await keytar.deletePassword(${values}))) throw new Error('none')`,
      )
    },
    async stop() {
      signal('SIGCONT')
      await service?.stop()
      await bus.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
