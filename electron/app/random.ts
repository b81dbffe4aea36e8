import { createHmac, randomBytes } from 'node:crypto'
import type { Fingerprint, Random } from '../service/port'

export const systemRandom: Random = { bytes: (length) => randomBytes(length) }

/** A keyed digest under a key of this process only: two values can be compared, none recovered. */
export function processFingerprint(): Fingerprint {
  const key = randomBytes(32)
  return { of: (bytes) => createHmac('sha256', key).update(bytes).digest('base64') }
}
