import type { CopyService } from '../service/copy-service'
import { nothing } from './app-handler'
import type { HandlersOf } from './handlers-of'

export function clipboardHandlers({
  copy,
}: {
  readonly copy: CopyService
}): HandlersOf<'clipboard'> {
  return { 'clipboard.clear': async () => nothing(await copy.clear()) }
}
