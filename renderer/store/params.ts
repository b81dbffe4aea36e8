import type { AppError } from '../../shared/error'
import { isolate } from '../i18n/intl'

/** The values of a failure as its message wants them. */
export function paramsOf(error: AppError): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(error.params).map(([name, value]) => [
      name,
      typeof value === 'string' ? isolate(value) : value,
    ]),
  )
}
