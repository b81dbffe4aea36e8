import type { EventPayload } from '../../shared/contract/event'
import type { AppError } from '../../shared/error'
import type { TokenId } from '../../shared/model/token'
import { isolate, type Words } from '../i18n/intl'
import type { Parts } from './actions'
import type { Env } from './env'
import { withAccess, type Access } from './exchanges'
import { paramsOf } from './params'

/** Why there is no access token, in words: what the platform said, or what failed. */
export function whyNoAccess(words: Words, error: AppError): string {
  const reason = error.code === 'exchange.refused' ? error.params['reason'] : undefined
  const told = typeof reason === 'string' ? words.lookup(`reason.${reason}`) : null
  return told ?? words.t(`error.${error.code}`, paramsOf(error))
}

/** Short-lived access that tokens are exchanged for. */
export function exchangeActions(env: Env, parts: Parts, clear: () => Promise<void>) {
  const { bridge } = env
  const { toaster, tokens, clipboard, exchanges } = parts
  const set = (id: TokenId, change: Partial<Access>): void =>
    exchanges.setState((before) => withAccess(before, id, change))
  const label = (id: TokenId): string => isolate(tokens.getState().byId.get(id)?.label ?? '')

  const refused = (id: TokenId, error: AppError): void => {
    set(id, { failed: error })
    toaster.show({
      key: 'access',
      tone: 'bad',
      message: 'toast.no-access',
      values: { label: label(id), reason: whyNoAccess(env.words, error) },
      until: env.now() + 12_000,
    })
  }

  return {
    async copyAccess(id: TokenId): Promise<void> {
      if (exchanges.getState().byId.get(id)?.busy) return
      set(id, { busy: true, failed: null })
      const answer = await bridge.call('exchange.copy', { id })
      set(id, { busy: false })
      if (!answer.ok) {
        refused(id, answer.error)
        return
      }
      const { clearsAt, expiresAt } = answer.value
      set(id, { expiresAt })
      clipboard.setState({ clip: { token: id, what: 'access-token', since: env.now(), clearsAt } })
      toaster.drop('access')
      toaster.show({
        key: 'clip',
        tone: 'good',
        message: 'toast.copied-access',
        values: { label: label(id) },
        until: clearsAt,
        countdown: true,
        action: { label: 'toast.clear', run: () => void clear() },
      })
    },

    async dropAccess(id: TokenId): Promise<void> {
      const answer = await bridge.call('exchange.drop', { id })
      if (answer.ok) set(id, { expiresAt: null, failed: null })
      else toaster.error(answer.error.code, paramsOf(answer.error))
    },

    /** Whether one is held from before, for example after the window was loaded anew. */
    async loadAccess(id: TokenId): Promise<void> {
      if (exchanges.getState().byId.has(id)) return
      const answer = await bridge.call('exchange.state', { id })
      // what was told meanwhile is newer
      if (!answer.ok || exchanges.getState().byId.has(id)) return
      set(id, { expiresAt: answer.value?.expiresAt ?? null })
    },

    accessChanged({ id, expiresAt }: EventPayload<'exchange.changed'>): void {
      set(id, expiresAt === null ? { expiresAt } : { expiresAt, failed: null })
    },
  }
}
