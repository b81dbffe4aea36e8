import { flipFuses, FuseVersion, getCurrentFuseWire, type FuseV1Options } from '@electron/fuses'
import { UserError } from '../user-error'

export type FuseState = 'on' | 'off'

export interface Fuse {
  readonly name: string
  readonly wanted: FuseState
}

/**
 * The fuses in the order of the wire, as a packed app has them: electron/build/fuses/fuses.json5,
 * "Electron Fuses", https://www.electronjs.org/docs/latest/tutorial/fuses
 */
export const FUSES: readonly Fuse[] = [
  { name: 'runAsNode', wanted: 'off' },
  // Chromium would ask the keychain for a key of its own, and wait for it; there are no cookies
  { name: 'cookieEncryption', wanted: 'off' },
  { name: 'nodeOptions', wanted: 'off' },
  { name: 'nodeCliInspect', wanted: 'off' },
  // Electron does not do it on Linux, the only system that is packed for yet
  { name: 'embeddedAsarIntegrityValidation', wanted: 'off' },
  { name: 'onlyLoadAppFromAsar', wanted: 'on' },
  { name: 'loadBrowserProcessSpecificV8Snapshot', wanted: 'off' },
  { name: 'grantFileProtocolExtraPrivileges', wanted: 'off' },
  { name: 'wasmTrapHandlers', wanted: 'on' },
]

/** Characters of the wire. */
const STATES: Readonly<Record<number, FuseState | 'removed'>> = {
  0x30: 'off',
  0x31: 'on',
  0x72: 'removed',
}

/** What stands in an executable, fuse by fuse. */
export async function readWire(executable: string): Promise<readonly string[]> {
  const wire = Object.entries(await getCurrentFuseWire(executable))
  const states = wire.filter(([name]) => name !== 'version')
  return states.map(([, state]) => STATES[Number(state)] ?? `unknown ${state}`)
}

/** Fuses that @electron/fuses 1.8 can flip; the version for later ones needs Node 22. */
const FLIPPABLE = 8

/**
 * Flips the fuses of an executable. A fuse that nobody decided on is an error, and so is one that
 * cannot be flipped here and is not as it should be.
 */
export async function setWire(executable: string): Promise<void> {
  const { length } = await readWire(executable)
  if (length > FUSES.length) {
    throw new UserError(`This Electron has ${length} fuses; ${FUSES.length} are decided on.`)
  }
  const known = FUSES.slice(0, FLIPPABLE).map(({ wanted }, index) => [index, wanted === 'on'])
  const config = Object.fromEntries(known) as Record<FuseV1Options, boolean>
  // the library cannot be strict about fuses that it does not know; those are looked at below
  const strict = length <= FLIPPABLE ? ({ strictlyRequireAllFuses: true } as const) : {}
  await flipFuses(executable, { ...config, version: FuseVersion.V1, ...strict })
  const wire = await readWire(executable)
  const wrong = wire.flatMap((state, index) => {
    const fuse = FUSES[index]
    return fuse?.wanted === state ? [] : [`${fuse?.name ?? index} is ${state}`]
  })
  if (wrong.length > 0) throw new UserError(`Fuses could not be set: ${wrong.join(', ')}`)
}
