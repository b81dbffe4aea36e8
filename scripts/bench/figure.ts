import type { Part } from './options'
import { median, pairedRatio } from './stats'

/** Of `/s`, so many in a second, more is better. */
export type Unit = 'ms' | 'µs' | 'MiB' | '/s'

/** One side of a figure: what was run, and what each run gave. */
export interface Side {
  readonly name: string
  readonly samples: readonly number[]
}

/** What was measured beside its floor; sample i of both sides belongs to the same round. */
export interface Measured {
  readonly part: Part
  readonly name: string
  readonly unit: Unit
  readonly samples: readonly number[]
  /** The least that the same thing can take on this machine. null: a share of another figure. */
  readonly floor: Side | null
  /** The highest ratio that is good enough; null: the ratio is only said. */
  readonly target: number | null
}

/** What was asked for and could not be measured, and why. */
export interface Missing {
  readonly part: Part
  readonly name: string
  readonly missing: string
}

export type Figure = Measured | Missing

export function isMissing(figure: Figure): figure is Missing {
  return 'missing' in figure
}

/** What the samples of a figure come to. */
export interface Summary {
  readonly measured: number
  readonly floor: number | null
  /** How many times the floor's time or room; so it is for rates, too. */
  readonly ratio: number | null
  /** null: there is no target. */
  readonly met: boolean | null
}

export function summarize(figure: Measured): Summary {
  const measured = median(figure.samples)
  if (figure.floor === null) return { measured, floor: null, ratio: null, met: null }
  const floor = figure.floor.samples
  const ratio =
    figure.unit === '/s' ? pairedRatio(floor, figure.samples) : pairedRatio(figure.samples, floor)
  const met = figure.target === null ? null : ratio <= figure.target
  return { measured, floor: median(floor), ratio, met }
}
