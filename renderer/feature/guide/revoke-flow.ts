import { createStore, type StoreApi } from 'zustand/vanilla'
import type { AppError } from '../../../shared/error'
import type { CheckRecord, TokenId } from '../../../shared/model/token'
import type { App } from '../../store/app'

/** Where a revocation stands in the window; the rest is the token's own phase. */
export interface RevokeState {
  readonly busy: 'prove' | 'cancel' | null
  readonly refused: AppError | null
  /** The last check that was asked for here. */
  readonly check: CheckRecord | null
}

export type RevokeFlow = ReturnType<typeof createRevokeFlow>

/** The guided end of one token. It begins with the first thing that the user does about it. */
export function createRevokeFlow(app: App, id: TokenId) {
  const store: StoreApi<RevokeState> = createStore<RevokeState>(() => ({
    busy: null,
    refused: null,
    check: null,
  }))
  const { bridge } = app.env
  const fail = (error: AppError): void => store.setState({ busy: null, refused: error })

  const begin = async (): Promise<boolean> => {
    if (app.token(id)?.phase.name !== 'idle') return true
    const answer = await bridge.call('revocation.begin', { id })
    if (answer.ok) app.act.absorb(answer.value)
    else fail(answer.error)
    return answer.ok
  }
  const prove = async (): Promise<void> => {
    store.setState({ busy: 'prove', refused: null })
    if (!(await begin())) return
    const answer = await bridge.call('revocation.prove', { id })
    if (!answer.ok) {
      fail(answer.error)
      return
    }
    app.act.absorb(answer.value.token)
    store.setState({ busy: null, check: answer.value.check })
  }
  const cancel = async (): Promise<void> => {
    store.setState({ busy: 'cancel', refused: null })
    const answer = await bridge.call('revocation.cancel', { id })
    if (!answer.ok) {
      fail(answer.error)
      return
    }
    store.setState({ busy: null })
    app.act.absorb(answer.value)
    app.act.closeOverlay()
  }
  const free = (): boolean => store.getState().busy === null

  return {
    store,
    begin: (): void => void begin(),
    prove: (): void => {
      if (free()) void prove()
    },
    cancel: (): void => {
      if (free()) void cancel()
    },
  }
}
