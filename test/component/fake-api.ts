import type { RevocationView, RotationView } from '../../shared/contract/rotation'
import type { Problem } from '../../shared/model/management'
import type { Need } from '../../shared/model/stage'
import type { TokenId } from '../../shared/model/token'
import type { Fake } from './fake-bridge'
import { ALIVE, checkedAt, DEAD, HINTS, promotedPart } from './fake-views'

export type Put = (id: TokenId, change: Partial<RotationView>) => void

const wants = (need: Need, problem: Problem | null = null, until: number | null = null) => ({
  act: null,
  waiting: { need, problem, until },
})

/** A made-up platform's answer to a sign-in: what is typed says it. */
export function answerOf(username: string, password: string): Problem | null {
  if (password.startsWith('wrong')) return 'wrong-sign-in'
  if (username.startsWith('sso')) return 'no-password'
  if (username.startsWith('code')) return 'code-needed'
  return null
}

/** A rotation by API as the window sees it: acts one after the other, each taking its time. */
export function createRunner(fake: Fake, put: Put) {
  const { now } = fake.options
  const act = async (id: TokenId, doing: NonNullable<RotationView['act']>): Promise<void> => {
    put(id, { act: doing, waiting: null })
    await fake.wait()
  }
  return {
    /** From the plan to the grace period. */
    async create(id: TokenId, view: () => RotationView): Promise<void> {
      put(id, { stage: 'creating' })
      await act(id, 'create')
      put(id, { stage: 'created', pendingHint: HINTS.pending })
      await act(id, 'test')
      put(id, { stage: 'tested', pendingCheck: ALIVE })
      await act(id, 'promote')
      put(id, promotedPart(view()))
      await act(id, 'deliver')
      const graceEnds = now() + (view().graceMs ?? 0)
      put(id, {
        stage: 'delivered',
        graceEnds: view().graceMs === null ? null : graceEnds,
        ...wants('grace', null, view().graceMs === null ? null : graceEnds),
      })
    },
    async revoke(id: TokenId): Promise<void> {
      put(id, { stage: 'revoking' })
      await act(id, 'revoke')
      put(id, {
        previousCheck: checkedAt(ALIVE, now()),
        ...wants('death', null, now() + 5_000),
      })
      await fake.wait()
      await act(id, 'prove')
      put(id, { stage: 'done', act: null, waiting: null, previousCheck: checkedAt(DEAD, now()) })
    },
    wants,
  }
}

/** A revocation by API. */
export async function runRevocation(
  fake: Fake,
  id: TokenId,
  put: (id: TokenId, view: RevocationView | null) => void,
): Promise<void> {
  const base: RevocationView = { mode: 'automatic', act: 'revoke', waiting: null, manager: null }
  put(id, base)
  await fake.wait()
  put(id, { ...base, ...wants('death', null, fake.options.now() + 5_000) })
  await fake.wait()
  const check = checkedAt(DEAD, fake.options.now())
  fake.update(id, { check, settled: check, phase: { name: 'revoked', at: check.at } })
  put(id, null)
}
