import type { Difference } from '../../shared/contract/rotation'
import { compare } from './compare'
import type { OpenRotation } from './rotation-state'
import { sideOf } from './rotation-view'

/**
 * Whether a new value may take the old one's place without anybody being asked: it belongs to the
 * same account and project, may do no less, and ends no sooner. What is not told on either side
 * stands in nobody's way: it is told of few kinds.
 */
export function isAgreed({ token, details, record }: OpenRotation): boolean {
  const { pending } = record
  if (!pending?.check || pending.check.verdict !== 'valid') return false
  return !compare(sideOf(token, details), pending).some(isAgainst)
}

function isAgainst({ result }: Difference): boolean {
  return result === 'narrower' || result === 'different'
}
