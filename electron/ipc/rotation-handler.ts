import type { RevocationService } from '../service/revocation-service'
import type { RotationService } from '../service/rotation-service'
import type { HandlersOf } from './handlers-of'

export interface RotationHandlerDeps {
  readonly rotation: RotationService
  readonly revocation: RevocationService
}

export function rotationHandlers({
  rotation,
  revocation,
}: RotationHandlerDeps): HandlersOf<'rotation'> & HandlersOf<'revocation'> {
  return {
    'rotation.view': ({ id }) => rotation.view(id),
    'rotation.begin': ({ id }) => rotation.begin(id),
    'rotation.submit': ({ id, text, replace }) =>
      rotation.submit(id, { text, replace: replace ?? false }),
    'rotation.keep': ({ id }) => rotation.keep(id),
    'rotation.test': ({ id }) => rotation.test(id),
    'rotation.promote': ({ id }) => rotation.promote(id),
    'rotation.prove': ({ id }) => rotation.prove(id),
    'rotation.back': ({ id }) => rotation.back(id),
    'rotation.finish': ({ id }) => rotation.finish(id),
    'rotation.cancel': ({ id }) => rotation.cancel(id),
    'revocation.begin': ({ id }) => revocation.begin(id),
    'revocation.prove': ({ id }) => revocation.prove(id),
    'revocation.cancel': ({ id }) => revocation.cancel(id),
  }
}
