import { ok } from '../../shared/result'
import type { CheckService } from '../service/check-service'
import type { HandlersOf } from './handlers-of'

export function checkHandlers({ checks }: { readonly checks: CheckService }): HandlersOf<'check'> {
  return {
    'check.one': ({ id }) => checks.one(id),
    'check.many': ({ ids }) => checks.many(ids),
    'check.cancel': ({ run }) => {
      checks.cancel(run)
      return ok(null)
    },
  }
}
