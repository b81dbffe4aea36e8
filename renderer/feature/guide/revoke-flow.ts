import { createStore, type StoreApi } from 'zustand/vanilla'
import type { RotationPlan } from '../../../shared/contract/rotation'
import type { AppError } from '../../../shared/error'
import type { Mode } from '../../../shared/model/stage'
import type { CheckRecord, TokenId } from '../../../shared/model/token'
import type { App } from '../../store/app'
import { putRevocation } from '../../store/rotations'
import { isByHandOnly } from '../rotation/start-rules'

/** Where a revocation stands in the window; the rest is the token's own phase and the store's. */
export interface RevokeState {
  readonly busy: 'begin' | 'start' | 'prove' | 'cancel' | null
  readonly refused: AppError | null
  /** The last check that was asked for here. */
  readonly check: CheckRecord | null
  /** It is known how it can be done. */
  readonly ready: boolean
  /** What it would be; null: by hand. */
  readonly plan: RotationPlan | null
  /** The way chosen before it begins. */
  readonly mode: Mode
  readonly manager: TokenId | null
}

export type RevokeFlow = ReturnType<typeof createRevokeFlow>

/** Whether there is a way to choose, beside the browser. */
export const hasWays = ({ plan }: Pick<RevokeState, 'plan'>): boolean =>
  plan !== null && !isByHandOnly(plan)

/** The end of one token. By hand it begins with the first thing that the user does about it. */
export function createRevokeFlow(app: App, id: TokenId) {
  const store: StoreApi<RevokeState> = createStore<RevokeState>(() => ({
    busy: null,
    refused: null,
    check: null,
    ready: false,
    plan: null,
    mode: 'guided',
    manager: null,
  }))
  const { bridge } = app.env
  const fail = (error: AppError): void => store.setState({ busy: null, refused: error })
  const free = (): boolean => store.getState().busy === null

  /** By hand, if nothing has begun. */
  const begin = async (): Promise<boolean> => {
    if (app.token(id)?.phase.name !== 'idle') return true
    const answer = await bridge.call('revocation.begin', { id, mode: 'guided' })
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
  /** As chosen: by API it goes on from here by itself. */
  const run = async (): Promise<void> => {
    const { mode, manager } = store.getState()
    store.setState({ busy: 'begin', refused: null })
    const answer = await bridge.call('revocation.begin', {
      id,
      mode,
      ...(mode === 'automatic' && manager !== null ? { manager } : {}),
    })
    if (!answer.ok) {
      fail(answer.error)
      return
    }
    store.setState({ busy: null })
    app.act.absorb(answer.value)
    await look()
  }
  const look = async (): Promise<void> => {
    const answer = await bridge.call('revocation.view', { id })
    if (answer.ok) putRevocation(app.rotations, { id, revocation: answer.value })
  }
  /** Tries again, or goes on another way. */
  const start = async (mode?: Mode): Promise<void> => {
    store.setState({ busy: 'start', refused: null })
    const answer = await bridge.call('revocation.start', { id, ...(mode ? { mode } : {}) })
    if (!answer.ok) {
      fail(answer.error)
      return
    }
    putRevocation(app.rotations, { id, revocation: answer.value })
    store.setState({ busy: null })
  }

  return {
    store,
    /** Asks what is possible, and where it stands. */
    async open(): Promise<void> {
      const phase = app.token(id)?.phase.name
      if (phase === 'revoking') await look()
      if (phase !== 'idle' && phase !== 'revoking') {
        store.setState({ ready: true })
        return
      }
      const answer = await bridge.call('rotation.plan', { ids: [id] })
      const plan = answer.ok ? (answer.value[0] ?? null) : null
      store.setState({
        plan,
        ready: true,
        mode: plan?.mode ?? 'guided',
        manager: plan?.managers[0] ?? null,
      })
    },
    choose: (change: Partial<Pick<RevokeState, 'mode' | 'manager'>>): void =>
      store.setState(change),
    begin: (): void => void begin(),
    run: (): void => {
      if (free()) void run()
    },
    start: (mode?: Mode): void => {
      if (free()) void start(mode)
    },
    prove: (): void => {
      if (free()) void prove()
    },
    cancel: (): void => {
      if (free()) void cancel()
    },
  }
}
