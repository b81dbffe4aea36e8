import type { OpenVault, TokenStore } from '../../electron/service/port'
import { appError } from '../../shared/error'
import { err } from '../../shared/result'

/** A disk that can be full, for the `vault` option of a bench: then tokens are only read. */
export function fullDisk() {
  const state = { full: false }
  const noSpace = () => err(appError('vault.no-space'))
  const limited = (store: TokenStore): TokenStore => ({
    list: () => store.list(),
    damaged: () => store.damaged(),
    get: (id) => store.get(id),
    details: (id) => store.details(id),
    secret: (id, slot) => store.secret(id, slot),
    findBySecret: (secret) => store.findBySecret(secret),
    insert: (id, token) => (state.full ? noSpace() : store.insert(id, token)),
    update: (id, version, change) => (state.full ? noSpace() : store.update(id, version, change)),
    remove: (id) => store.remove(id),
  })
  const vault = (inner: OpenVault): OpenVault => ({
    values: inner.values,
    close: () => inner.close(),
    tokens: limited(inner.tokens),
  })
  return { state, vault }
}
