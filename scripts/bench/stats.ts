/** The value below which the share `q` (0 to 1) of the samples lies, interpolated. NaN for none. */
export function quantile(samples: readonly number[], q: number): number {
  const sorted = samples.toSorted((a, b) => a - b)
  const place = (sorted.length - 1) * q
  const low = sorted[Math.floor(place)] ?? Number.NaN
  const high = sorted[Math.ceil(place)] ?? Number.NaN
  return low + (high - low) * (place - Math.floor(place))
}

export function median(samples: readonly number[]): number {
  return quantile(samples, 0.5)
}

/**
 * The median of samples that a clock with steps of `step` rounded to those steps: interpolated
 * within the middle step, as the median of grouped data is.
 */
export function groupedMedian(samples: readonly number[], step: number): number {
  const middle = Math.round(median(samples) / step)
  const steps = samples.map((sample) => Math.round(sample / step))
  const below = steps.filter((at) => at < middle).length
  const within = steps.filter((at) => at === middle).length
  if (within === 0) return median(samples)
  return (middle - 0.5 + (samples.length / 2 - below) / within) * step
}

/**
 * The median of the ratios of neighbours: sample i of both was taken right after the other, so
 * that a machine that drifts during the run moves both.
 */
export function pairedRatio(measured: readonly number[], floor: readonly number[]): number {
  const ratios = measured.flatMap((value, at) => {
    const base = floor[at]
    return base === undefined ? [] : [value / base]
  })
  return median(ratios)
}
