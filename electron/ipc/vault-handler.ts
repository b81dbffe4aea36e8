import { ok } from '../../shared/result'
import type { VaultService } from '../service/vault-service'
import type { HandlersOf } from './handlers-of'

export function vaultHandlers({ vault }: { readonly vault: VaultService }): HandlersOf<'vault'> {
  return {
    'vault.status': () => ok(vault.status()),
    'vault.retry': async () => ok(await vault.retry()),
    'vault.setAside': () => vault.setAside(),
  }
}
