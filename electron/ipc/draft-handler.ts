import { ok } from '../../shared/result'
import type { DraftService } from '../service/draft-service'
import type { HandlersOf } from './handlers-of'

export function draftHandlers({ drafts }: { readonly drafts: DraftService }): HandlersOf<'draft'> {
  return {
    'draft.open': ({ text }) => drafts.open(text),
    'draft.check': (input) => drafts.check(input),
    'draft.save': (input) => drafts.save(input),
    'draft.discard': ({ id }) => {
      drafts.discard(id)
      return ok(null)
    },
  }
}
