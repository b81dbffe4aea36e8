import { createHmac } from 'node:crypto'
import { createReadStream, existsSync } from 'node:fs'
import { basename } from 'node:path'
import { vi } from 'vitest'
import { buildServices, type Services } from '../../electron/app/services'
import { shellWords } from '../../electron/app/words'
import { createAnnouncer } from '../../electron/ipc/announcer'
import { createHandlers } from '../../electron/ipc/handlers'
import { createGuard } from '../../electron/ipc/register'
import type { Platforms } from '../../electron/platform/adapter'
import type {
  ClipboardPort,
  FileSaver,
  LockEvent,
  LockTriggers,
  Notifier,
  OpenVault,
  SealedNote,
  FileOpener,
  SaveTarget,
} from '../../electron/service/port'
import type { FileChooser } from '../../electron/service/backup-port'
import type { OpenOutcome, VaultOpener } from '../../electron/service/vault-port'
import { contract, type Answer, type Input, type Output } from '../../shared/contract'
import type { EventPayload } from '../../shared/contract/event'
import type { CallName, EventName } from '../../shared/contract/names'
import { appError } from '../../shared/error'
import type { TokenSummary } from '../../shared/model/token'
import type { LockReason } from '../../shared/model/vault'
import { err, ok, type Result } from '../../shared/result'
import { manualClock, type ManualClock } from './manual-clock'
import { ScriptedPlatforms } from './scripted-platforms'
import { quickFormats } from './transfer/quick'
import { lines, random, value, vaultPlace, type Lines, type VaultPlace } from './vault'

// every write of the real vault waits for the disk, which others may keep busy
vi.setConfig({ testTimeout: 60_000 })

export interface MemoryClipboard extends ClipboardPort {
  text: string
  /** What was selected last. */
  selected: string
  broken: boolean
}

export interface MemoryNotifier extends Notifier {
  readonly shown: Parameters<Notifier['show']>[0][]
  count: number
}

/** Tells what a test says. */
export interface ManualTriggers extends LockTriggers {
  idle: number
  tell(event: LockEvent): void
}

/** Takes every file that is to be saved, or none. */
export interface MemorySaver extends FileSaver {
  readonly files: Map<string, string>
  /** The same as bytes; a test may change them before they are read again. */
  readonly bytes: Map<string, Buffer>
  declines: boolean
  /** The last that was asked for. */
  asked: Parameters<FileSaver['choose']>[0] | null
  /** What becomes of a file on its way to the disk. */
  onWrite: (bytes: Buffer) => Buffer
}

/** Gives the one file that is to be opened; null: none is chosen. */
export interface MemoryFiles extends FileOpener {
  next: { readonly name: string; readonly bytes: Uint8Array } | null
}

/** Chooses the file of that path; null: none. */
export interface DiskChooser extends FileChooser {
  path: string | null
}

/** A clock whose wall time can jump while its timers stand still, as in a machine that sleeps. */
export interface SleepyClock extends ManualClock {
  sleep(ms: number): void
}

/** The services over a real vault file, behind the real guard, with scripted platforms. */
export interface Bench {
  readonly services: Services
  readonly place: VaultPlace
  readonly clock: SleepyClock
  readonly platforms: ScriptedPlatforms
  readonly clipboard: MemoryClipboard
  readonly notifier: MemoryNotifier
  readonly saver: MemorySaver
  readonly chooser: DiskChooser
  readonly triggers: ManualTriggers
  readonly files: MemoryFiles
  readonly pages: string[]
  /** Why the window was told to let go. */
  readonly locks: LockReason[]
  /** What the window was told of screen captures, in turn. */
  readonly captures: boolean[]
  readonly log: Lines
  readonly events: { name: EventName; payload: unknown }[]
  /** A call as the window makes it. */
  call<N extends CallName>(name: N, input: Input<N>): Promise<Answer<N>>
  /** The same, where it has to succeed. */
  must<N extends CallName>(name: N, input: Input<N>): Promise<Output<N>>
  /** The payloads of one event so far. */
  told<N extends EventName>(name: N): EventPayload<N>[]
  /** Every token that the list shows. */
  list(): Promise<TokenSummary[]>
  /** Pastes and saves a value. */
  add(text: string, change?: Partial<Input<'draft.save'>>): Promise<TokenSummary>
  /** Ends the services as the app does, and starts new ones over the same file. */
  restart(): Promise<Bench>
  end(): void
}

export interface BenchOptions {
  readonly place?: VaultPlace
  readonly clock?: SleepyClock
  readonly platforms?: ScriptedPlatforms
  /** What the services ask instead, for example a real registry over simulators. */
  readonly registry?: Platforms
  readonly notifications?: boolean
  /** What reminds while the vault is locked; a note in memory if not given. */
  readonly schedule?: SealedNote
  /** Wraps what the vault offers, for faults. */
  readonly vault?: (vault: OpenVault) => OpenVault
}

export async function openBench(options: BenchOptions = {}): Promise<Bench> {
  const bench = closedBench(options)
  const status = await bench.services.vault.start()
  if (status.state !== 'open') throw new Error(`The vault did not open: ${status.state}`)
  return bench
}

/** The same before the vault is opened. */
export function closedBench(options: BenchOptions = {}): Bench {
  const place = options.place ?? vaultPlace()
  const clock = options.clock ?? sleepyClock()
  const platforms = options.platforms ?? new ScriptedPlatforms(clock)
  const log = lines()
  const events: Bench['events'] = []
  const clipboard = memoryClipboard()
  const notifier = memoryNotifier(options.notifications ?? true)
  const saver = memorySaver()
  const chooser = diskChooser()
  const triggers = manualTriggers()
  const schedule = options.schedule ?? memoryNote()
  const files = memoryFiles()
  const pages: string[] = []
  const locks: LockReason[] = []
  const captures: boolean[] = []
  const services = buildServices({
    announcer: createAnnouncer(
      { send: (_channel, name, payload) => events.push({ name, payload }) },
      { check: true },
    ),
    browser: { open: (url) => Promise.resolve(ok(void pages.push(url))) },
    chooser,
    clipboard,
    clock,
    files,
    formats: quickFormats,
    fingerprint: { of: (bytes) => createHmac('sha256', 'test').update(bytes).digest('hex') },
    log,
    notifier,
    opener: wrapped(place.opener({ clock }), options.vault),
    platforms: options.registry ?? platforms,
    random,
    schedule,
    saver,
    triggers,
    words: shellWords(),
    onLocked: (reason) => void locks.push(reason),
    onSettings: ({ screenCapture }) => void captures.push(screenCapture),
  })
  const handlers = createHandlers({
    ...services,
    info: {
      version: '0.0.0',
      electron: '0.0.0',
      clipboardHistory: 'excluded',
      desktopNotifications: true,
    },
    desktop: () => Promise.resolve({ screenLock: 'yes', tray: true }),
    dataFolder: '/data',
    showDataFolder: () => Promise.resolve(''),
    reload: () => undefined,
    companion: () => undefined,
    kit: { savePdf: () => Promise.resolve(ok({ file: null })), print: () => Promise.resolve(ok()) },
    log,
  })
  const { isOpen: vaultOpen } = services.vault
  const guard = createGuard({ contract, handlers, trusted: () => true, vaultOpen, log })
  const call = async <N extends CallName>(name: N, input: Input<N>) =>
    (await guard({}, name, structuredClone(input))) as Answer<N>
  const must: Bench['must'] = async (name, input) => value(await call(name, input))
  const bench: Bench = {
    services,
    place,
    clock,
    platforms,
    clipboard,
    notifier,
    saver,
    chooser,
    triggers,
    files,
    pages,
    locks,
    captures,
    log,
    events,
    call,
    must,
    told: <N extends EventName>(name: N) =>
      events.filter((each) => each.name === name).map((each) => each.payload as EventPayload<N>),
    list: async () => JSON.parse((await must('token.list', null)).rows) as TokenSummary[],
    add: (text, change) => addToken(must, text, change),
    restart: () => {
      services.vault.close()
      return openBench({ ...options, place, clock, platforms, schedule })
    },
    end: () => {
      services.vault.close()
      place.remove()
    },
  }
  return bench
}

async function addToken(
  must: Bench['must'],
  text: string,
  change: Partial<Input<'draft.save'>> = {},
): Promise<TokenSummary> {
  const draft = await must('draft.open', { text })
  const candidate = draft.candidates[0]
  if (!candidate) throw new Error('nothing was recognized')
  const server = await serverOf(must, candidate.kind)
  return must('draft.save', {
    id: draft.id,
    kind: candidate.kind,
    server: { id: server, baseUrl: null },
    fields: {},
    label: candidate.suggestedLabel,
    note: '',
    expiry: null,
    rotateEveryDays: null,
    ...change,
  })
}

/** The id of a kind's first server. */
async function serverOf(must: Bench['must'], kind: string): Promise<string> {
  const kinds = (await must('platform.list', null)).flatMap((each) => each.kinds)
  const server = kinds.find((each) => each.id === kind)?.servers[0]
  if (!server) throw new Error(`no server for ${kind}`)
  return server.id
}

export function sleepyClock(): SleepyClock {
  const clock = manualClock()
  let slept = 0
  return {
    now: () => clock.now() + slept,
    monotonic: () => clock.monotonic(),
    after: (ms, run) => clock.after(ms, run),
    pass: (ms) => clock.pass(ms),
    get waiting() {
      return clock.waiting
    },
    sleep: (ms) => (slept += ms),
  }
}

function memoryClipboard(): MemoryClipboard {
  const board: MemoryClipboard = {
    text: '',
    selected: '',
    broken: false,
    history: 'excluded',
    write: (text) => attempt(() => (board.text = text)),
    read: () => (board.broken ? Promise.reject(new Error('broken')) : Promise.resolve(board.text)),
    clear: () => attempt(() => (board.text = '')),
    selection: {
      read: () => Promise.resolve(board.selected),
      clear: () => attempt(() => (board.selected = '')),
    },
  }
  const attempt = (act: () => void): Promise<Result<void>> => {
    if (board.broken) return Promise.resolve(err(appError('clipboard.failed')))
    act()
    return Promise.resolve(ok())
  }
  return board
}

function manualTriggers(): ManualTriggers {
  const listeners: ((event: LockEvent) => void)[] = []
  const triggers: ManualTriggers = {
    idle: 0,
    idleSeconds: () => triggers.idle,
    listen: (listener) => void listeners.push(listener),
    tell: (event) => listeners.forEach((listener) => listener(event)),
  }
  return triggers
}

function memoryNote(): SealedNote {
  let text = 'null'
  return {
    read: () => Promise.resolve(JSON.parse(text) as unknown),
    write: (value) => Promise.resolve(ok(void (text = JSON.stringify(value)))),
    drop: () => Promise.resolve(void (text = 'null')),
  }
}

function memorySaver(): MemorySaver {
  const saver: MemorySaver = {
    files: new Map(),
    bytes: new Map(),
    declines: false,
    asked: null,
    onWrite: (bytes) => bytes,
    choose: (asked) => {
      saver.asked = asked
      return Promise.resolve(saver.declines ? null : targetOf(saver, asked.name))
    },
  }
  return saver
}

function targetOf(saver: MemorySaver, name: string): SaveTarget {
  return {
    name,
    async write(next) {
      const pieces: Buffer[] = []
      for (;;) {
        const piece = await next()
        if (!piece.ok) return piece
        if (piece.value === null) break
        pieces.push(Buffer.from(piece.value))
      }
      const bytes = saver.onWrite(Buffer.concat(pieces))
      saver.files.set(name, bytes.toString('utf8'))
      saver.bytes.set(name, bytes)
      return ok()
    },
    read: () => {
      const bytes = saver.bytes.get(name)
      return Promise.resolve(bytes ? ok(Buffer.from(bytes)) : err(appError('file.unreadable')))
    },
  }
}

function memoryFiles(): MemoryFiles {
  const files: MemoryFiles = {
    next: null,
    choose: () => {
      const chosen = files.next
      if (chosen === null) return Promise.resolve(null)
      const read = () => Promise.resolve(ok(Buffer.from(chosen.bytes)))
      return Promise.resolve({ name: chosen.name, read })
    },
  }
  return files
}

function diskChooser(): DiskChooser {
  const chooser: DiskChooser = {
    path: null,
    choose() {
      const { path } = chooser
      if (path === null) return Promise.resolve(null)
      return Promise.resolve({
        name: basename(path),
        pieces: (end) => (existsSync(path + end) ? createReadStream(path + end) : null),
      })
    },
  }
  return chooser
}

function memoryNotifier(available: boolean): MemoryNotifier {
  const notifier: MemoryNotifier = {
    available,
    shown: [],
    count: 0,
    show: (notification) => void notifier.shown.push(notification),
    badge: (count) => (notifier.count = count),
  }
  return notifier
}

function wrapped(opener: VaultOpener, wrap: BenchOptions['vault']): VaultOpener {
  if (!wrap) return opener
  const wrapOpen = (outcome: OpenOutcome): OpenOutcome =>
    outcome.state === 'open' ? { ...outcome, vault: wrap(outcome.vault) } : outcome
  return {
    exists: () => opener.exists(),
    backups: opener.backups,
    setAside: () => opener.setAside(),
    dropPin: () => opener.dropPin(),
    settled: () => opener.settled(),
    create: async (password) => wrapOpen(await opener.create(password)),
    open: async (onWaiting, how) => wrapOpen(await opener.open(onWaiting, how)),
  }
}
