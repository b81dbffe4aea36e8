import { ok } from '../../shared/result'
import type { ExportService } from '../service/export-service'
import type { ImportService } from '../service/import-service'
import type { HandlersOf } from './handlers-of'

export function transferHandlers({
  imports,
  exports,
}: {
  readonly imports: ImportService
  readonly exports: ExportService
}): HandlersOf<'import' | 'export'> {
  return {
    'import.open': () => imports.open(),
    'import.read': (input) => imports.read(input),
    'import.take': (input) => imports.take(input),
    'import.drop': ({ id }) => {
      imports.drop(id)
      return ok(null)
    },
    'export.write': (input) => exports.write(input),
  }
}
