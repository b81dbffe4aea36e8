import type { InventoryPlace } from '../../../shared/contract/inventory'
import { isolate, type Words } from '../../i18n/intl'
import type { App } from '../../store/app'

/** 'Tolgee', with the server or project that tells it from another place there. */
export function placeName(
  { app, words }: { readonly app: App; readonly words: Words },
  { service, server, project }: InventoryPlace,
): string {
  const name = app.names.service(service)
  const part = project ?? server.baseUrl?.replace(/^https?:\/\//, '') ?? null
  const where = part ?? (server.id === 'cloud' ? null : server.id.toUpperCase())
  return where === null ? name : words.t('inventory.place', { name, where: isolate(where) })
}
