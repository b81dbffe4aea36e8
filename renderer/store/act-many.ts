import type { RotationPlan, RotationWish } from '../../shared/contract/rotation'
import type { ErrorCode } from '../../shared/error'
import type { TokenId } from '../../shared/model/token'
import type { Absorb, Parts } from './actions'
import { following, NO_BATCH } from './batch'
import type { Env } from './env'
import { paramsOf } from './params'

/** Replacing or ending several tokens, and following them all. */
export function manyActions(env: Env, parts: Parts, absorb: Absorb) {
  const { bridge } = env
  const { batch, overlay, rotations, selection, toaster } = parts

  const openIds = (): { ids: TokenId[]; ends: TokenId[] } => {
    const { list } = parts.tokens.getState()
    const of = (phase: string): TokenId[] =>
      list.filter((token) => token.phase.name === phase).map((token) => token.id)
    const ends = of('revoking')
    return { ids: [...of('rotating'), ...ends], ends }
  }
  const refuse = (id: TokenId, code: string): void =>
    batch.setState(({ refused }) => ({
      refused: new Map(refused).set(id, code as ErrorCode),
    }))
  const show = (ids: readonly TokenId[], ends: readonly TokenId[]): void => {
    batch.setState((before) => following(before, ids, ends), true)
    selection.setState({ ids: new Set(), anchor: null, base: new Set() })
    overlay.setState({ name: 'rotations' }, true)
  }
  // what is done is told once, and is not asked for again
  rotations.subscribe((now, before) => {
    if (now.rotations === before.rotations) return
    const { ids, done } = batch.getState()
    const proved = ids.filter((id) => now.rotations.get(id)?.stage === 'done' && !done.has(id))
    if (proved.length > 0) batch.setState({ done: new Set([...done, ...proved]) })
  })

  return {
    async planMany(ids: readonly TokenId[]): Promise<RotationPlan[] | null> {
      if (ids.length === 0) return []
      const answer = await bridge.call('rotation.plan', { ids: [...ids] })
      if (answer.ok) return answer.value
      toaster.error(answer.error.code, paramsOf(answer.error))
      return null
    },

    /** Begins all of them; what is not begun is listed with its reason. */
    async rotateMany(wishes: RotationWish[]): Promise<boolean> {
      const answer = await bridge.call('rotation.beginMany', { wishes })
      if (!answer.ok) {
        toaster.error(answer.error.code, paramsOf(answer.error))
        return false
      }
      const ids = wishes.map((wish) => wish.id)
      show(ids, [])
      for (const { id, error } of answer.value) if (error) refuse(id, error.code)
      return true
    },

    /** Ends them one after the other: each is asked for by itself. */
    async revokeMany(
      wishes: readonly Pick<RotationWish, 'id' | 'mode' | 'manager'>[],
    ): Promise<boolean> {
      const refused: [TokenId, string][] = []
      for (const wish of wishes) {
        const answer = await bridge.call('revocation.begin', wish)
        if (answer.ok) absorb(answer.value)
        else refused.push([wish.id, answer.error.code])
      }
      const ids = wishes.map((wish) => wish.id)
      show(ids, ids)
      for (const [id, code] of refused) refuse(id, code)
      return true
    },

    /** All that is open, beside what is followed already. */
    async followOpen(): Promise<void> {
      const { ids, ends } = openIds()
      batch.setState((before) => following(before, ids, ends), true)
      const unknown = ids.filter((id) => !batch.getState().plans.has(id))
      if (unknown.length === 0) return
      const answer = await bridge.call('rotation.plan', { ids: unknown })
      if (!answer.ok) return
      batch.setState(({ plans }) => {
        const next = new Map(plans)
        for (const plan of answer.value) next.set(plan.id, plan)
        return { plans: next }
      })
    },

    /** All stays as it is; what is done is not listed any more. */
    leaveOpen: (): void => {
      batch.setState(NO_BATCH, true)
      overlay.setState({ name: 'none' }, true)
    },

    /** Whether the window stands beside a page, small and above all others. */
    async companion(on: boolean): Promise<void> {
      if (parts.session.getState().companion === on) return
      parts.session.setState({ companion: on })
      const answer = await bridge.call('app.companion', { on })
      if (!answer.ok) toaster.error(answer.error.code, paramsOf(answer.error))
    },
  }
}
