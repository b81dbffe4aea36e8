import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sessionSocket, socketOf } from '../../../electron/bus/address'
import { lengthOf, readMessage, writeCall } from '../../../electron/bus/message'
import { Garbage, typesOf, ValueReader } from '../../../electron/bus/values'

const CALL = {
  destination: 'org.example.Name',
  path: '/org/example',
  interface: 'org.example.Face',
  member: 'Do',
  args: ['one', 'zwei', ''],
} as const

/** What came of it; anything thrown but `Garbage` fails the test. */
function tried(run: () => unknown): 'read' | 'garbage' {
  try {
    run()
    return 'read'
  } catch (cause) {
    if (cause instanceof Garbage) return 'garbage'
    throw cause
  }
}

describe('messages of D-Bus', () => {
  it('are read as they were written', () => {
    const bytes = writeCall(CALL, 7)
    expect(lengthOf(bytes)).toBe(bytes.length)
    expect(readMessage(bytes)).toEqual({
      type: 'call',
      replyTo: null,
      path: CALL.path,
      interface: CALL.interface,
      member: CALL.member,
      body: CALL.args,
    })
  })

  it('wait for all of their bytes', () => {
    const bytes = writeCall(CALL, 7)
    expect(lengthOf(bytes.subarray(0, 15))).toBe(null)
    expect(lengthOf(bytes.subarray(0, 16))).toBe(bytes.length)
  })

  it('are garbage, and nothing worse, whatever a byte is changed to', () => {
    const good = writeCall(CALL, 7)
    const outcomes = new Set<string>()
    for (let at = 0; at < good.length; at += 1) {
      for (const value of [0, 1, 0x28, 0x61, 0x7f, 0xff]) {
        const bytes = Buffer.from(good)
        bytes[at] = value
        outcomes.add(tried(() => lengthOf(bytes) === good.length && readMessage(bytes)))
      }
    }
    expect([...outcomes].sort()).toEqual(['garbage', 'read'])
  })

  it('are garbage, and nothing worse, whatever the bytes are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.boolean(), (random, little) => {
        const bytes = Buffer.concat([Buffer.from(little ? 'l' : 'B'), random, Buffer.alloc(16)])
        tried(() => readMessage(bytes))
      }),
      { numRuns: 2_000 },
    )
  })

  it('that nest deeper than the specification allows are garbage', () => {
    expect(tried(() => typesOf('a'.repeat(100) + 's'))).toBe('garbage')
    expect(tried(() => typesOf('('.repeat(100)))).toBe('garbage')
    expect(tried(() => typesOf('()'))).toBe('garbage')
    const deep = Buffer.concat([
      ...Array<Buffer>(200).fill(Buffer.from('\x01v\0')),
      Buffer.alloc(9),
    ])
    expect(tried(() => new ValueReader(deep, true).read('v'))).toBe('garbage')
  })

  it('have every type of the specification', () => {
    expect(typesOf('ybd(ii)va{sv}aai')).toEqual(['y', 'b', 'd', '(ii)', 'v', 'a{sv}', 'aai'])
    const bytes = Buffer.from([0xff, 0xff, 0xff, 0xff, 1, 0, 0, 0, 5])
    const read = (type: string) => new ValueReader(bytes, true).read(type)
    expect([read('y'), read('n'), read('q'), read('i'), read('u'), read('x')]).toEqual([
      ...[255, -1, 65_535, -1, 4_294_967_295],
      8_589_934_591n,
    ])
    expect(new ValueReader(bytes, false).read('x')).toBe(-4_278_190_080n)
  })
})

describe('addresses of a bus', () => {
  it.each([
    ['unix:path=/run/user/1000/bus', '/run/user/1000/bus'],
    ['unix:path=/run/user/1000/bus,guid=12', '/run/user/1000/bus'],
    ['unix:guid=12,path=/tmp/a%20b', '/tmp/a b'],
    ['unix:abstract=/tmp/dbus-x', '\0/tmp/dbus-x'],
    ['tcp:host=localhost,port=1;unix:path=/tmp/x', '/tmp/x'],
    ['tcp:host=localhost,port=1', null],
    ['unixexec:path=/bin/sh', null],
    ['autolaunch:', null],
    ['unix:path=%zz', null],
    ['', null],
  ])('%s', (address, path) => {
    expect(socketOf(address)).toBe(path)
  })

  it('of the session stand in the environment, or in the folder of the session', () => {
    expect(sessionSocket({ DBUS_SESSION_BUS_ADDRESS: 'unix:path=/a' })).toBe('/a')
    expect(sessionSocket({ XDG_RUNTIME_DIR: '/run/user/1' })).toBe('/run/user/1/bus')
    expect(sessionSocket({})).toBe(null)
  })
})
