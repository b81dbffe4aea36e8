import type { InventoryOutcome } from '../../shared/contract/inventory'
import { needsSignIn, passes, type Problem } from '../../shared/model/management'
import { ok, err } from '../../shared/result'
import type { Subject } from '../platform/adapter'
import type { OpenSession } from '../platform/management'
import type { AuditTrail } from './audit-trail'
import { nobodysSecret } from './id'
import type { Held, InventoryMatcher, Listed, Match } from './inventory-match'
import type { Through } from './inventory-place'
import type { Random } from './port'
import type { RemoteActs } from './remote-acts'
import type { RotationOrphans } from './rotation-orphans'
import { did, failed, type Note } from './trace'
import { failure } from './trouble'

export interface InventoryRevokerDeps {
  readonly matcher: InventoryMatcher
  readonly orphans: RotationOrphans
  readonly random: Random
  readonly remote: RemoteActs
  readonly trail: AuditTrail
}

/** One entry, and what became of it. */
interface Step {
  readonly entry: Listed | null
  readonly match: Match | null
  readonly outcome: InventoryOutcome
}

export interface RevokeOrder {
  readonly held: Held | undefined
  readonly keys: readonly string[]
  /** Whether the list is still what is held: it goes when somebody else signs in. */
  readonly isCurrent: () => boolean
}

export interface Revoked {
  readonly steps: readonly Step[]
  /** A problem that stops everything: no way in, or the platform is not there. */
  readonly stopped: Problem | null
}

/** Deletes listed tokens on their platform, one after another. */
export class InventoryRevoker {
  readonly #deps: InventoryRevokerDeps

  constructor(deps: InventoryRevokerDeps) {
    this.#deps = deps
  }

  async revoke(through: Through, { held, keys, isCurrent }: RevokeOrder): Promise<Revoked> {
    const steps: Step[] = []
    if (held === undefined) {
      return { steps: keys.map((key) => stepOf(key, 'stale')), stopped: null }
    }
    const { token, way } = through
    const done = await this.#deps.remote.within(
      { token, slot: 'current', way },
      async (session, subject) => {
        const asked = new Set<string>()
        for (const key of keys) {
          const entry = held.entries.get(key)
          // the vault may have got it since it was listed, also while another was deleted
          await this.#deps.matcher.identify(through, session, { told: held.told, asked })
          const [match] = this.#deps.matcher
            .compare(through, entry ? [entry] : [], held.told)
            .matches.values()
          if (!entry || !match || !isCurrent()) {
            steps.push(stepOf(key, 'stale'))
            continue
          }
          const step = await this.#one(entry, match, { session, subject })
          steps.push(step)
          if (step.outcome.outcome === 'revoked') remove(held, key)
          const { problem } = step.outcome
          if (problem !== null && stops(problem)) return err(failure(problem))
        }
        return ok()
      },
    )
    const stopped = done.ok ? null : done.error.problem
    // nothing was tried where there was no way in at all
    const rest = keys.slice(steps.length).map((key) => stepOf(key, 'skipped', stopped))
    return { steps: [...steps, ...rest], stopped }
  }

  /**
   * What a look at the same account's list afterwards says: what is not there any more is gone,
   * though the answer was lost, and what still is was not deleted. Without a look nothing is gone.
   * Ends the mention of possible orphans that are gone.
   */
  settled(
    { token, way }: Through,
    { steps }: Revoked,
    listed: ReadonlySet<string> | undefined,
  ): InventoryOutcome[] {
    return steps.map((step) => {
      const { entry, outcome } = step
      const isTried = outcome.outcome === 'failed' || isDone(step)
      const there =
        entry && isTried ? listed?.has(`${entry.kind.id} ${entry.remote.id}`) : undefined
      const seen = seenAs(outcome, there)
      if (isDone({ ...step, outcome: seen })) this.#dismiss(step)
      const note = noteOf({ ...step, outcome: seen }, way.mode)
      if (note) this.#deps.trail.record(note, token)
      return seen
    })
  }

  async #one(
    entry: Listed,
    match: Match,
    { session, subject }: { readonly session: OpenSession; readonly subject: Subject },
  ): Promise<Step> {
    const { key, kind, remote } = entry
    if (match.inVault !== 'no' || match.inRotation) {
      const outcome = { key, outcome: 'in-vault', problem: null, known: match.known } as const
      return { entry, match, outcome }
    }
    const secret = nobodysSecret(this.#deps.random)
    const gone = await session.revoke({ ...subject, kind: kind.id, secret }, remote.id)
    const outcome: InventoryOutcome = gone.ok
      ? { key, outcome: gone.value, problem: null, known: null }
      : { key, outcome: 'failed', problem: gone.error.problem, known: null }
    return { entry, match, outcome }
  }

  #dismiss({ match }: Step): void {
    if (!match?.orphan || match.orphanOf === null) return
    this.#deps.orphans.dismiss(match.orphanOf, match.orphan)
  }
}

function stepOf(key: string, outcome: 'stale' | 'skipped', problem: Problem | null = null): Step {
  return { entry: null, match: null, outcome: { key, outcome, problem, known: null } }
}

/** `there`: whether it is listed now; undefined: nobody looked. */
function seenAs(outcome: InventoryOutcome, there: boolean | undefined): InventoryOutcome {
  if (outcome.outcome === 'failed') {
    return there === false ? { ...outcome, outcome: 'gone', problem: null } : outcome
  }
  // 'not found' is also said of what an account does not get to see
  if (outcome.outcome === 'gone' && there === undefined) {
    return { ...outcome, outcome: 'failed', problem: 'not-listed' }
  }
  return there === true ? { ...outcome, outcome: 'failed', problem: 'unclear' } : outcome
}

/** Through which token is in the line; what it was is told by its name on the platform. */
function noteOf({ entry, match, outcome }: Step, mode: string): Note | null {
  if (!entry) return null
  const name = match?.tainted === true ? null : entry.remote.name
  const detail = { mode, ...(name === null ? {} : { remoteName: name }) }
  switch (outcome.outcome) {
    case 'in-vault':
      return did('inventory.revoked', { outcome: 'refused', code: 'in-vault', detail })
    case 'failed':
      return failed('inventory.revoked', outcome.problem ?? 'unclear', { detail })
    case 'gone':
      return did('inventory.revoked', { code: 'gone', detail })
    default:
      return did('inventory.revoked', { detail })
  }
}

function isDone({ outcome: { outcome } }: Step): boolean {
  return outcome === 'revoked' || outcome === 'gone'
}

function remove({ entries }: Held, key: string): void {
  entries.get(key)?.remote.secret?.wipe()
  entries.delete(key)
}

/** What every further call would meet too. */
function stops(problem: Problem): boolean {
  return needsSignIn(problem) || passes(problem) || problem === 'manager-refused'
}
