import type { AppError } from '../../shared/error'
import type { TokenId } from '../../shared/model/token'
import { isolate } from '../i18n/intl'
import type { Absorb, Parts } from './actions'
import type { Env } from './env'
import { isListed } from './listing'
import { paramsOf } from './params'
import { applyChange } from './tokens'

interface Forgotten {
  readonly id: TokenId
  /** Its label, isolated. */
  readonly name: string
  readonly until: number
}

/** Copy, and forget with its undo. */
export function secretActions(env: Env, parts: Parts, absorb: Absorb) {
  const { bridge } = env
  const { toaster, tokens, clipboard } = parts
  const label = (id: TokenId): string => isolate(tokens.getState().byId.get(id)?.label ?? '')
  /** What can be brought back, last forgotten last. */
  let undoable: Forgotten[] = []
  const restoring = new Set<TokenId>()

  const settle = (id: TokenId): void => {
    undoable = undoable.filter((each) => each.id !== id)
    toaster.drop(`forgotten-${id}`)
  }
  // whoever brought it back: the main process goes on trying, and the value may be pasted again
  tokens.subscribe(({ byId }) => {
    for (const { id } of undoable) if (byId.has(id)) settle(id)
  })

  const clear = async (): Promise<void> => {
    const answer = await bridge.call('clipboard.clear', null)
    if (!answer.ok) toaster.error(answer.error.code, paramsOf(answer.error))
  }

  const restore = async (id: TokenId): Promise<void> => {
    if (restoring.has(id)) return
    restoring.add(id)
    const answer = await bridge.call('token.restore', { id })
    restoring.delete(id)
    if (answer.ok) {
      settle(id)
      absorb(answer.value)
      if (isListed(parts.listing.getState(), id)) parts.view.setState({ active: id })
    } else if (answer.error.retryable) stillGone(id, answer.error)
    else {
      settle(id)
      toaster.error(answer.error.code, paramsOf(answer.error))
    }
  }

  /** The main process keeps it until it can be restored, so there is no end to the time for that. */
  const stillGone = (id: TokenId, error: AppError): void => {
    const name = undoable.find((each) => each.id === id)?.name ?? ''
    undoable = undoable.map((each) => (each.id === id ? { ...each, until: Infinity } : each))
    toaster.show({
      key: `forgotten-${id}`,
      tone: 'bad',
      message: 'toast.not-restored',
      values: { label: name, reason: env.words.t(`error.${error.code}`, paramsOf(error)) },
      until: null,
      action: { label: 'toast.again', run: () => void restore(id) },
    })
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
      clipboard.setState({ clip: { token: id, what: 'token', since: env.now(), clearsAt } })
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
      undoable.push({ id, name, until: undoUntil })
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
