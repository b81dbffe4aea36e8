import type { EventPayload } from '../../shared/contract/event'
import type { TokenId } from '../../shared/model/token'
import type { Absorb, Parts } from './actions'
import { withBusy } from './checks'
import type { Env } from './env'
import { paramsOf } from './params'

/** Asking the platforms, for one token or many. */
export function checkActions(env: Env, parts: Parts, absorb: Absorb) {
  const { bridge } = env
  const { checks, toaster } = parts

  return {
    async check(id: TokenId): Promise<void> {
      if (checks.getState().busy.has(id)) return
      checks.setState((before) => withBusy(before, id, true))
      const answer = await bridge.call('check.one', { id })
      checks.setState((before) => withBusy(before, id, false))
      if (answer.ok) absorb(answer.value.token)
      else toaster.error(answer.error.code, paramsOf(answer.error))
    },

    async checkMany(ids: TokenId[] | null): Promise<void> {
      if (checks.getState().run?.state === 'running') return
      const answer = await bridge.call('check.many', { ids })
      if (!answer.ok) {
        toaster.error(answer.error.code, paramsOf(answer.error))
        return
      }
      const { run, total } = answer.value
      const known = checks.getState().run
      // the first progress may have been told before the answer
      if (known?.run === run) return
      checks.setState({ run: { run, total, done: 0, state: 'running', verdicts: {} } })
    },

    async cancelCheck(): Promise<void> {
      const { run } = checks.getState()
      if (run?.state !== 'running') return
      const answer = await bridge.call('check.cancel', { run: run.run })
      if (!answer.ok) toaster.error(answer.error.code, paramsOf(answer.error))
    },

    dismissRun: (): void => checks.setState({ run: null }),

    progress(payload: EventPayload<'check.progress'>): void {
      checks.setState({ run: payload })
    },
  }
}
