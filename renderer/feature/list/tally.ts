import { isAlive, isDead, VERDICTS, type Verdict } from '../../../shared/model/verdict-list'

/** How many tokens of a run work, are dead, and were not found out about. */
export function tallyOf({
  done,
  verdicts,
}: {
  readonly done: number
  readonly verdicts: Readonly<Record<string, number>>
}): { alive: number; dead: number; open: number } {
  const count = (test: (verdict: Verdict) => boolean): number =>
    VERDICTS.filter(test).reduce((sum, verdict) => sum + (verdicts[verdict] ?? 0), 0)
  const alive = count(isAlive)
  const dead = count(isDead)
  return { alive, dead, open: Math.max(0, done - alive - dead) }
}
