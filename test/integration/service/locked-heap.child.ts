import { createHmac } from 'node:crypto'
import { readFileSync, writeSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { setImmediate as turn } from 'node:timers/promises'
import { setFlagsFromString, writeHeapSnapshot } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { lazyFormats } from '../../../electron/app/lazy-formats'
import { buildServices } from '../../../electron/app/services'
import { shellWords } from '../../../electron/app/words'
import { createAnnouncer } from '../../../electron/ipc/announcer'
import { createHandlers } from '../../../electron/ipc/handlers'
import { createGuard } from '../../../electron/ipc/register'
import { Registry } from '../../../electron/platform/registry'
import type { ClipboardPort } from '../../../electron/service/port'
import { scheduleFile } from '../../../electron/vault/schedule-file'
import { contract, type Answer, type Input, type Output } from '../../../shared/contract'
import type { CallName } from '../../../shared/contract/names'
import type { TokenId } from '../../../shared/model/token'
import { ok } from '../../../shared/result'
import { hurriedClock } from '../../helper/hurried-clock'
import type { SimulatedKind } from '../../simulator/types'
import { lines, random, value, vaultPlace } from '../../helper/vault'

export interface HeapToken {
  readonly kind: SimulatedKind
  readonly secret: string
  readonly origin: string
  readonly server: string
  readonly fields: Readonly<Record<string, string>>
  readonly label: string
  /** What is done with it beside checking, copying and revealing. */
  readonly also: readonly ('exchange' | 'list' | 'rotate' | 'wrap')[]
  readonly signIn: { readonly username: string; readonly password: string } | null
}

export interface HeapTask {
  readonly tokens: readonly HeapToken[]
  readonly abandoned: string
}

/**
 * The services over a real vault and real HTTP to simulators in another process: does everything
 * with its tokens that needs their values, and writes a heap snapshot when it is told to.
 */
const [work = '', endpoints = '{}'] = process.argv.slice(2)
const HURRY = 50

setFlagsFromString('--expose-gc')
// otherwise only the beginning of a long text is written
setFlagsFromString('--heap-snapshot-string-limit=10000000')
const collect = runInNewContext('gc') as () => void

const clock = hurriedClock(HURRY)
const log = lines()
const place = vaultPlace()
const registry = new Registry({
  version: '1.2.3',
  clock,
  random,
  log,
  proxyFor: () => Promise.resolve(null),
  endpoints: JSON.parse(endpoints) as Record<string, string>,
  deadlineMs: 10_000 * HURRY,
})
const board = { text: '' }
const clipboard: ClipboardPort = {
  history: 'excluded',
  read: () => Promise.resolve(board.text),
  write: (text) => Promise.resolve(ok(void (board.text = text))),
  clear: () => Promise.resolve(ok(void (board.text = ''))),
  selection: null,
}
const services = buildServices({
  announcer: createAnnouncer({ send: () => undefined }, { check: true }),
  chooser: { choose: () => Promise.resolve(null) },
  browser: { open: () => Promise.resolve(ok()) },
  clipboard,
  clock,
  files: { choose: () => Promise.resolve(null) },
  formats: lazyFormats(),
  fingerprint: { of: (bytes) => createHmac('sha256', 'test').update(bytes).digest('hex') },
  log,
  notifier: { available: false, show: () => undefined, badge: () => undefined },
  opener: place.opener({ clock }),
  platforms: registry,
  random,
  schedule: scheduleFile({ folder: place.folder, keychain: place.keychain, random }),
  triggers: { idleSeconds: () => 0, listen: () => undefined },
  saver: { choose: () => Promise.resolve(null) },
  words: shellWords(),
  onSettings: () => undefined,
  onLocked: () => undefined,
})
const handlers = createHandlers({
  ...services,
  info: {
    version: '0.0.0',
    electron: '0.0.0',
    clipboardHistory: 'excluded',
    desktopNotifications: false,
  },
  desktop: () => Promise.resolve({ screenLock: 'yes', tray: true }),
  dataFolder: '/data',
  showDataFolder: () => Promise.resolve(''),
  reload: () => undefined,
  companion: () => undefined,
  kit: { savePdf: () => Promise.resolve(ok({ file: null })), print: () => Promise.resolve(ok()) },
  log,
})
const guard = createGuard({
  contract,
  handlers,
  trusted: () => true,
  vaultOpen: services.vault.isOpen,
  log,
})

async function call<N extends CallName>(name: N, input: Input<N>): Promise<Output<N>> {
  return value((await guard({}, name, structuredClone(input))) as Answer<N>)
}

async function add(token: HeapToken): Promise<TokenId> {
  // as people paste: in a command, with the server's address
  const text = `curl -H "Authorization: Bearer ${token.secret}" ${token.origin}/v2/projects`
  const draft = await call('draft.open', {
    text: token.also.includes('wrap') ? text : token.secret,
  })
  const subject = { id: draft.id, kind: token.kind, server: serverOf(token), fields: token.fields }
  await call('draft.check', subject)
  const saved = await call('draft.save', {
    ...subject,
    label: token.label,
    note: '',
    expiry: null,
    rotateEveryDays: null,
  })
  return saved.id
}

function serverOf({ kind, server, origin }: HeapToken): { id: string; baseUrl: string | null } {
  const kinds = services.platforms.list().flatMap((service) => service.kinds)
  const known = kinds.find((each) => each.id === kind)?.servers.some(({ id }) => id === server)
  return known === true ? { id: server, baseUrl: null } : { id: 'custom', baseUrl: origin }
}

async function useAll(): Promise<void> {
  const task = JSON.parse(readFileSync(work, 'utf8')) as HeapTask
  for (const token of task.tokens) {
    const id = await add(token)
    await call('check.one', { id })
    await call('token.copy', { id })
    await call('token.reveal', { id })
    if (token.also.includes('exchange')) await call('exchange.copy', { id })
    if (token.also.includes('list')) {
      const { problem } = await call('inventory.list', { id })
      if (problem !== null) throw new Error(`not listed: ${problem}`)
    }
    if (token.also.includes('rotate')) await rotate(id, token)
  }
  // a draft that nobody saved
  await call('draft.open', { text: task.abandoned })
  await call('check.many', { ids: null })
}

async function signIn(id: TokenId, account: NonNullable<HeapToken['signIn']>): Promise<void> {
  const { problem } = await call('session.signIn', { id, ...account, code: null })
  if (problem !== null) throw new Error(`not signed in: ${problem}`)
}

async function rotate(id: TokenId, token: HeapToken): Promise<void> {
  await call('rotation.begin', { id, mode: 'signed-in', graceMs: 0 })
  await call('rotation.start', { id })
  if (token.signIn) await signIn(id, token.signIn)
  for (let turns = 0; turns < 100_000; turns++) {
    const view = await call('rotation.view', { id })
    if (view === null) return
    const need = view.waiting?.need
    if (need === 'agreement') await call('rotation.promote', { id })
    else if (need === 'delivery') await call('rotation.deliver', { id })
    else if (need === 'help') throw new Error('the rotation needs help')
    await turn()
  }
  throw new Error('the rotation does not end')
}

const commands: Record<string, () => Promise<unknown>> = {
  open: () => services.vault.start(),
  use: useAll,
  async lock() {
    services.vault.lock('user')
    await turn()
  },
  async snapshot() {
    for (let times = 0; times < 3; times++) {
      collect()
      await turn()
    }
    return writeHeapSnapshot(`${work}.heapsnapshot`)
  },
  async end() {
    await registry.close()
    place.remove()
  },
}

for await (const line of createInterface({ input: process.stdin })) {
  try {
    await commands[line]?.()
    writeSync(1, 'done\n')
  } catch (cause) {
    writeSync(
      1,
      `${String(cause instanceof Error ? cause.stack : cause).replaceAll('\n', ' | ')}\n`,
    )
  }
}
