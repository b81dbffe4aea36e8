import type { TokenId } from '../../shared/model/token'
import type { Settings } from '../../shared/model/settings'
import type { Asker } from '../service/asker'
import type { AuditTrail } from '../service/audit-trail'
import type { CheckService } from '../service/check-service'
import { DestinationService } from '../service/destination-service'
import { InventoryService } from '../service/inventory-service'
import { KeyedQueue } from '../service/keyed-queue'
import { RemoteActs } from '../service/remote-acts'
import { RevocationActs } from '../service/revocation-acts'
import { RevocationService } from '../service/revocation-service'
import { RotationActs } from '../service/rotation-acts'
import { RotationEngine, type RotationEngineDeps } from '../service/rotation-engine'
import { RotationJournal } from '../service/rotation-journal'
import { RotationOrphans } from '../service/rotation-orphans'
import { RotationPlanner } from '../service/rotation-plan'
import { RotationService } from '../service/rotation-service'
import { SessionDesk } from '../service/session-desk'
import { SignInService, type SignInServiceDeps } from '../service/sign-in-service'
import type { TokenIndex } from '../service/token-index'
import type { TokenService } from '../service/token-service'
import type { Ports } from './services'

export interface RotationParts extends Pick<
  Ports,
  'announcer' | 'clock' | 'fingerprint' | 'log' | 'platforms' | 'random'
> {
  readonly index: TokenIndex
  readonly trail: AuditTrail
  readonly asker: Asker
  readonly checks: CheckService
  readonly tokens: TokenService
  readonly settings: () => Settings
}

/** Builds what rotates and revokes: one queue, one engine, and what the user does about both. */
export function buildRotation(parts: RotationParts) {
  const { announcer } = parts
  const queue = new KeyedQueue<TokenId>()
  const desk = new SessionDesk(parts)
  const remote = new RemoteActs({ ...parts, desk })
  const journal = new RotationJournal(parts)
  const planner = new RotationPlanner({ ...parts, desk })
  const freshName: RotationPlanner['freshName'] = (id) => planner.freshName(id)
  const acts = new RotationActs({ ...parts, remote, journal, freshName })
  const revocationActs = new RevocationActs({ ...parts, remote })
  const tell = (id: TokenId): void => {
    const rotation = service.view(id)
    if (rotation.ok) announcer.announce('rotation.moved', { id, rotation: rotation.value })
    const revocation = revocations.view(id)
    if (revocation.ok) announcer.announce('revocation.moved', { id, revocation: revocation.value })
  }
  const tellEnd: RotationEngineDeps['tellEnd'] = (id, open, proof) => {
    announcer.announce('rotation.moved', { id, rotation: service.doneView(id, open, proof) })
  }
  const onMove = (id: TokenId): void => {
    // what is done meanwhile may take its time
    tell(id)
    void engine.advance(id)
  }
  const over = (id: TokenId): void => desk.over(id, (place) => inventory.holds(place))
  const destinations = new DestinationService({ ...parts, onMove })
  const engine = new RotationEngine({
    ...parts,
    ...{ desk, acts, revocationActs, queue, tell, tellEnd, over },
  })
  const orphans = new RotationOrphans({ ...parts, journal, planner, remote })
  const shared = { ...parts, acts, engine, journal, orphans, planner, queue }
  const service = new RotationService(shared)
  const revocations = new RevocationService(shared)
  const inventory = new InventoryService({ ...parts, desk, orphans, planner, remote })
  const signingIn: SignInServiceDeps['signingIn'] = (place, name) =>
    inventory.signingIn(place, name)
  const signIns = new SignInService({ ...parts, desk, remote, engine, signingIn })
  return {
    rotation: service,
    revocation: revocations,
    ...{ destinations, planner, orphans, signIns, engine, inventory },
    /** The vault was opened. */
    start: (): void => {
      service.resume()
      engine.start()
    },
    /** The vault closes: nothing goes on, and no sign-in is kept. */
    stop: (): void => {
      engine.stop()
      service.stop()
      inventory.stop()
      desk.stop()
    },
  }
}
