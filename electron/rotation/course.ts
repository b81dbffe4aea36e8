/** What an open rotation does next, and what it waits for. Pure: everything it looks at is given. */
import type { Problem } from '../../shared/model/management'
import { needsCode, needsSignIn, passes } from '../../shared/model/management'
import {
  isBeforePromotion,
  type Act,
  type Mode,
  type Need,
  type Stage,
} from '../../shared/model/stage'

/** Between two tests of a new value that is not accepted yet, ms. */
export const TEST_EVERY_MS = 5_000
/** The same once it should be accepted and nothing is told, ms. */
const TEST_SELDOM_MS = 60_000
/** After so long a new value that is refused is held to be dead (Lokalise: 30 to 60 s), ms. */
export const ACTIVATION_MS = 120_000
/** Between two looks whether an old value is dead yet: the first, and at most, ms. */
export const DEATH_EVERY_MS = [5_000, 600_000] as const

/** How long a platform has to end an old value after the time that it was told, ms. */
export const LATE_MS = 600_000

/** What came of the last act that did not do what it should. */
export interface Trouble {
  readonly act: Act
  readonly problem: Problem
  /** Epoch ms of that try. */
  readonly at: number
  /** Epoch ms of the next try by itself; null: only somebody's word moves it. */
  readonly retryAt: number | null
}

export interface Look {
  readonly at: number
  readonly times: number
  readonly alive: boolean
}

/** When the platform ends the old value by itself, see the record of a rotation. */
interface Limit {
  readonly to: number
  readonly sure: boolean
  readonly ownEnd: number | null
}

/** A way in to manage: open, open but for a fresh one-time code, or none. */
export type Entry = 'open' | 'code' | 'none'

/** Everything that the course depends on. */
export interface Situation {
  readonly stage: Stage
  readonly mode: Mode
  readonly now: number
  /** Somebody, or a resumption, has started it. */
  readonly started: boolean
  /** Signed in, or a token that manages. */
  readonly entry: Entry
  /** A value that was made and could not be stored is held in memory. */
  readonly held: boolean
  /** Possible orphans that may be somebody else's. */
  readonly orphans: number
  /** The new value, as last tested. */
  readonly pending: {
    readonly since: number
    readonly verdict: 'none' | 'alive' | 'dead' | 'open'
    readonly testedAt: number | null
  } | null
  /** A difference that the user has not agreed to. */
  readonly disagreement: boolean
  /** Places that are not ticked off. */
  readonly undelivered: number
  /** Epoch ms; null: the user's word. */
  readonly graceEnds: number | null
  /** What its platform was told of the old value's end; undefined: it cannot be told. */
  readonly limit: Limit | null | undefined
  /** When the old value was last looked at for its death, how often, and whether it was alive. */
  readonly looked: Look | null
  /** It was deleted by API already, as far as its platform said. */
  readonly sent: boolean
  readonly trouble: Trouble | null
}

export interface Wait {
  readonly wait: Need
  readonly problem: Problem | null
  /** Epoch ms when it moves by itself; null: only somebody's word moves it. */
  readonly until: number | null
}

export type Course =
  /** `beside`: what somebody is asked for all the same, and may be about to give. */
  { readonly do: Act; readonly beside?: Wait } | Wait

function wait(need: Need, until: number | null = null, problem: Problem | null = null): Wait {
  return { wait: need, problem, until }
}

/** The next act, or what it waits for. Total: there is an answer for every situation. */
export function courseOf(at: Situation): Course {
  if (at.held) return hindered(at, 'store') ?? { do: 'store' }
  if (isBeforePromotion(at.stage) && isLimitDue(at)) return toLift(at) ?? stageCourse(at)
  return stageCourse(at)
}

function stageCourse(at: Situation): Course {
  switch (at.stage) {
    case 'planned':
      return toCreate(at)
    case 'creating':
      return toSettle(at)
    case 'created':
      return toTest(at)
    case 'tested':
      if (at.mode === 'guided' || at.disagreement) return wait('agreement')
      return hindered(at, 'promote') ?? { do: 'promote' }
    case 'promoted':
      // told before it was gone back to; nothing is to end while places still use it
      if (isLimitDue(at) && canTell(at)) return { do: 'limit' }
      // with nothing listed, only a user who is at it anyway can say
      if (at.undelivered > 0 || at.mode === 'guided') return wait('delivery')
      return hindered(at, 'deliver') ?? { do: 'deliver' }
    case 'delivered':
      return afterDelivery(at)
    case 'revoking':
      return toDeath(at)
  }
}

function toCreate(at: Situation): Course {
  if (at.orphans > 0) return wait('orphans')
  if (!at.started) return wait('start')
  if (at.mode === 'guided') return wait('create-by-hand')
  return hindered(at, 'create') ?? throughDoor(at, 'create')
}

function toSettle(at: Situation): Course {
  if (at.mode === 'guided') return wait(at.orphans > 0 ? 'orphans' : 'create-by-hand')
  if (at.orphans > 0) return wait('orphans')
  return hindered(at, 'settle') ?? throughDoor(at, 'settle')
}

function toTest(at: Situation): Course {
  const { pending } = at
  if (pending === null || pending.verdict === 'none') {
    return hindered(at, 'test') ?? { do: 'test' }
  }
  if (at.mode === 'guided') return wait('create-by-hand')
  const old = at.now - pending.since >= ACTIVATION_MS
  if (pending.verdict === 'dead' && old) {
    return hindered(at, 'discard') ?? throughDoor(at, 'discard')
  }
  const pause = old ? TEST_SELDOM_MS : TEST_EVERY_MS
  const due = (pending.testedAt ?? 0) + pause
  // a clock that was set back must not make it wait for years
  if (due > at.now && due - at.now <= pause) return wait('activation', due)
  return hindered(at, 'test') ?? { do: 'test' }
}

function afterDelivery(at: Situation): Course {
  const { graceEnds, limit, now } = at
  const over = graceEnds !== null && graceEnds <= now
  if (!over && isLimitDue(at) && canTell(at)) return { do: 'limit' }
  const to = limit?.to ?? null
  if (to !== null && to <= now) return toItsEnd(at, to)
  if (over) return toDelete(at)
  // the platform would end it before the time that was chosen
  const early = to !== null && isLimitDue(at) && (wantedEnd(at) ?? Infinity) > to
  if (early && at.mode !== 'guided') {
    const course = hindered(at, 'limit') ?? throughDoor(at, 'limit')
    return 'do' in course ? course : { ...course, until: earlier(course.until, to) }
  }
  return wait('grace', earlier(graceEnds, to))
}

function toDelete(at: Situation): Course {
  if (at.mode === 'guided') return wait('delete-by-hand')
  return hindered(at, 'revoke') ?? throughDoor(at, 'revoke')
}

/**
 * The platform ends it about now, by its own clock: looks until it is dead, and asks for nobody's
 * hands before it had time for that.
 */
function toItsEnd(at: Situation, to: number): Course {
  const { looked, now, graceEnds } = at
  if (looked === null) return { do: 'prove' }
  const due = nextLook(looked, now)
  const over = graceEnds !== null && graceEnds <= now
  const late = looked.alive && over && (at.entry === 'open' || now - to >= LATE_MS)
  if (late) return besideLooking(toDelete(at), due, now)
  return due > now ? wait('death', due) : { do: 'prove' }
}

/** When the platform is to end the old value by itself; null: not sooner than ever. */
export function wantedEnd({
  stage,
  graceEnds,
  limit,
}: Pick<Situation, 'stage' | 'graceEnds'> & {
  readonly limit: Pick<Limit, 'ownEnd'> | null | undefined
}): number | null {
  const ownEnd = limit?.ownEnd ?? null
  return stage === 'delivered' ? earlier(graceEnds, ownEnd) : ownEnd
}

/** What the platform was told is not what it is to do. */
function isLimitDue(at: Pick<Situation, 'stage' | 'graceEnds' | 'limit'>): boolean {
  const { limit, stage, graceEnds } = at
  if (limit === undefined) return false
  if (limit === null) return stage === 'delivered' && graceEnds !== null
  return !limit.sure || limit.to !== wantedEnd(at)
}

/** Somebody is signed in at this moment; what did not go once is left for another. */
function canTell({ mode, entry, trouble, now }: Situation): boolean {
  if (mode === 'guided' || entry !== 'open') return false
  return trouble?.act !== 'limit' || (trouble.retryAt !== null && trouble.retryAt <= now)
}

/** The current value is to end: that is taken back first. null: it is too late, or by hand. */
function toLift(at: Situation): Course | null {
  if (at.mode === 'guided' || at.limit == null) return null
  if (at.limit.to <= at.now) return at.stage === 'tested' ? wait('agreement') : null
  const course = hindered(at, 'limit') ?? throughDoor(at, 'limit')
  return 'do' in course ? course : { ...course, until: earlier(course.until, at.limit.to) }
}

function earlier(one: number | null, other: number | null): number | null {
  if (one === null || other === null) return one ?? other
  return Math.min(one, other)
}

/** What the death of a value depends on, of one that is replaced or of one that is revoked. */
export type Dying = Pick<Situation, 'mode' | 'now' | 'entry' | 'looked' | 'sent' | 'trouble'>

/** The old one may be deleted: ends it, and looks until it is dead, less and less often. */
export function toDeath(at: Dying): Course {
  const { looked, mode, now, sent } = at
  if (looked === null) return { do: 'prove' }
  const due = nextLook(looked, now)
  if (mode === 'guided' || !looked.alive) {
    return due > now ? wait(mode === 'guided' ? 'delete-by-hand' : 'death', due) : { do: 'prove' }
  }
  const next = hindered(at, 'revoke') ?? throughDoor(at, 'revoke')
  // deleted once, it is given time to die
  if (sent && 'do' in next && due > now) return wait('death', due)
  return sent ? besideLooking(next, due, now) : next
}

/** When an old value is looked at again; not after now: it is time. */
function nextLook({ at, times }: Look, now: number): number {
  const [first, most] = DEATH_EVERY_MS
  const due = at + Math.min(first * 2 ** Math.min(times - 1, 20), most)
  // a clock that was set back must not make it wait for years
  return due - now <= most ? due : now
}

/** Somebody's word is waited for, and nobody has to give it if a look finds the old value dead. */
function besideLooking(next: Course, due: number, now: number): Course {
  if ('do' in next) return next
  if (due <= now) return { do: 'prove', beside: next }
  return { ...next, until: Math.min(next.until ?? due, due) }
}

/** An act that needs a way in. */
function throughDoor({ entry, mode }: Pick<Situation, 'entry' | 'mode'>, act: Act): Course {
  if (entry === 'open') return { do: act }
  // there is nothing to sign in to: the token that was to do it is gone
  if (mode === 'automatic') return wait('help', null, 'no-manager')
  return wait(entry === 'code' ? 'code' : 'sign-in')
}

/** What stands in the way of an act since its last try; null: nothing (any more). */
function hindered(at: Pick<Situation, 'trouble' | 'now'>, act: Act): Course | null {
  const { trouble, now } = at
  if (trouble?.act !== act) return null
  const { problem, at: since, retryAt } = trouble
  // a clock that was set back must not make it wait for years
  if (retryAt !== null && (retryAt <= now || since > now)) return null
  return wait(needOf(problem, retryAt), retryAt, problem)
}

function needOf(problem: Problem, retryAt: number | null): Need {
  if (needsCode(problem)) return 'code'
  // with another account it would be found
  if (needsSignIn(problem) || problem === 'other-account') return 'sign-in'
  return passes(problem) || retryAt !== null ? 'patience' : 'help'
}
