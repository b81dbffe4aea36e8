import { serviceOf, type KindId } from '../../../shared/model/kind'
import type { Words } from '../../i18n/intl'

function firstOf(words: Words, ids: readonly string[], otherwise: string): string {
  for (const id of ids) {
    const found = words.lookup(id)
    if (found !== null) return found
  }
  return otherwise
}

/** The name of a kind's field: the kind's own word for it, else the general one. */
export function fieldName(words: Words, kind: KindId, key: string): string {
  return firstOf(
    words,
    [`field.${kind}.${key}`, `field.${serviceOf(kind)}.${key}`, `field.${key}`],
    key,
  )
}

/** What to write into a field, if there is more to say than its name. */
export function fieldHelp(words: Words, kind: KindId, key: string): string | null {
  const ids = [
    `field.${kind}.${key}.help`,
    `field.${serviceOf(kind)}.${key}.help`,
    `field.${key}.help`,
  ]
  return firstOf(words, ids, '') || null
}

/** The name of a server: 'EU', 'Cloud', 'My own server'. */
export function serverName(words: Words, kind: KindId, id: string): string {
  const ids = [`server.${kind}.${id}`, `server.${serviceOf(kind)}.${id}`, `server.${id}`]
  return firstOf(words, ids, id)
}
