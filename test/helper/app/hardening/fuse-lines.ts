import { FUSES, type Fuse } from '../../../../scripts/pack/fuses'
import { finding, type Finding } from './finding'

/** A fuse of the wire, whose place is the fuse's. */
export function judgeFuse(fuse: Fuse, wire: readonly string[]): Finding {
  const state = wire[FUSES.indexOf(fuse)] ?? 'not there'
  return finding(state, [state !== fuse.wanted && `${state}, wanted: ${fuse.wanted}`])
}

/** Fuses that this Electron has and nobody decided on. */
export function judgeLength(wire: readonly string[]): Finding {
  return finding(`${wire.length} of ${FUSES.length} known fuses are there`, [
    wire.length > FUSES.length && `${wire.length - FUSES.length} fuses that nobody decided on`,
    wire.length === 0 && 'there is no wire',
  ])
}
