import { byContext, isJwt, isNear } from '../common/context'
import { flagFact } from '../common/fact'
import type { PasteContext, Recognized } from '../adapter'

/** `1/` and 40 hexadecimal digits (Transifex API reference, 'Authentication'). */
const USUAL = /^1\/[0-9a-f]{40}$/
/** Variables that hold the API token; TRANSIFEX_TOKEN is a Native project's, another thing. */
const VARIABLES = ['tx_token', 'transifex_api_token']
const NEAR = {
  word: 'transifex',
  hosts: ['transifex.com', 'transifex.net'],
  headers: [],
}

/** No grammar is published, so an odd value in the right place is taken, with a warning. */
export function recognize(value: string, context: PasteContext): Recognized[] {
  if (USUAL.test(value)) return [byContext('transifex/api-token', true)]
  const named = context.variable !== null && VARIABLES.includes(context.variable)
  const odd = /^1\/\S{20,}$/.test(value) && isNear(context, NEAR)
  if (isJwt(value) || (!named && !odd)) return []
  return [byContext('transifex/api-token', named, flagFact('unusual-shape', true, 'token'))]
}
