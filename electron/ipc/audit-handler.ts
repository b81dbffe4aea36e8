import type { AuditService } from '../service/audit-service'
import type { HandlersOf } from './handlers-of'

export function auditHandlers({ audit }: { readonly audit: AuditService }): HandlersOf<'audit'> {
  return {
    'audit.page': (input) => audit.page(input),
    'audit.verify': () => audit.verify(),
    'audit.export': (input) => audit.export(input),
  }
}
