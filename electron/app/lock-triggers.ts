import { powerMonitor, type BrowserWindow } from 'electron'
import type { ScreenLockNotice } from '../bus/screen-lock'
import type { LockEvent, LockTriggers } from '../service/port'

export interface SystemLockTriggers extends LockTriggers {
  /**
   * Listens to what the system, and the user in this window, tell from now on. `desktop`: who else
   * notices that the screen locks, where Electron does not.
   */
  attach(window: BrowserWindow | null, desktop: ScreenWatch | null): void
  /** Comes back once it is known. */
  screenLock(): Promise<ScreenLockNotice>
}

type ScreenWatch = (away: (what: 'screen' | 'session') => void) => Promise<ScreenLockNotice>

/**
 * What the system tells of its user. The lock of the screen: macOS and Windows by Electron, Linux
 * by D-Bus; the switch of users: macOS by Electron, Linux by its session manager, and on Windows
 * it is a lock of the screen. "powerMonitor", https://www.electronjs.org/docs/latest/api/power-monitor
 */
export function systemLockTriggers(): SystemLockTriggers {
  const listeners: ((event: LockEvent) => void)[] = []
  let known: (notice: ScreenLockNotice | Promise<ScreenLockNotice>) => void = () => undefined
  const notice = new Promise<ScreenLockNotice>((resolve) => (known = resolve))
  const tell = (event: LockEvent): void => {
    for (const listener of listeners) listener(event)
  }
  return {
    idleSeconds: () => powerMonitor.getSystemIdleTime(),
    listen: (listener) => void listeners.push(listener),
    attach(window, desktop) {
      powerMonitor.on('suspend', () => tell('suspend'))
      powerMonitor.on('resume', () => tell('resume'))
      powerMonitor.on('lock-screen', () => tell('screen'))
      if (process.platform === 'darwin') {
        powerMonitor.on('user-did-resign-active', () => tell('session'))
      }
      window?.webContents.on('input-event', () => tell('input'))
      known(desktop === null ? 'yes' : desktop(tell))
    },
    screenLock: () => notice,
  }
}
