import { isMissing, summarize, type Figure, type Measured, type Unit } from './figure'

const HEAD = ['figure', 'floor', 'floor', 'measured', 'ratio', 'target'] as const

/** Three digits that count, and the unit. */
export function quantity(value: number, unit: Unit): string {
  if (unit === '/s') return `${Math.round(value).toLocaleString('en')} ${unit}`
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : 2
  return `${value.toFixed(digits)} ${unit}`
}

function cells(figure: Measured): readonly string[] {
  const { measured, floor, ratio, met } = summarize(figure)
  const { unit, target } = figure
  return [
    figure.name,
    figure.floor?.name ?? '',
    floor === null ? '' : quantity(floor, unit),
    quantity(measured, unit),
    ratio === null ? '' : ratio.toFixed(2),
    target === null ? '' : `≤ ${target.toFixed(2)} ${met === true ? 'met' : 'not met'}`,
  ]
}

/** The first two columns are words, the others numbers. */
function align(row: readonly string[], widths: readonly number[]): string {
  const padded = row.map((cell, at) =>
    at < 2 || at === 5 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0),
  )
  return padded.join('  ').trimEnd()
}

/** The figures as a table of text; what is missing follows it, with the reason. */
export function renderTable(figures: readonly Figure[]): string {
  const rows = [HEAD, ...figures.flatMap((figure) => (isMissing(figure) ? [] : [cells(figure)]))]
  const widths = HEAD.map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)))
  const lines = rows.map((row) => align(row, widths))
  const rule = widths.map((width) => '-'.repeat(width)).join('  ')
  const missing = figures
    .filter(isMissing)
    .map(({ name, missing: why }) => `NOT MEASURED  ${name}: ${why}`)
  return [lines[0], rule, ...lines.slice(1), ...missing].join('\n')
}
