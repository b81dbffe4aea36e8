import { invariant } from '../../../shared/assert'
import { isLoopback } from '../../../shared/base-url'

/** Real origin to the loopback origin that stands for it, in tests and the demo. */
export type Endpoints = Readonly<Record<string, string>>

/**
 * Reads the environment's KEYGLOT_ENDPOINTS, a JSON object of origins. Throws on anything else,
 * above all on a target outside this machine: a slip here would send secrets to a stranger.
 */
export function parseEndpoints(text: string | undefined): Endpoints {
  if (text === undefined || text === '') return {}
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new Error('KEYGLOT_ENDPOINTS is not JSON')
  }
  invariant(
    typeof value === 'object' && value !== null && !Array.isArray(value),
    'KEYGLOT_ENDPOINTS is not an object of origins',
  )
  return checkedEndpoints(Object.entries(value))
}

/** Throws unless every pair goes from an https origin to a loopback one. */
export function checkedEndpoints(pairs: readonly (readonly [string, unknown])[]): Endpoints {
  return Object.fromEntries(
    pairs.map(([real, target]) => {
      invariant(typeof target === 'string', 'An endpoint is not a text')
      const from = new URL(real)
      const to = new URL(target)
      invariant(from.protocol === 'https:', 'Only https origins have a stand-in')
      invariant(
        to.protocol === 'http:' && isLoopback(to.hostname),
        'A stand-in has to be on this machine',
      )
      return [from.origin, to.origin]
    }),
  )
}
