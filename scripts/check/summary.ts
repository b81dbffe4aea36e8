import type { Tally } from './report'

/** One finished step. */
export interface Finished extends Tally {
  readonly name: string
  readonly ms: number
}

export const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`

/** How a step went, in a few words. */
export function describe({ passed, failed, skipped }: Tally): string {
  const parts = [
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(passed > 0 ? [`${passed} passed`] : []),
    ...(skipped.length > 0 ? [`${skipped.length} skipped`] : []),
  ]
  return parts.join(', ')
}

/** One line of the log or the table. */
export function stepLine(step: Finished): string {
  const mark = step.failed > 0 ? '✗' : '✓'
  return `${mark} ${step.name.padEnd(10)} ${describe(step).padEnd(32)} ${seconds(step.ms).padStart(9)}`
}

/** The closing lines: a table, what was skipped, and last the sums. */
export function summary(steps: readonly Finished[]): string {
  const sum = (pick: (step: Finished) => number): number =>
    steps.reduce((total, step) => total + pick(step), 0)
  const skipped = steps.flatMap((step) => step.skipped)
  return [
    ...steps.map(stepLine),
    ...(skipped.length > 0 ? [`Skipped: ${skipped.join('; ')}`] : []),
    `${sum((step) => step.passed)} passed, ${sum((step) => step.failed)} failed`,
  ].join('\n')
}
