import type { BrowserWindow } from 'electron'
import type { Output } from '../../shared/contract'
import type { Settings } from '../../shared/model/settings'
import type { LinuxDesktop } from '../bus/linux'
import type { Words } from '../service/port'
import { systemClock } from './clock'
import type { SystemLockTriggers } from './lock-triggers'
import { guardScreen } from './screen-guard'
import type { Services } from './services'
import { AppTray } from './tray'
import { showWindow, startsHidden } from './window'

export interface AroundDeps {
  readonly window: () => BrowserWindow | null
  readonly words: Words
  readonly triggers: SystemLockTriggers
  readonly services: () => Pick<Services, 'locked' | 'settings' | 'vault' | 'ways'>
}

/** The desktop around the window: what shows the tray, and what tells that the user is away. */
export interface Around {
  onSettings(settings: Settings): void
  desktop(): Promise<Output<'app.desktop'>>
  /** Asks the desktop what it can do, once the window is quiet and the vault was tried. */
  look(opening: Promise<unknown>): Promise<void>
}

export function buildAround({ window, words, triggers, services }: AroundDeps): Around {
  const tray = new AppTray({
    ...{ window, words },
    lock: () => void services().vault.lock('user'),
    onHidden() {
      const { vault, ways } = services()
      const info = ways.info()
      if (info.ok && info.value.password !== null) vault.lock('tray')
    },
  })

  /** A vault that is locked does not tell what was chosen: what it left does. */
  const wanted = async (): Promise<boolean> => {
    const { locked, settings, vault } = services()
    const left = await locked.begin()
    return vault.isOpen() ? settings.get().closeToTray : (left?.tray ?? false)
  }

  return {
    onSettings({ closeToTray, screenCapture }) {
      void tray.want(closeToTray)
      guardScreen(window(), screenCapture)
    },
    desktop: async () => ({ screenLock: await triggers.screenLock(), tray: await tray.able() }),
    async look(opening) {
      const linux = await linuxAround()
      triggers.attach(window(), linux && ((away) => linux.watchScreenLock(away)))
      await tray.begin(() => linux?.hasTrayHost() ?? Promise.resolve(true))
      await opening
      const shown = await tray.want(await wanted())
      const own = window()
      if (startsHidden() && !shown && own) showWindow(own)
    },
  }
}

/** The buses of a Linux desktop; null on other systems, which have no need of them. */
async function linuxAround(): Promise<LinuxDesktop | null> {
  if (process.platform !== 'linux') return null
  const { linuxDesktop } = await import('../bus/linux')
  return linuxDesktop(systemClock, process.env)
}
