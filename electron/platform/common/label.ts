import { LABEL_MAX } from '../../../shared/model/token'
import { cleanText } from './text'

/** The parts that are there, as `Acme · Website`; numbered from 2 on if the label is taken. */
export function labelOf(
  parts: readonly (string | null | undefined)[],
  taken: readonly string[],
): string {
  const label = cleanText(parts.filter((part) => part != null && part !== '').join(' · '), 180)
  if (!taken.includes(label)) return label
  return firstFree((number) => `${label} ${number}`, 2, taken)
}

/** The first of numbered labels that is not taken. */
export function firstFree(
  name: (number: number) => string,
  from: number,
  taken: readonly string[],
): string {
  const used = new Set(taken)
  for (let number = from; ; number++) {
    const label = name(number).slice(0, LABEL_MAX)
    if (!used.has(label)) return label
  }
}
