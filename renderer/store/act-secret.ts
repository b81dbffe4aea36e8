import type { TokenId } from '../../shared/model/token'
import { isolate } from '../i18n/intl'
import type { Absorb, Parts } from './actions'
import type { Env } from './env'
import { paramsOf } from './params'
import { applyChange } from './tokens'

/** Copy, and forget with its undo. */
export function secretActions(env: Env, parts: Parts, absorb: Absorb) {
  const { bridge } = env
  const { toaster, tokens, clipboard } = parts
  const label = (id: TokenId): string => isolate(tokens.getState().byId.get(id)?.label ?? '')
  /** What can be brought back, last forgotten last. */
  let undoable: { readonly id: TokenId; readonly until: number }[] = []

  const clear = async (): Promise<void> => {
    const answer = await bridge.call('clipboard.clear', null)
    if (!answer.ok) toaster.error(answer.error.code, paramsOf(answer.error))
  }

  const restore = async (id: TokenId): Promise<void> => {
    undoable = undoable.filter((each) => each.id !== id)
    toaster.drop(`forgotten-${id}`)
    const answer = await bridge.call('token.restore', { id })
    if (!answer.ok) {
      toaster.error(answer.error.code, paramsOf(answer.error))
      return
    }
    absorb(answer.value)
    parts.view.setState({ active: id })
  }

  return {
    clearClipboard: clear,
    restore,

    async copy(id: TokenId): Promise<void> {
      const answer = await bridge.call('token.copy', { id })
      if (!answer.ok) {
        toaster.error(answer.error.code, paramsOf(answer.error))
        return
      }
      const { clearsAt } = answer.value
      clipboard.setState({ clip: { token: id, since: env.now(), clearsAt } })
      toaster.show({
        key: 'clip',
        tone: 'good',
        message: 'toast.copied',
        values: { label: label(id) },
        until: clearsAt,
        countdown: true,
        action: { label: 'toast.clear', run: () => void clear() },
      })
    },

    async forget(id: TokenId): Promise<void> {
      const name = label(id)
      const next = neighbour(parts, id)
      const answer = await bridge.call('token.forget', { id })
      if (!answer.ok) {
        toaster.error(answer.error.code, paramsOf(answer.error))
        return
      }
      const { undoUntil } = answer.value
      tokens.setState((before) => applyChange(before, { upserted: [], removed: [id] }))
      if (parts.view.getState().active === id) parts.view.setState({ active: next })
      undoable.push({ id, until: undoUntil })
      toaster.show({
        key: `forgotten-${id}`,
        message: 'toast.forgotten',
        values: { label: name },
        until: undoUntil,
        countdown: true,
        action: { label: 'toast.undo', run: () => void restore(id) },
      })
    },

    /** Whether there is something to bring back. */
    canUndo(): boolean {
      undoable = undoable.filter((each) => each.until > env.now())
      return undoable.length > 0
    },

    async undoForget(): Promise<void> {
      const last = undoable.findLast((each) => each.until > env.now())
      if (last) await restore(last.id)
    },
  }
}

/** The token to show once this one is gone: the next in the list, else the one before. */
export function neighbour(parts: Pick<Parts, 'listing'>, id: TokenId): TokenId | null {
  const ids = parts.listing
    .getState()
    .items.flatMap((item) => (item.type === 'token' ? item.token.id : []))
  const index = ids.indexOf(id)
  if (index < 0) return null
  return ids[index + 1] ?? ids[index - 1] ?? null
}
