import { byContext, isHostOf, isJwt, nearnessOf } from '../common/context'
import { flagFact } from '../common/fact'
import type { PasteContext, Recognized } from '../adapter'

/** `1/` and 40 hexadecimal digits (Transifex API reference, 'Authentication'). */
const USUAL = /^1\/[0-9a-f]{40}$/
/** Variables that hold the API token; TRANSIFEX_TOKEN is a Native project's, another thing. */
const VARIABLES = ['tx_token', 'transifex_api_token']
/** What the command line's own file calls it, in a section of Transifex. */
const IN_FILE = ['token', 'password']
export const HOSTS = ['transifex.com', 'transifex.net']
const NEAR = { word: 'transifex', hosts: HOSTS, headers: [] }

/** No grammar is published, so an odd value in the right place is taken, with a warning. */
export function recognize(value: string, context: PasteContext): Recognized[] {
  if (USUAL.test(value)) return [byContext('transifex/api-token', 'named')]
  const named = isNamed(context)
  const odd = /^1\/\S{20,}$/.test(value) && nearnessOf(context, NEAR) !== 'none'
  if (isJwt(value) || (!named && !odd)) return []
  const near = named ? 'named' : 'none'
  return [byContext('transifex/api-token', near, flagFact('unusual-shape', true, 'token'))]
}

function isNamed(context: PasteContext): boolean {
  const variable = context.variable ?? ''
  if (VARIABLES.includes(variable)) return true
  if (!IN_FILE.includes(variable) || !isHostOf(context, HOSTS)) return false
  // a user's own password is none; with the user name `api` it is a token
  const user = context.beside?.find(({ name }) => name === 'username')?.value
  return variable === 'token' || user === undefined || user === 'api'
}
