import type { Clock } from '../service/port'
import { sessionSocket, systemSocket } from './address'
import { openBus, type Bus } from './bus'
import { watchScreenLock, type Away, type Buses, type ScreenLockNotice } from './screen-lock'
import { hasTrayHost } from './tray-host'

/** What a Linux desktop tells over its buses. */
export interface LinuxDesktop {
  watchScreenLock(away: (what: Away) => void): Promise<ScreenLockNotice>
  hasTrayHost(): Promise<boolean>
  close(): void
}

type Env = Readonly<Record<string, string | undefined>>

/** Connects at once; whoever asks waits until that has succeeded or failed. */
export function linuxDesktop(clock: Clock, env: Env): LinuxDesktop {
  const session = openBus(sessionSocket(env), clock)
  const system = openBus(systemSocket(env), clock)
  const both = async (): Promise<Buses> => ({ session: await session, system: await system })
  const closed = (bus: Bus | null): void => bus?.close()
  return {
    watchScreenLock: async (away) => watchScreenLock(await both(), env['XDG_SESSION_ID'], away),
    hasTrayHost: async () => hasTrayHost(await session),
    close: () => void Promise.all([session.then(closed), system.then(closed)]),
  }
}
