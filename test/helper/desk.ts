import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { existsSync } from 'node:fs'
import { Message, sessionBus, type MessageBus } from '@jellybrick/dbus-next'
import { startBus } from '../../scripts/session/bus'

const onPath = (process.env['PATH'] ?? '').split(delimiter)
/** Why no bus can be had here; empty: one can. */
export const NO_BUS =
  process.platform !== 'linux'
    ? 'not Linux'
    : onPath.some((folder) => existsSync(join(folder, 'dbus-daemon')))
      ? ''
      : 'no dbus-daemon'

/** A real message bus, and programs on it that another library connects. */
export interface Desk {
  readonly address: string
  readonly socket: string
  /** Connects a program that owns a name, and answers calls by `<interface>.<member>`. */
  owner(name: string, answers?: Readonly<Record<string, Answer>>): Promise<Owner>
  stop(): Promise<void>
}

type Answer = readonly [signature: string, body: unknown[]]

export interface Owner {
  signal(at: readonly [path: string, iface: string, member: string], answer?: Answer): void
  readonly bus: MessageBus
}

export async function startDesk(): Promise<Desk> {
  const folder = await mkdtemp(join(tmpdir(), 'keyglot-bus-'))
  const { address, daemon } = await startBus(folder)
  const buses: MessageBus[] = []
  return {
    address,
    socket: join(folder, 'bus'),
    async owner(name, answers) {
      const owner = await ownName(address, name, answers)
      buses.push(owner.bus)
      return owner
    },
    async stop() {
      for (const bus of buses) bus.disconnect()
      await daemon.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Connects a program to a bus, under a name of its own there. */
export async function ownName(
  address: string,
  name: string,
  answers: Readonly<Record<string, Answer>> = {},
): Promise<Owner> {
  const bus = sessionBus({ busAddress: address })
  // its types know no failure
  const failing: NodeJS.EventEmitter = bus
  failing.on('error', () => undefined)
  bus.addMethodHandler((call: Message) => {
    const answer = answers[`${call.interface}.${call.member}`]
    if (answer) bus.send(Message.newMethodReturn(call, answer[0], answer[1]))
    return answer !== undefined
  })
  await bus.requestName(name, 0)
  return {
    bus,
    signal: ([path, iface, member], [signature, body] = ['', []]) =>
      bus.send(Message.newSignal(path, iface, member, signature, body)),
  }
}
