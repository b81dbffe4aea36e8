import { byContext, nearnessOf } from '../common/context'
import type { PasteContext, Recognized } from '../adapter'

/** What a value looks like, and the document that says so. */
const PREFIX = 'ex_'
const OLDER = /^[0-9a-f]{48}$/
export const HOSTS = ['example.com']
const NEAR = { word: 'example', hosts: HOSTS, headers: ['x-example-token'] }

/** No network. A prefix of the platform's own makes it `certain`; a mere shape never does. */
export function recognize(value: string, context: PasteContext): Recognized[] {
  if (value.startsWith(PREFIX)) {
    return [{ kind: 'example/api-key', confidence: 'certain', facts: [] }]
  }
  return OLDER.test(value) ? [byContext('example/api-key', nearnessOf(context, NEAR))] : []
}
