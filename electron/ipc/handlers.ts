import type { Handlers } from '../../shared/contract'
import { appHandlers, type AppHandlerDeps } from './app-handler'
import { auditHandlers } from './audit-handler'
import { backupHandlers } from './backup-handler'
import { checkHandlers } from './check-handler'
import { clipboardHandlers } from './clipboard-handler'
import { destinationHandlers } from './destination-handler'
import { draftHandlers } from './draft-handler'
import { exchangeHandlers } from './exchange-handler'
import { inventoryHandlers } from './inventory-handler'
import { platformHandlers } from './platform-handler'
import { revocationHandlers, rotationHandlers, type RotationHandlerDeps } from './rotation-handler'
import { settingsHandlers } from './settings-handler'
import { tokenHandlers, type TokenHandlerDeps } from './token-handler'
import { transferHandlers } from './transfer-handler'
import {
  recoveryHandlers,
  vaultHandlers,
  waysHandlers,
  type VaultHandlerDeps,
} from './vault-handler'

export type HandlerDeps = AppHandlerDeps &
  RotationHandlerDeps &
  TokenHandlerDeps &
  Parameters<typeof auditHandlers>[0] &
  Parameters<typeof backupHandlers>[0] &
  Parameters<typeof checkHandlers>[0] &
  Parameters<typeof destinationHandlers>[0] &
  Parameters<typeof draftHandlers>[0] &
  Parameters<typeof exchangeHandlers>[0] &
  Parameters<typeof inventoryHandlers>[0] &
  Parameters<typeof settingsHandlers>[0] &
  Parameters<typeof transferHandlers>[0] &
  VaultHandlerDeps

/** One handler per call of the contract; a missing one does not compile. */
export function createHandlers(deps: HandlerDeps): Handlers {
  return {
    ...appHandlers(deps),
    ...vaultHandlers(deps),
    ...waysHandlers(deps),
    ...recoveryHandlers(deps),
    ...backupHandlers(deps),
    ...settingsHandlers(deps),
    ...platformHandlers(deps),
    ...draftHandlers(deps),
    ...tokenHandlers(deps),
    ...destinationHandlers(deps),
    ...clipboardHandlers(deps),
    ...checkHandlers(deps),
    ...rotationHandlers(deps),
    ...revocationHandlers(deps),
    ...inventoryHandlers(deps),
    ...exchangeHandlers(deps),
    ...auditHandlers(deps),
    ...transferHandlers(deps),
  }
}
