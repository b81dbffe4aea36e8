import { ok } from '../../shared/result'
import type { InventoryService } from '../service/inventory-service'
import type { HandlersOf } from './handlers-of'

export function inventoryHandlers({
  inventory,
}: {
  readonly inventory: InventoryService
}): HandlersOf<'inventory'> {
  return {
    'inventory.places': () => ok(inventory.places()),
    'inventory.list': ({ id }) => inventory.list(id),
    'inventory.view': ({ id }) => inventory.view(id),
    'inventory.adopt': ({ id, key, label }) => inventory.adopt(id, key, label),
    'inventory.revoke': ({ id, keys }) => inventory.revoke(id, keys),
    'inventory.drop': ({ id }) => inventory.drop(id),
  }
}
