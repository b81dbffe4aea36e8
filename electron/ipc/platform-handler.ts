import { ok } from '../../shared/result'
import type { PlatformService } from '../service/platform-service'
import { nothing } from './app-handler'
import type { HandlersOf } from './handlers-of'

export function platformHandlers({
  platforms,
}: {
  readonly platforms: PlatformService
}): HandlersOf<'platform'> {
  return {
    'platform.list': () => ok(platforms.list()),
    'platform.openPage': async (input) => nothing(await platforms.openPage(input)),
  }
}
