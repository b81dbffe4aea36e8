import type { Difference } from '../../shared/contract/rotation'
import type { AccessLayer, Expiry, Identity } from '../../shared/model/token'

/** One value of a token, as far as a comparison needs it. */
export interface Side {
  readonly account: string | null
  readonly project: string | null
  readonly identity: Identity
  readonly access: readonly AccessLayer[]
  readonly expiry: Expiry
}

const TEXT_MAX = 2000

/** How a new value compares with the old one. Where neither side tells anything, nothing is said. */
export function compare(before: Side, after: Side): Difference[] {
  return [
    byIdentity('account', before, after),
    byIdentity('project', before, after),
    ...byLayer(before.access, after.access),
    byExpiry(before.expiry, after.expiry),
  ].filter((each) => each !== null)
}

/** Ids count where both are known; names may be changed, and only stand in for them. */
function byIdentity(subject: 'account' | 'project', a: Side, b: Side): Difference | null {
  const before = a[subject]
  const after = b[subject]
  const ids = [a.identity[subject], b.identity[subject]] as const
  const known = ids[0] !== null && ids[1] !== null ? ids : ([before, after] as const)
  if (known[0] === null && known[1] === null) return null
  const result =
    known[0] === null || known[1] === null
      ? 'unknown'
      : known[0] === known[1]
        ? 'same'
        : 'different'
  return { subject, result, before, after }
}

/** What the user entered was entered of the old value; of the new one nobody has told it. */
function byLayer(before: readonly AccessLayer[], entered: readonly AccessLayer[]): Difference[] {
  const after = entered.filter((each) => each.source !== 'user')
  const layers = new Set([...before, ...after].map((each) => each.layer))
  return [...layers].map((layer) => {
    const old = before.find((each) => each.layer === layer)?.values
    const fresh = after.find((each) => each.layer === layer)?.values
    return {
      subject: 'access',
      result: old && fresh ? compareValues(old, fresh) : 'unknown',
      before: joined(old),
      after: joined(fresh),
    }
  })
}

function compareValues(before: readonly string[], after: readonly string[]): Difference['result'] {
  const lost = before.some((each) => !after.includes(each))
  const gained = after.some((each) => !before.includes(each))
  if (lost) return gained ? 'different' : 'narrower'
  return gained ? 'wider' : 'same'
}

function joined(values: readonly string[] | undefined): string | null {
  return values ? values.join(', ').slice(0, TEXT_MAX) : null
}

/** `wider`: lasts longer. Both texts are epoch ms or `never`, for the window to write as dates. */
function byExpiry(before: Expiry, after: Expiry): Difference | null {
  const [old, fresh] = [endOf(before), endOf(after)]
  if (old === null && fresh === null) return null
  const result =
    old === null || fresh === null
      ? 'unknown'
      : old === fresh
        ? 'same'
        : fresh > old
          ? 'wider'
          : 'narrower'
  return { subject: 'expiry', result, before: endText(old), after: endText(fresh) }
}

function endOf(expiry: Expiry): number | null {
  if (expiry.known === 'unknown') return null
  return expiry.known === 'never' ? Infinity : expiry.at
}

function endText(end: number | null): string | null {
  if (end === null) return null
  return end === Infinity ? 'never' : String(end)
}
