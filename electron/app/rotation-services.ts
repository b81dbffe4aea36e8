import type { TokenId } from '../../shared/model/token'
import type { Settings } from '../../shared/model/settings'
import type { Asker } from '../service/asker'
import type { AuditTrail } from '../service/audit-trail'
import type { CheckService } from '../service/check-service'
import { KeyedQueue } from '../service/keyed-queue'
import { RemoteActs } from '../service/remote-acts'
import { RevocationActs } from '../service/revocation-acts'
import { RevocationService } from '../service/revocation-service'
import { RotationActs } from '../service/rotation-acts'
import { RotationEngine } from '../service/rotation-engine'
import { RotationJournal } from '../service/rotation-journal'
import { RotationNews } from '../service/rotation-news'
import { RotationOrphans } from '../service/rotation-orphans'
import { RotationPlanner } from '../service/rotation-plan'
import { RotationService } from '../service/rotation-service'
import { SessionDesk } from '../service/session-desk'
import { SignInService } from '../service/sign-in-service'
import type { TokenIndex } from '../service/token-index'
import type { Ports } from './services'

export interface RotationParts extends Pick<
  Ports,
  'announcer' | 'clock' | 'log' | 'platforms' | 'random'
> {
  readonly index: TokenIndex
  readonly trail: AuditTrail
  readonly asker: Asker
  readonly checks: CheckService
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
  const nameFor: RotationPlanner['nameFor'] = (token) => planner.nameFor(token)
  const news = new RotationNews()
  const proved: RotationNews['proved'] = (id, check) => news.proved(id, check)
  const acts = new RotationActs({ ...parts, remote, journal, nameFor, proved })
  const revocationActs = new RevocationActs({ ...parts, remote })
  const tell = (id: TokenId): void => {
    const view = service.view(id)
    const views = view.ok ? news.of(id, view.value) : []
    for (const rotation of views) announcer.announce('rotation.moved', { id, rotation })
    const revocation = revocations.view(id)
    if (revocation.ok) announcer.announce('revocation.moved', { id, revocation: revocation.value })
  }
  const engine = new RotationEngine({
    ...parts,
    ...{ desk, acts, revocationActs, queue, tell },
    undelivered: () => 0,
  })
  const shared = { ...parts, acts, engine, journal, planner, remote, queue }
  const service = new RotationService(shared)
  const revocations = new RevocationService(shared)
  const orphans = new RotationOrphans(shared)
  const signIns = new SignInService({ ...parts, desk, remote, engine })
  return {
    rotation: service,
    revocation: revocations,
    ...{ planner, orphans, signIns, engine },
    /** The vault was opened. */
    start(): void {
      service.resume()
      engine.start()
    },
    /** The vault closes: nothing goes on, and no sign-in is kept. */
    stop(): void {
      engine.stop()
      service.stop()
      news.clear()
      desk.stop()
    },
  }
}
