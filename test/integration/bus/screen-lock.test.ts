import { createServer, type Server, type Socket } from 'node:net'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Variant } from '@jellybrick/dbus-next'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { systemClock } from '../../../electron/app/clock'
import { openBus } from '../../../electron/bus/bus'
import { linuxDesktop, type LinuxDesktop } from '../../../electron/bus/linux'
import type { Away } from '../../../electron/bus/screen-lock'
import { NO_BUS, startDesk, type Desk, type Owner } from '../../helper/desk'
import { eventually } from '../../helper/eventually'
import { manualClock } from '../../helper/manual-clock'

const TITLE = `the buses of Linux${NO_BUS && ` (skipped: ${NO_BUS})`}`
const SESSION_PATH = '/org/freedesktop/login1/session/_32'
const SESSION = 'org.freedesktop.login1.Session'
const GNOME = ['/org/gnome/ScreenSaver', 'org.gnome.ScreenSaver', 'ActiveChanged'] as const
const KDE = ['/ScreenSaver', 'org.freedesktop.ScreenSaver', 'ActiveChanged'] as const

describe.skipIf(NO_BUS !== '')(TITLE, () => {
  let session: Desk
  let system: Desk
  let desktop: LinuxDesktop | null
  let told: Away[]

  beforeEach(async () => {
    ;[session, system] = await Promise.all([startDesk(), startDesk()])
    desktop = null
    told = []
  })
  afterEach(async () => {
    desktop?.close()
    await Promise.all([session.stop(), system.stop()])
  })

  function watch(change: Record<string, string> = {}) {
    desktop = linuxDesktop(systemClock, {
      DBUS_SESSION_BUS_ADDRESS: session.address,
      DBUS_SYSTEM_BUS_ADDRESS: system.address,
      ...change,
    })
    return desktop.watchScreenLock((what) => told.push(what))
  }

  const login = (): Promise<Owner> =>
    system.owner('org.freedesktop.login1', {
      'org.freedesktop.login1.Manager.GetSession': ['o', [SESSION_PATH]],
    })
  const change = (owner: Owner, values: Record<string, Variant>): void =>
    owner.signal(
      [SESSION_PATH, 'org.freedesktop.DBus.Properties', 'PropertiesChanged'],
      ['sa{sv}as', [SESSION, values, []]],
    )

  it.each([
    ['GNOME', 'org.gnome.ScreenSaver', GNOME],
    ['KDE', 'org.freedesktop.ScreenSaver', KDE],
  ] as const)(
    'notices that the screen locks on %s, and not that it unlocks',
    async (_, name, at) => {
      const saver = await session.owner(name)
      expect(await watch()).toBe('yes')
      saver.signal(at, ['b', [false]])
      saver.signal(at, ['b', [true]])
      await eventually(() => told).toEqual(['screen'])
    },
  )

  it('listens to a screen saver that comes later', async () => {
    expect(await watch()).toBe('no')
    const saver = await session.owner('org.gnome.ScreenSaver')
    saver.signal(GNOME, ['b', [true]])
    await eventually(() => told).toEqual(['screen'])
  })

  it('does not listen to somebody who is not the screen saver', async () => {
    const saver = await session.owner('org.gnome.ScreenSaver')
    const other = await session.owner('com.example.Other')
    await watch()
    other.signal(GNOME, ['b', [true]])
    other.signal(['/com/example', 'com.example', 'Sent'])
    // the bus hands on in the order it is given: what the second says comes after the first
    await other.bus.requestName('com.example.Done', 0)
    saver.signal(GNOME, ['b', [true]])
    await eventually(() => told).toEqual(['screen'])
  })

  it('takes what fits the signal, and nothing else', async () => {
    const saver = await session.owner('org.gnome.ScreenSaver')
    await watch()
    saver.signal(GNOME)
    saver.signal(GNOME, ['s', ['true']])
    saver.signal(GNOME, ['u', [1]])
    saver.signal(GNOME, ['a{sv}', [{ active: new Variant('(bb)', [true, true]) }]])
    saver.signal(GNOME, ['b', [true]])
    await eventually(() => told).toEqual(['screen'])
  })

  it('hears the session manager: locked, hinted as locked, given to another user', async () => {
    const manager = await login()
    expect(await watch()).toBe('perhaps')
    manager.signal([SESSION_PATH, SESSION, 'Lock'])
    change(manager, { LockedHint: new Variant('b', true), IdleSinceHint: new Variant('t', 5n) })
    change(manager, { LockedHint: new Variant('b', false) })
    change(manager, { Active: new Variant('b', true) })
    change(manager, { Active: new Variant('b', false) })
    await eventually(() => told).toEqual(['screen', 'screen', 'session'])
  })

  it('leaves other sessions of the machine alone', async () => {
    const manager = await login()
    await watch()
    manager.signal([`${SESSION_PATH}9`, SESSION, 'Lock'])
    change(manager, { Active: new Variant('b', false) })
    await eventually(() => told).toEqual(['session'])
  })

  it.each([
    ['absent', 'unix:path=/nowhere/at/all'],
    ['disabled', 'disabled:'],
    ['on another host', 'tcp:host=localhost,port=1'],
    ['a program to start', 'unixexec:path=/bin/false'],
    ['not an address', '%%%'],
  ])('a bus that is %s tells nothing', async (_, address) => {
    const change = { DBUS_SESSION_BUS_ADDRESS: address, DBUS_SYSTEM_BUS_ADDRESS: address }
    expect(await watch(change)).toBe('no')
    expect(await desktop?.hasTrayHost()).toBe(false)
  })

  it('outlives a bus that ends', async () => {
    await session.owner('org.gnome.ScreenSaver')
    expect(await watch()).toBe('yes')
    await session.stop()
    expect(await desktop?.hasTrayHost()).toBe(false)
    session = await startDesk()
  })

  it('knows whether something shows the icons of programs', async () => {
    await watch()
    expect(await desktop?.hasTrayHost()).toBe(false)
    await session.owner('org.kde.StatusNotifierWatcher', {
      'org.freedesktop.DBus.Properties.Get': ['v', [new Variant('b', true)]],
    })
    expect(await desktop?.hasTrayHost()).toBe(true)
  })
})

describe('a bus that is none', () => {
  let folder: string
  let server: Server | null
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'keyglot-bus-'))
    server = null
  })
  afterEach(() => {
    server?.close()
    rmSync(folder, { recursive: true })
  })

  async function pretend(act: (socket: Socket, said: Buffer) => void): Promise<string> {
    const path = join(folder, 'bus')
    server = createServer((socket) => {
      socket.on('error', () => undefined)
      socket.on('data', (said: Buffer) => act(socket, said))
    })
    await new Promise<void>((resolve) => server?.listen(path, resolve))
    return path
  }

  it('that never says a word is given up after a while', async () => {
    const clock = manualClock()
    let asked = false
    const opening = openBus(await pretend(() => (asked = true)), clock)
    await eventually(() => asked).toBe(true)
    clock.pass(5_000)
    expect(await opening).toBe(null)
    expect(clock.waiting).toBe(0)
  })

  const LONG = Buffer.concat([Buffer.from('l\x02\x00\x01'), Buffer.alloc(12, 0xff)])
  it.each([
    ['refuses', 'REJECTED EXTERNAL\r\n', ''],
    ['talks without end', 'x'.repeat(5_000), ''],
    ['lets us in and talks nonsense', 'OK 1234\r\n', 'HTTP/1.1 400 Bad Request\r\n\r\n'],
    ['announces a message of gigabytes', 'OK 1234\r\n', LONG],
    ['sends zeros', 'OK 1234\r\n', Buffer.alloc(4_096)],
  ])('that %s is given up at once', async (_, first, second) => {
    const path = await pretend((socket, said) => {
      if (said.includes('AUTH')) socket.write(first)
      else socket.write(second)
    })
    expect(await openBus(path, manualClock())).toBe(null)
  })
})
