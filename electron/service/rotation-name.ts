import { appError } from '../../shared/error'
import { err, ok, type Result } from '../../shared/result'
import { cut, plainLine } from './label'
import type { Random } from './port'

/** What a pattern can hold; `{id}` has to be there, since it makes the name unique. */
const PLACES = /\{(label|date|id)\}/g

/** The longest name where a platform tells none. */
export const NAME_MAX = 250

/** A pattern as it is stored; `rotation.name-pattern` without `{id}`, or with an unknown place. */
export function cleanPattern(text: string): Result<string> {
  const pattern = plainLine(text)
  const rest = pattern.replace(PLACES, '')
  const fits = pattern.includes('{id}') && !/[{}]/.test(rest)
  return fits ? ok(pattern) : err(appError('rotation.name-pattern'))
}

/**
 * The name of a new token on its platform: unique by six letters and digits, by which a lost answer
 * is settled. Never longer than `max`: a long label gives way wherever it stands, never the id.
 */
export function remoteName(
  pattern: string,
  values: { readonly label: string; readonly now: number; readonly random: Random },
  max = NAME_MAX,
): string {
  const id = values.random.bytes(3).toString('hex')
  const date = new Date(values.now).toISOString().slice(0, 10)
  const filled = (label: string): string =>
    plainLine(
      pattern.replace(PLACES, (_, place: string) =>
        place === 'label' ? label : place === 'date' ? date : id,
      ),
    )
  // of one letter each, so that the spaces around them are counted
  const labels = pattern.split('{label}').length - 1
  const rest = filled('x').length - labels
  const room = labels === 0 ? 0 : Math.max(Math.floor((max - rest) / labels), 0)
  const name = filled(cut(plainLine(values.label), room))
  if (name.length <= max) return name
  // a pattern that is too long by itself
  return `${cut(name, max - id.length - 1).trimEnd()} ${id}`
}
