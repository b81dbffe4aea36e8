import type { RotationView, Waiting } from '../../../shared/contract/rotation'
import { isBeforePromotion } from '../../../shared/model/stage'
import type { TokenId } from '../../../shared/model/token'
import type { SignIn } from '../../simulator/sign-in'
import type { Bench } from '../services'

/** A person who does whatever a rotation or revocation waits for. */
export interface Person {
  readonly signIn?: SignIn
  /** Makes a new token as on the platform's page, and gives its value. */
  readonly make?: () => string
  /** Deletes the old one as on the platform's page. */
  readonly remove?: () => void
  /** Deletes what has that name on the platform's page; null: what has none. */
  readonly sweep?: (name: string | null) => void
  /** What becomes of possible orphans. */
  readonly orphans?: 'use' | 'revoke' | 'leave'
  /** How many answers may be asked for before it counts as stuck. */
  readonly patience?: number | undefined
  /** Goes back, and cancels, where no more than help is asked for. */
  readonly givesUp?: boolean | undefined
  /** What is left to somebody else. */
  readonly stopsAt?: Waiting['need']
}

/** The most answers that one rotation may ask of a person before it counts as stuck. */
const PATIENCE = 60

/**
 * Does what is asked for until nothing is open any more, or until the person stops; time passes when
 * only time helps. Gives what was asked for, in order. Throws if it is stuck.
 */
export async function seeThrough(bench: Bench, id: TokenId, person: Person): Promise<string[]> {
  const asked: string[] = []
  for (let round = 0; round < (person.patience ?? PATIENCE); round++) {
    await settled(bench, id)
    const view = await bench.must('rotation.view', { id })
    if (view === null) return asked
    const { waiting } = view
    if (waiting === null) continue
    if (waiting.need === person.stopsAt) return asked
    asked.push(waiting.problem ? `${waiting.need}:${waiting.problem}` : waiting.need)
    await answer(bench, { id, view, waiting }, person)
  }
  throw new Error(`Stuck: ${asked.join(', ')}`)
}

interface Asked {
  readonly id: TokenId
  readonly view: RotationView
  readonly waiting: Waiting
}

async function answer(bench: Bench, { id, view, waiting }: Asked, person: Person): Promise<void> {
  switch (waiting.need) {
    case 'start':
      await bench.call('rotation.start', { id })
      return
    case 'sign-in': {
      const { signIn } = person
      if (!signIn) throw new Error('Nobody can sign in')
      const { username, password } = signIn
      await bench.call('session.signIn', { id, username, password, code: null })
      return
    }
    case 'code':
      if (!person.signIn) throw new Error('Nobody has a code')
      await bench.call('session.code', { id, code: person.signIn.nextCode() })
      return
    case 'create-by-hand':
      if (!person.make) throw new Error('Nobody makes a new one')
      await bench.call('rotation.submit', { id, text: person.make(), replace: true })
      return
    case 'orphans': {
      const orphan = view.orphans[0]
      if (!orphan) throw new Error('No orphan is shown')
      // one that nobody has seen yet is looked for, and deleted, on the platform's page
      if (orphan.id === null) person.sweep?.(orphan.name)
      const act = orphan.id === null ? 'leave' : (person.orphans ?? 'revoke')
      await bench.call('rotation.settle', { id, orphan, act })
      return
    }
    case 'agreement':
      await bench.call('rotation.promote', { id })
      return
    case 'delivery':
      await bench.call('rotation.deliver', { id })
      return
    case 'grace':
      await bench.call('rotation.revoke', { id })
      return
    case 'delete-by-hand':
      if (view.stage !== 'revoking') await bench.call('rotation.revoke', { id })
      person.remove?.()
      await bench.call('rotation.prove', { id })
      return
    case 'help':
      if (person.givesUp === true) await giveUp(bench, id, view)
      else await bench.call('rotation.start', { id })
      return
    case 'activation':
    case 'death':
    case 'patience':
      bench.clock.pass(Math.max((waiting.until ?? 0) - bench.clock.now(), 1))
  }
}

/** Back to the old value if it was replaced, and out of the rotation. */
async function giveUp(bench: Bench, id: TokenId, { stage }: RotationView): Promise<void> {
  if (stage !== 'done' && !isBeforePromotion(stage)) await bench.call('rotation.back', { id })
  await bench.call('rotation.cancel', { id })
}

/** Waits until the engine does nothing any more. */
async function settled(bench: Bench, id: TokenId): Promise<void> {
  await bench.services.engine.advance(id)
  for (let turns = 0; turns < 20_000; turns++) {
    if (!bench.services.engine.isBusy(id)) return
    await new Promise((resolve) => setImmediate(resolve))
  }
  throw new Error('The engine does not come to rest')
}
