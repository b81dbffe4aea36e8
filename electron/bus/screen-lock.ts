import { z } from 'zod'
import type { Bus } from './bus'
import type { BusValue } from './values'

/** That the screen was locked, or that the session is another user's now. */
export type Away = 'screen' | 'session'

/**
 * How well the lock of the screen is noticed: `yes`: a screen saver service answers; `perhaps`:
 * there is none, and the desktop may or may not tell the system's session manager; `no`: nothing.
 */
export type ScreenLockNotice = 'yes' | 'perhaps' | 'no'

/**
 * Services that say `ActiveChanged(true)` when the screen locks: KDE and others (the first two),
 * GNOME, and those that come from GNOME's.
 * "org.freedesktop.ScreenSaver", https://specifications.freedesktop.org/idle-inhibit-spec/latest/
 * "GNOME ScreenSaver D-Bus interface", https://wiki.gnome.org/Projects/GnomeScreensaver
 */
const SAVERS = [
  ['org.freedesktop.ScreenSaver', '/org/freedesktop/ScreenSaver'],
  ['org.freedesktop.ScreenSaver', '/ScreenSaver'],
  ['org.gnome.ScreenSaver', '/org/gnome/ScreenSaver'],
  ['org.cinnamon.ScreenSaver', '/org/cinnamon/ScreenSaver'],
  ['org.mate.ScreenSaver', '/org/mate/ScreenSaver'],
  ['org.xfce.ScreenSaver', '/org/xfce/ScreenSaver'],
] as const

/** "org.freedesktop.login1", https://www.freedesktop.org/software/systemd/man/org.freedesktop.login1.html */
const LOGIN = 'org.freedesktop.login1'
const SESSION = `${LOGIN}.Session`
const PROPERTIES = 'org.freedesktop.DBus.Properties'

const active = z.tuple([z.boolean()])
const changed = z
  .tuple([z.literal(SESSION), z.array(z.tuple([z.string(), z.unknown()]))])
  .rest(z.unknown())
const found = z.tuple([z.string().startsWith('/')])

/** Listens to the screen savers of the session. */
export async function watchSavers(bus: Bus, away: (what: Away) => void): Promise<boolean> {
  const run = (body: readonly BusValue[]): void => {
    if (active.safeParse(body).data?.[0] === true) away('screen')
  }
  const heard = await Promise.all(
    SAVERS.map(async ([name, path]) => {
      const rule = { sender: name, path, interface: name, member: 'ActiveChanged' }
      return (await bus.listen(rule, run)) && (await bus.has(name))
    }),
  )
  return heard.includes(true)
}

/** Listens to what the session manager says of this session; `id`: its name there, if known. */
export async function watchSession(
  bus: Bus,
  id: string | undefined,
  away: (what: Away) => void,
): Promise<boolean> {
  const answer = await bus.call({
    destination: LOGIN,
    path: '/org/freedesktop/login1',
    interface: `${LOGIN}.Manager`,
    member: 'GetSession',
    // the session of whoever asks
    args: [id ?? 'auto'],
  })
  const path = found.safeParse(answer).data?.[0]
  if (path === undefined) return false
  const rule = { sender: LOGIN, path }
  const heard = await Promise.all([
    bus.listen({ ...rule, interface: SESSION, member: 'Lock' }, () => away('screen')),
    bus.listen({ ...rule, interface: PROPERTIES, member: 'PropertiesChanged' }, (body) => {
      const values = new Map(changed.safeParse(body).data?.[1])
      if (values.get('LockedHint') === true) away('screen')
      else if (values.get('Active') === false) away('session')
    }),
  ])
  return heard.includes(true)
}

export interface Buses {
  readonly session: Bus | null
  readonly system: Bus | null
}

/** Listens wherever there is somebody to listen to. */
export async function watchScreenLock(
  { session, system }: Buses,
  sessionId: string | undefined,
  away: (what: Away) => void,
): Promise<ScreenLockNotice> {
  const [savers, login] = await Promise.all([
    session === null ? false : watchSavers(session, away),
    system === null ? false : watchSession(system, sessionId, away),
  ])
  if (savers) return 'yes'
  return login ? 'perhaps' : 'no'
}
