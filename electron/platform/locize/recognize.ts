import { byContext, isNear } from '../common/context'
import { flagFact } from '../common/fact'
import type { PasteContext, Recognized } from '../adapter'

const NEWER = /^lz_(?:pat|api)_[0-9A-Za-z]{16,}$/
/** Keys of the older kind; a project's id has the very same shape. */
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const NEAR = { word: 'locize', hosts: ['locize.com', 'locize.app', 'locize.io'], headers: [] }
const PROJECT_VARIABLES = ['locize_projectid', 'locize_pid', 'projectid', 'project_id']

export function recognize(value: string, context: PasteContext): Recognized[] {
  const kind = value.startsWith('lz_pat_')
    ? 'locize/pat'
    : value.startsWith('lz_api_')
      ? 'locize/api-key'
      : null
  if (kind !== null) {
    const odd = NEWER.test(value) ? [] : flagFact('unusual-shape', true, 'token')
    return [{ kind, confidence: 'certain', facts: odd }]
  }
  if (!UUID.test(value)) return []
  const named = context.variable !== null && PROJECT_VARIABLES.includes(context.variable)
  if (named) return []
  return [byContext('locize/api-key', isNear(context, NEAR))]
}
