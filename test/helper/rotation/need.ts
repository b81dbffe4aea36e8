import type { RotationView } from '../../../shared/contract/rotation'
import type { TokenId } from '../../../shared/model/token'
import type { Bench } from '../services'

/** Where a rotation stands; null: none is open. */
export function viewOf(bench: Bench, id: TokenId): Promise<RotationView | null> {
  return bench.must('rotation.view', { id })
}

/** What it waits for, with the problem that stands in the way: `sign-in`, `help: unclear`. */
export async function needOf(bench: Bench, id: TokenId): Promise<string | undefined> {
  const waiting = (await viewOf(bench, id))?.waiting
  return waiting?.problem ? `${waiting.need}: ${waiting.problem}` : waiting?.need
}
