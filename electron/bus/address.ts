import { join } from 'node:path'

type Env = Readonly<Record<string, string | undefined>>

/**
 * Where a bus listens, as a path that `node:net` takes; null: nowhere that is looked at. Sockets
 * of this machine only: an address can also name a host or a program to start, and is given by
 * the environment. "D-Bus Specification", Server Addresses,
 * https://dbus.freedesktop.org/doc/dbus-specification.html#addresses
 */
export function socketOf(address: string): string | null {
  for (const each of address.split(';')) {
    const [, list] = /^unix:(.*)$/.exec(each) ?? []
    const keys = new Map((list ?? '').split(',').map((pair) => splitAt(pair, pair.indexOf('='))))
    const path = plain(keys.get('path'))
    if (path !== null) return path
    const abstract = plain(keys.get('abstract'))
    if (abstract !== null) return `\0${abstract}`
  }
  return null
}

export function sessionSocket(env: Env): string | null {
  const address = env['DBUS_SESSION_BUS_ADDRESS']
  if (address !== undefined && address !== '') return socketOf(address)
  const folder = env['XDG_RUNTIME_DIR']
  return folder === undefined || folder === '' ? null : join(folder, 'bus')
}

export function systemSocket(env: Env): string | null {
  return socketOf(env['DBUS_SYSTEM_BUS_ADDRESS'] ?? 'unix:path=/var/run/dbus/system_bus_socket')
}

function splitAt(text: string, at: number): [string, string] {
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)]
}

/** Bytes may stand as `%` and two hex digits; null: not there, or not written so. */
function plain(value: string | undefined): string | null {
  if (value === undefined || value === '') return null
  try {
    return decodeURIComponent(value)
  } catch {
    return null
  }
}
