import type { KindId } from '../../shared/model/kind'
import type { Words } from '../i18n/intl'
import type { Names } from './search'
import type { SessionStore } from './session'

/** The names of services (proper names, from the registry) and of kinds (messages). */
export function createNames(words: Words, session: SessionStore): Names {
  return {
    service: (id) =>
      session.getState().services.find((service) => service.id === id)?.name ??
      words.lookup(`service.${id}`) ??
      id,
    kind: (kind: KindId) => words.lookup(`kind.${kind}`) ?? kind,
  }
}
