import type { OpenVault, TokenStore } from '../../electron/service/port'
import { appError } from '../../shared/error'
import { err } from '../../shared/result'
import { overriding } from './overriding'

/** A disk that can be full, for the `vault` option of a bench: then tokens are only read. */
export function fullDisk() {
  const state = { full: false }
  const noSpace = () => err(appError('vault.no-space'))
  const limited = (store: TokenStore): TokenStore =>
    overriding(store, {
      insert: (id, token) => (state.full ? noSpace() : store.insert(id, token)),
      update: (id, version, change) => (state.full ? noSpace() : store.update(id, version, change)),
    })
  const vault = (inner: OpenVault): OpenVault =>
    overriding(inner, { tokens: limited(inner.tokens) })
  return { state, vault }
}
