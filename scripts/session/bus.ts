import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { startBackground, type Background } from './background'

/** No service folders: nothing is started on demand, so only what we start answers on this bus. */
const busConfig = (socket: string): string => `<!DOCTYPE busconfig PUBLIC
 "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path=${socket}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
`

export interface MessageBus {
  readonly address: string
  readonly daemon: Background
}

/** Starts a message bus whose socket is the file `bus` in a folder that is there already. */
export async function startBus(folder: string): Promise<MessageBus> {
  const socket = join(folder, 'bus')
  const config = join(folder, 'bus.conf')
  await writeFile(config, busConfig(socket))
  const args = [`--config-file=${config}`, '--nofork', '--nopidfile', '--print-address=1']
  const daemon = await startBackground('dbus-daemon', args, { readyOn: 1 })
  return { address: `unix:path=${socket}`, daemon }
}
