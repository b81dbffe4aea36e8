import { ok } from '../../shared/result'
import { summaryOf } from '../service/token-index'
import type { RevocationService } from '../service/revocation-service'
import type { RotationOrphans } from '../service/rotation-orphans'
import type { RotationPlanner } from '../service/rotation-plan'
import type { RotationService } from '../service/rotation-service'
import type { SignInService } from '../service/sign-in-service'
import type { HandlersOf } from './handlers-of'

export interface RotationHandlerDeps {
  readonly rotation: RotationService
  readonly planner: RotationPlanner
  readonly orphans: RotationOrphans
  readonly signIns: SignInService
  readonly revocation: RevocationService
}

export function rotationHandlers({
  rotation,
  planner,
  orphans,
  revocation,
}: RotationHandlerDeps): HandlersOf<'rotation'> & HandlersOf<'orphan'> {
  return {
    'rotation.plan': ({ ids }) => ok(planner.plans(ids)),
    'rotation.view': ({ id }) => rotation.view(id),
    'rotation.open': () => ok({ rotations: rotation.open(), revocations: revocation.open() }),
    'rotation.begin': (wish) => rotation.begin(wish),
    'rotation.beginMany': async ({ wishes }) => ok(await rotation.beginMany(wishes)),
    'rotation.start': ({ id }) => rotation.start(id),
    'rotation.setMode': ({ id, mode }) => rotation.setMode(id, mode),
    'rotation.submit': ({ id, text, replace }) =>
      rotation.submit(id, { text, replace: replace ?? false }),
    'rotation.keep': ({ id }) => rotation.keep(id),
    'rotation.test': ({ id }) => rotation.test(id),
    'rotation.promote': ({ id }) => rotation.promote(id),
    'rotation.deliver': ({ id }) => rotation.deliver(id),
    'rotation.setGrace': ({ id, graceMs }) => rotation.setGrace(id, graceMs),
    'rotation.revoke': ({ id }) => rotation.revoke(id),
    'rotation.prove': ({ id }) => rotation.prove(id),
    'rotation.settle': ({ id, orphan, act }) => rotation.settle(id, orphan, act),
    'rotation.back': ({ id }) => rotation.back(id),
    'rotation.finish': ({ id }) => rotation.finish(id),
    'rotation.cancel': ({ id }) => rotation.cancel(id),
    'orphan.dismiss': ({ id, orphan }) => {
      const dismissed = orphans.dismiss(id, orphan)
      return dismissed.ok ? ok(summaryOf(dismissed.value)) : dismissed
    },
  }
}

export function revocationHandlers({
  revocation,
  signIns,
}: RotationHandlerDeps): HandlersOf<'revocation'> & HandlersOf<'session'> {
  return {
    'session.signIn': ({ id, ...input }) => signIns.signIn(id, input),
    'session.code': ({ id, code }) => signIns.code(id, code),
    'session.end': ({ id }) => signIns.end(id),
    'revocation.view': ({ id }) => revocation.view(id),
    'revocation.begin': (wish) => revocation.begin(wish),
    'revocation.start': (wish) => revocation.start(wish),
    'revocation.prove': ({ id }) => revocation.prove(id),
    'revocation.cancel': ({ id }) => revocation.cancel(id),
  }
}
