import { appError } from '../../shared/error'
import type { Handlers } from '../../shared/contract/index'
import type { TokenId } from '../../shared/model/token'
import { err, ok } from '../../shared/result'
import type { Fake } from './fake-bridge'

/** As Phrase's `expires_in`, ms. */
const LIFE = 14_399_000

/** Access tokens of nothing: when they end is all that the window sees of them. */
export function exchangeHandlers(fake: Fake) {
  const held = new Map<TokenId, number>()
  const { now, exchange = 'works' } = fake.options
  return {
    'exchange.copy': async ({ id }) => {
      await fake.wait()
      if (exchange === 'offline') {
        return err(appError('exchange.refused', { verdict: 'unreachable', reason: 'offline' }))
      }
      if (exchange === 'refused') {
        const reason = 'gone-or-expired'
        const check = {
          verdict: 'rejected',
          reason,
          status: 400,
          retryAt: null,
          at: now(),
        } as const
        const found = { ...check, code: 'invalid_grant' }
        fake.update(id, { check: found, settled: found })
        return err(appError('exchange.refused', { verdict: 'rejected', reason }))
      }
      const expiresAt = held.get(id) ?? now() + LIFE
      held.set(id, expiresAt)
      fake.announce('exchange.changed', { id, expiresAt })
      const clearsAt = now() + 30_000
      fake.announce('clipboard.changed', {
        token: id,
        what: 'access-token',
        clearsAt,
        state: 'copied',
      })
      return ok({ clearsAt, expiresAt })
    },
    'exchange.state': ({ id }) => {
      const expiresAt = held.get(id)
      const server = { id: 'eu', baseUrl: null }
      return ok(expiresAt === undefined ? null : { expiresAt, product: null, server })
    },
    'exchange.drop': ({ id }) => {
      held.delete(id)
      fake.announce('exchange.changed', { id, expiresAt: null })
      return ok(null)
    },
  } satisfies Partial<Handlers>
}
