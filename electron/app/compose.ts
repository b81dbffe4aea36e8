import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { app, powerMonitor, shell, type BrowserWindow, type IpcMainInvokeEvent } from 'electron'
import { contract } from '../../shared/contract'
import { createAnnouncer } from '../ipc/announcer'
import { createHandlers } from '../ipc/handlers'
import { createGuard } from '../ipc/register'
import { createOsKeychain } from '../keychain/os-keychain'
import { chooseProxy } from '../platform/http/proxy'
import { Registry } from '../platform/registry'
import { createVaultOpener } from '../vault/open'
import { scheduleFile } from '../vault/schedule-file'
import { buildAround } from './around'
import { systemBrowser } from './browser'
import { systemClipboard } from './clipboard'
import { systemClock as clock } from './clock'
import { setCompanion } from './companion'
import { systemFileChooser } from './file-chooser'
import { systemFileOpener } from './file-opener'
import { systemFileSaver } from './file-saver'
import { lazyFormats } from './lazy-formats'
import { FileLog } from './log'
import { windowKitPrinter } from './kit-printer'
import { systemLockTriggers } from './lock-triggers'
import { systemNotifier } from './notifier'
import { processRules } from './process-rules'
import { systemProxy } from './proxy'
import { processFingerprint, systemRandom as random } from './random'
import { buildServices, type Services } from './services'
import { surroundings } from './surroundings'
import { trustedSender } from './trusted-sender'
import { forget, showWindow } from './window'
import { shellWords } from './words'
import { canOpen } from './opener'

/** By then the list is shown: menu and log would only be in its way. */
const QUIET_MS = 1500
/** How long the end waits for the keychain to hear of the vault's last state. */
const SETTLE_MS = 1000

type Answerer = (event: IpcMainInvokeEvent, ...args: unknown[]) => unknown

/** The running main process, as its start needs it. */
export interface Composition {
  readonly answer: Answerer
  /** What can wait until the window is on its way. */
  afterWindow(): void
  /** Leaves nothing behind: clipboard, requests, vault. */
  end(): Promise<void>
}

/** Builds and wires everything, by hand. Nothing else in the program constructs a service. */
export function compose(window: () => BrowserWindow | null): Composition {
  const data = app.getPath('userData')
  const log = new FileLog()
  const ports = buildPorts({ window, data, log })
  const services = buildServices({
    ...ports,
    onSettings: (settings) => around.onSettings(settings),
    onLocked: () => forget(window()),
  })
  const around = buildAround({ ...ports, window, services: () => services })
  const handlers = createHandlers({
    ...services,
    info: {
      version: app.getVersion(),
      electron: process.versions.electron,
      clipboardHistory: ports.clipboard.history,
      desktopNotifications: ports.notifier.available,
    },
    desktop: () => around.desktop(),
    dataFolder: data,
    showDataFolder: () =>
      canOpen() ? shell.openPath(data) : Promise.resolve('nothing here opens folders'),
    ...windowActs(window),
    kit: windowKitPrinter(window, ports.saver, ports.words),
    log,
  })

  const answer = createGuard<IpcMainInvokeEvent>({
    contract,
    handlers,
    trusted: trustedSender(window),
    // a question that came too early would have to be asked again
    vaultOpen: () => services.vault.isOpen() || opening.then(services.vault.isOpen),
    log,
  })
  tellRules(log)
  const opening = services.vault.start()
  // made while the keychain is looking for the key
  services.platforms.list()

  return {
    answer,
    afterWindow() {
      clock.after(QUIET_MS, () => {
        void import('./menu').then(({ installMenu }) =>
          installMenu(ports.words, (id) => ports.announcer.announce('command.run', { id })),
        )
        void openLog(log, join(data, 'logs'))
        void around.look(opening)
      })
      followPower(services)
    },
    async end() {
      // what was said before the log was open is written all the same
      await openLog(log, join(data, 'logs'))
      await services.copy.dispose()
      services.vault.close()
      await ports.platforms.close()
      await Promise.race([ports.opener.settled(), pause(SETTLE_MS)])
      // a keychain that never answers would hold the process for most of a minute
      if (ports.keychain.held) process.kill(process.pid, 'SIGKILL')
    },
  }
}

/** What a machine that falls asleep or wakes means to the services. */
function followPower(services: Services): void {
  powerMonitor.on('suspend', () => void services.copy.dispose())
  powerMonitor.on('resume', () => {
    services.reminders.tick()
    services.locked.tick()
    services.engine.nudge()
    services.vault.nudge()
    void services.copy.dispose()
    services.exchanges.onResume()
  })
}

/** Which rules for this process the system refused. */
function tellRules(log: FileLog): void {
  for (const [rule, kept] of Object.entries(processRules())) {
    if (!kept) log.warn('a rule for this process could not be set', { rule })
  }
}

/** What calls of the window do to the window itself. */
function windowActs(window: () => BrowserWindow | null) {
  const companion = (on: boolean): void => {
    const own = window()
    if (own) setCompanion(own, on)
  }
  const reload = (): void => {
    // the page that comes knows nothing of it
    companion(false)
    window()?.webContents.reload()
  }
  return { companion, reload }
}

interface Place {
  readonly window: () => BrowserWindow | null
  /** The folder with the vault and the log. */
  readonly data: string
  readonly log: FileLog
}

/** The outside world, as the services know it. */
function buildPorts({ window, data, log }: Place) {
  const { endpoints, keychainService } = surroundings()
  const announcer = createAnnouncer(
    { send: (channel, ...event) => window()?.webContents.send(channel, ...event) },
    { check: !app.isPackaged },
  )
  const notifier = systemNotifier((id) => {
    const own = window()
    if (own) showWindow(own)
    if (id) announcer.announce('token.open', { id })
  })
  const keychain = createOsKeychain({ clock, service: keychainService })
  const words = shellWords()
  const proxyFor = chooseProxy(process.env, systemProxy)
  return {
    announcer,
    browser: systemBrowser(),
    chooser: systemFileChooser(window, words),
    clipboard: systemClipboard(),
    clock,
    files: systemFileOpener(window, words),
    fingerprint: processFingerprint(),
    formats: lazyFormats(),
    keychain,
    log,
    notifier,
    opener: createVaultOpener({ folder: data, keychain, clock, random, log }),
    platforms: new Registry({
      version: app.getVersion(),
      clock,
      random,
      log,
      proxyFor,
      endpoints,
    }),
    random,
    schedule: scheduleFile({ folder: data, keychain, random }),
    saver: systemFileSaver(window, words),
    triggers: systemLockTriggers(),
    words,
  }
}

/** A log that cannot be written must not keep the window from working. */
async function openLog(log: FileLog, folder: string): Promise<void> {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    await log.open(folder)
  } catch {
    log.close()
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => clock.after(ms, resolve))
}
