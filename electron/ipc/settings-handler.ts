import { ok } from '../../shared/result'
import type { SettingsService } from '../service/settings-service'
import type { HandlersOf } from './handlers-of'

export function settingsHandlers({
  settings,
}: {
  readonly settings: SettingsService
}): HandlersOf<'settings'> {
  return {
    'settings.get': () => ok(settings.get()),
    'settings.set': (change) => settings.set(change),
  }
}
