import { byContext, nearnessOf, withField, type FieldBeside } from '../common/context'
import { flagFact } from '../common/fact'
import type { PasteContext, Recognized } from '../adapter'

const NEWER = /^lz_(?:pat|api)_[0-9A-Za-z]{16,}$/
/** Keys of the older kind; a project's id has the very same shape. */
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
export const HOSTS = ['locize.com', 'locize.app', 'locize.io']
const NEAR = { word: 'locize', hosts: HOSTS, headers: [] }
/** `LOCIZE_PROJECTID`, `LOCIZE_PID`, `NEXT_PUBLIC_LOCIZE_PROJECT_ID`, `projectId`. */
const PROJECT = /project[-_.]?id$|(?:^|[-_.])pid$/
const PROJECT_FIELD: FieldBeside = { key: 'projectId', name: PROJECT, fits: UUID }

export function recognize(value: string, context: PasteContext): Recognized[] {
  const project = withField(context, PROJECT_FIELD)
  const kind = value.startsWith('lz_pat_')
    ? 'locize/pat'
    : value.startsWith('lz_api_')
      ? 'locize/api-key'
      : null
  if (kind !== null) {
    const odd = NEWER.test(value) ? [] : flagFact('unusual-shape', true, 'token')
    return [{ kind, confidence: 'certain', facts: odd, ...project }]
  }
  if (!UUID.test(value) || PROJECT.test(context.variable ?? '')) return []
  return [{ ...byContext('locize/api-key', nearnessOf(context, NEAR)), ...project }]
}
