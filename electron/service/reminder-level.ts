import { WARNING_DAYS, type Due } from '../../shared/model/warning'

/** Most levels that are remembered of one token. */
export const LEVELS_MAX = 20

/** A due date with the level that it has reached. */
export type ReachedDue = Due & { readonly level: NonNullable<Due['level']> }

/** How a level that was told is remembered. */
export function keyOf({ cause, at, level }: ReachedDue): string {
  return `${cause}:${at}:${level}`
}

/** The dates among these that have reached a level which was not told yet, in their order. */
export function freshDues(dues: readonly Due[], told: readonly string[]): ReachedDue[] {
  return dues.filter(isReached).filter((due) => !wasTold(due, told))
}

/** Both, without doubles, as many as are remembered: those of `first` before the others. */
export function together(first: readonly string[], then: readonly string[]): readonly string[] {
  return [...new Set([...first, ...then])].slice(0, LEVELS_MAX)
}

function isReached(due: Due): due is ReachedDue {
  return due.level !== null
}

/** A level counts as told when it, or a later one of the same date, was. */
function wasTold({ cause, at, level }: ReachedDue, told: readonly string[]): boolean {
  const start = `${cause}:${at}:`
  return told
    .filter((each) => each.startsWith(start))
    .some((each) => rankOf(each.slice(start.length)) >= rankOf(level))
}

/** Later levels rank higher. */
function rankOf(level: string | number): number {
  if (level === 'over') return WARNING_DAYS.length
  return WARNING_DAYS.findIndex((days) => days === Number(level))
}
