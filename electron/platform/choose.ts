import { endOfDay } from '../../shared/day'
import type { FieldValues, KindInfo } from '../../shared/model/service'
import type { Expiry } from '../../shared/model/token'
import { isAlive, isDead, type Evidence } from '../../shared/model/verdict'
import type { Description, Recognized, Subject } from './adapter'

const CONFIDENCE = { certain: 0, likely: 1, possible: 2 } as const

/** Likelier first; where something is certain, guesses are left out. */
export function rank(found: readonly Recognized[]): Recognized[] {
  const certain = found.filter(({ confidence }) => confidence === 'certain')
  if (certain.length > 0) return certain
  const place = ({ confidence, fallback, byText }: Recognized): number =>
    CONFIDENCE[confidence] * 4 + (fallback === true ? 2 : 0) + (byText === true ? 1 : 0)
  return [...found].sort((one, other) => place(one) - place(other))
}

/**
 * An address of a platform beside the value says whose it is: shapes that others claim without a
 * word of their own beside it are left out. Where the platform itself does not know it, all stay.
 */
export function narrow(
  found: readonly Recognized[],
  kinds: readonly Recognized['kind'][],
): readonly Recognized[] {
  const isOwn = ({ kind }: Recognized): boolean => kinds.includes(kind)
  if (!found.some(isOwn)) return found
  return found.filter(
    (each) => isOwn(each) || (each.confidence !== 'possible' && each.byText !== true),
  )
}

/**
 * Which of the answers of several servers counts. One that knows the token settles it. One that
 * could not be asked, or was not clear, keeps the others from declaring the token dead: it may
 * live there. One that does not know the project says nothing against another's refusal.
 */
export function isBetter(one: Evidence, other: Evidence): boolean {
  return weight(one) < weight(other)
}

function weight({ verdict, reason }: Evidence): number {
  if (isAlive(verdict)) return 0
  if (isDead(verdict)) return 2
  return reason === 'project-not-found' ? 3 : 1
}

const GONE: Partial<Record<Evidence['reason'], Evidence['reason']>> = {
  'unknown-token': 'gone',
  'unknown-or-expired': 'gone-or-expired',
}

/** A value that its server took before belongs there, so that a refusal says more. */
export function inView(found: Evidence, accepted: Subject['accepted']): Evidence {
  if (accepted !== 'value' || found.verdict !== 'rejected') return found
  return { ...found, reason: GONE[found.reason] ?? found.reason }
}

/** What is known first, completed and corrected by what was learnt after it. */
export function merge(first: Description, later: Description): Description {
  const access = byKey([...(first.access ?? []), ...(later.access ?? [])], ({ layer }) => layer)
  const facts = byKey([...(first.facts ?? []), ...(later.facts ?? [])], ({ key }) => key)
  return {
    ...first,
    ...later,
    ...(access.length === 0 ? {} : { access: access.slice(0, 4) }),
    ...(facts.length === 0 ? {} : { facts: facts.slice(0, 100) }),
  }
}

/** One of each key: the last said, in the place of the first. */
function byKey<T>(items: readonly T[], keyOf: (item: T) => string): T[] {
  return [...new Map(items.map((item) => [keyOf(item), item])).values()]
}

/**
 * When a token ends by its platform's own rule; undefined where the rule does not say. From a day
 * no hour follows: like a date that the user enters, it counts to the end of the day here.
 */
export function expiryByRule(
  rule: KindInfo['expiryRule'],
  fields: FieldValues,
): Expiry | undefined {
  if (rule.type === 'never') return { known: 'never', source: 'rule' }
  if (rule.type !== 'days-from-creation') return undefined
  const created = fields['createdOn']
  const isDate = typeof created === 'string' && !Number.isNaN(Date.parse(created))
  const at = isDate ? endOfDay(created, rule.days) : null
  if (at === null) return { known: 'unknown' }
  return { known: 'date', at, source: 'rule' }
}
