import { z } from 'zod'
import { serverRef } from '../model/service'
import { instant, tokenId } from '../model/token'
import { call, nothing } from './call'

const byId = z.strictObject({ id: tokenId })

/** Short-lived access that the main process holds for a token. Never the value itself. */
export const exchangeState = z.strictObject({
  expiresAt: instant,
  /** What it opens, as far as it is known: a product in the platform's own words. */
  product: z.string().max(100).nullable(),
  /** The server that gave it, and that it is for. */
  server: serverRef,
})

export const exchangeCalls = {
  /**
   * Puts the access token on the clipboard; one is made if none is held that lives long enough.
   * `exchange.refused` with `verdict` and `reason` if the platform gave none; what that says about
   * the token is kept as a check.
   */
  'exchange.copy': call(byId, z.strictObject({ clearsAt: instant, expiresAt: instant })),
  /** null: none is held. */
  'exchange.state': call(byId, exchangeState.nullable()),
  /** Drops it here, and from the clipboard. It goes on working on the platform until its end. */
  'exchange.drop': call(byId, nothing),
} satisfies Record<string, ReturnType<typeof call>>
