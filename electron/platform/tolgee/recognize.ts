import { flagFact, textFact } from '../common/fact'
import { withField, type FieldBeside } from '../common/context'
import type { PasteContext, Recognized } from '../adapter'
import { projectOf } from './project-key'

const PAT = /^tgpat_[0-9a-v]{40,52}$/
/** Before 2.38.0 keys had no prefix: 130 random bits in base 32. */
const LEGACY = /^[0-9a-v]{20,26}$/
export const HOSTS = ['tolgee.io']
/** `projectId` of the CLI's file, `VITE_TOLGEE_PROJECT_ID`; any other project may be another's. */
const PROJECT_FIELD: FieldBeside = {
  key: 'projectId',
  name: /^project[-_]?id$|tolgee[-_]?project[-_]?id$/,
  fits: /^[0-9]{1,19}$/,
}

export function recognize(value: string, context: PasteContext): Recognized[] {
  if (value.startsWith('tgpat_')) {
    const odd = PAT.test(value) ? [] : flagFact('unusual-shape', true, 'token')
    return [
      {
        kind: 'tolgee/pat',
        confidence: 'certain',
        facts: odd,
        ...withField(context, PROJECT_FIELD),
      },
    ]
  }
  if (value.startsWith('tgpak_')) {
    const project = projectOf(value)
    const facts =
      project === null
        ? flagFact('undecodable', true, 'token')
        : textFact('project-id', project, 'token')
    return [{ kind: 'tolgee/pak', confidence: 'certain', facts }]
  }
  // never more than possible, whatever stands beside it: too many things look like this
  return LEGACY.test(value)
    ? [{ kind: 'tolgee/legacy-key', confidence: 'possible', facts: [] }]
    : []
}
