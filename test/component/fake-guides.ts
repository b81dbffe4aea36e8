import type { Handlers } from '../../shared/contract/index'
import type { RevocationView, RotationView } from '../../shared/contract/rotation'
import { appError } from '../../shared/error'
import type { TokenId } from '../../shared/model/token'
import { err, ok } from '../../shared/result'
import { answerOf, createRunner, runRevocation } from './fake-api'
import type { Fake } from './fake-bridge'
import { destinationHandlers } from './fake-destinations'
import { planHandler } from './fake-plans'
import { sceneOf } from './fake-scenes'
import {
  ALIVE,
  checkedAt,
  DEAD,
  freshView,
  HINTS,
  placesOf,
  promotedPart,
  testedPart,
  waitsByHand,
} from './fake-views'

/** Where the fake's rotations stand, and how one moves. */
function createBook(fake: Fake) {
  const views = new Map<TokenId, RotationView>()
  const revocations = new Map<TokenId, RevocationView>()
  const { now } = fake.options
  const viewOf = (id: TokenId): RotationView | null => {
    const known = views.get(id)
    if (known) return known
    const summary = fake.tokens.get(id)?.summary
    if (summary?.phase.name !== 'rotating') return null
    const destinations = placesOf(fake.tokens.get(id)?.details.destinations ?? [])
    const fresh = { ...freshView(summary, now()), stage: summary.phase.stage, destinations }
    const view =
      summary.phase.stage === 'tested' ? { ...fresh, ...testedPart(summary, now()) } : fresh
    const standing = { ...view, waiting: waitsByHand(view, now()) }
    views.set(id, standing)
    return standing
  }
  const put = (id: TokenId, change: Partial<RotationView>): RotationView | null => {
    const before = viewOf(id)
    if (!before) return null
    const next = { ...before, ...change }
    // by hand what it waits for follows from the stage
    const view =
      next.mode === 'guided' && !change.waiting
        ? { ...next, waiting: waitsByHand(next, now()) }
        : next
    views.set(id, view)
    const phase =
      view.stage === 'done'
        ? ({ name: 'idle' } as const)
        : ({ name: 'rotating', stage: view.stage, since: view.since } as const)
    fake.update(id, { phase })
    fake.announce('rotation.moved', { id, rotation: view })
    return view
  }
  const putRevocation = (id: TokenId, view: RevocationView | null): void => {
    if (view) revocations.set(id, view)
    else revocations.delete(id)
    fake.announce('revocation.moved', { id, revocation: view })
  }
  /** A call's answer to what it changed. */
  const move = (id: TokenId, change: Partial<RotationView>) => {
    const rotation = put(id, change)
    const token = fake.tokens.get(id)?.summary
    return rotation && token ? ok({ token, rotation }) : err(appError('rotation.none-open'))
  }
  const scene = sceneOf(fake)
  if (scene?.rotation) views.set(scene.id, scene.rotation)
  if (scene?.revocation) revocations.set(scene.id, scene.revocation)
  return { views, revocations, viewOf, put, putRevocation, move }
}

type Book = ReturnType<typeof createBook>

/** Rotation and revocation, as far as the window sees them. */
export function guideHandlers(fake: Fake) {
  const book = createBook(fake)
  return {
    ...valueHandlers(fake, book),
    ...movingHandlers(fake, book),
    ...endHandlers(fake, book),
    ...destinationHandlers(fake, book),
  }
}

/** The new value: taken, checked, made current. */
function valueHandlers(fake: Fake, { views, viewOf, move }: Book) {
  /** Pasted values that wait for another try, or for an answer. */
  const held = new Map<TokenId, string>()
  const { now } = fake.options
  return {
    'rotation.submit': async ({ id, text: pasted, replace }) => {
      await fake.wait()
      const text = pasted ?? held.get(id)
      if (text === undefined) return err(appError('rotation.wrong-stage'))
      if (text.trim() === '') return err(appError('secret.empty'))
      if (text.endsWith('same')) return err(appError('rotation.same-secret'))
      const before = viewOf(id)
      const stored = before?.pendingHint != null && before.pendingCheck?.verdict !== 'rejected'
      if (stored && replace !== true) {
        held.set(id, text)
        return err(appError('rotation.has-pending'))
      }
      if (text.endsWith('full') && !held.has(id)) {
        held.set(id, text)
        move(id, { unstoredHint: HINTS.full })
        return err(appError('vault.no-space'))
      }
      held.delete(id)
      if (text.endsWith('dead'))
        return move(id, { stage: 'created', pendingHint: '••••dead', pendingCheck: DEAD })
      const token = fake.tokens.get(id)
      return move(id, { unstoredHint: null, ...(token ? testedPart(token.summary, now()) : {}) })
    },
    'rotation.keep': ({ id }) => {
      held.delete(id)
      return ok(null)
    },
    'rotation.test': async ({ id }) => {
      await fake.wait()
      return move(id, { pendingCheck: ALIVE, stage: 'tested' })
    },
    'rotation.promote': async ({ id }) => {
      await fake.wait()
      const before = viewOf(id)
      return move(id, before ? promotedPart(before) : {})
    },
    'rotation.back': async ({ id }) => {
      await fake.wait()
      const before = viewOf(id)
      return move(id, {
        stage: 'tested',
        waiting: { need: 'agreement', problem: null, until: null },
        act: null,
        currentHint: before?.previousHint ?? '••••',
        pendingHint: before?.currentHint ?? null,
        previousHint: null,
        previousCheck: null,
        graceEnds: null,
      })
    },
    'rotation.finish': ({ id }) => {
      views.delete(id)
      return ok(fake.update(id, { phase: { name: 'idle' } }))
    },
    'rotation.cancel': ({ id }) => {
      views.delete(id)
      return ok(fake.update(id, { phase: { name: 'idle' } }))
    },
  } satisfies Partial<Handlers>
}

/** Begin, go on, sign in, and the time after promotion. */
function movingHandlers(fake: Fake, book: Book) {
  const { views, revocations, viewOf, put, move } = book
  const { now } = fake.options
  const runner = createRunner(fake, put)
  const plans = planHandler(fake)
  const go = (id: TokenId): void => {
    const view = (): RotationView => viewOf(id) as RotationView
    if (view().stage === 'revoking' || view().stage === 'delivered') void runner.revoke(id)
    else void runner.create(id, view)
  }
  /** All that wait for the same sign-in. */
  const alike = (id: TokenId): TokenId[] => {
    const place = plans({ ids: [id] })[0]?.place
    return [...new Set([id, ...views.keys(), ...revocations.keys()])].filter((each) => {
      const view = views.get(each) ?? revocations.get(each)
      return (
        each === id ||
        (view?.waiting?.need === 'sign-in' && plans({ ids: [each] })[0]?.place === place)
      )
    })
  }
  const signedIn = (id: TokenId): void => {
    fake.signedIn.add(id)
    const revocation = revocations.get(id)
    if (revocation) void runRevocation(fake, id, book.putRevocation)
    else if (viewOf(id)) go(id)
  }
  return {
    'rotation.plan': (input) => ok(plans(input)),
    'rotation.view': ({ id }) => ok(viewOf(id)),
    'rotation.open': () => {
      const open = [...fake.tokens.values()].map(({ summary }) => summary.id)
      return ok({
        rotations: open.flatMap((id) => {
          const rotation = viewOf(id)
          return rotation ? [{ id, rotation }] : []
        }),
        revocations: [...revocations].map(([id, revocation]) => ({ id, revocation })),
      })
    },
    'rotation.begin': ({ id, mode, graceMs, manager }) => {
      fake.update(id, { phase: { name: 'rotating', stage: 'planned', since: now() } })
      return move(id, {
        mode: mode ?? 'guided',
        manager: manager ?? null,
        ...(graceMs === undefined ? {} : { graceMs }),
      })
    },
    'rotation.beginMany': ({ wishes }) => {
      for (const { id, mode, graceMs, manager } of wishes) {
        fake.update(id, { phase: { name: 'rotating', stage: 'planned', since: now() } })
        put(id, {
          mode: mode ?? 'guided',
          manager: manager ?? null,
          ...(graceMs === undefined ? {} : { graceMs }),
          ...(mode === 'guided' ? { stage: 'creating' } : {}),
          ...(mode === 'signed-in' ? runner.wants('sign-in') : {}),
        })
        if (mode === 'automatic') go(id)
      }
      return ok(wishes.map(({ id }) => ({ id, error: null })))
    },
    'rotation.start': ({ id }) => {
      const view = viewOf(id)
      if (!view) return err(appError('rotation.none-open'))
      if (view.mode === 'guided')
        return move(id, view.stage === 'planned' ? { stage: 'creating' } : {})
      if (view.mode === 'signed-in') return move(id, runner.wants('sign-in'))
      const answer = move(id, { act: 'create', waiting: null })
      go(id)
      return answer
    },
    'rotation.setMode': ({ id, mode }) =>
      move(id, { mode, act: null, ...(mode === 'guided' ? {} : runner.wants('start')) }),
    'rotation.deliver': ({ id }) => {
      const ms = viewOf(id)?.graceMs ?? null
      const graceEnds = ms === null ? null : now() + ms
      const destinations = viewOf(id)?.destinations.map((each) => ({ ...each, done: true })) ?? []
      return move(id, {
        stage: 'delivered',
        destinations,
        graceEnds,
        ...runner.wants('grace', null, graceEnds),
      })
    },
    'rotation.setGrace': ({ id, graceMs }) => {
      const view = viewOf(id)
      if (view?.stage !== 'delivered') return move(id, { graceMs })
      const graceEnds = graceMs === null ? null : now() + graceMs
      return move(id, { graceMs, graceEnds, ...runner.wants('grace', null, graceEnds) })
    },
    'rotation.revoke': ({ id }) => {
      const view = viewOf(id)
      const answer = move(id, { stage: 'revoking' })
      if (view?.mode === 'automatic') go(id)
      if (view?.mode === 'signed-in') put(id, runner.wants('sign-in'))
      return answer
    },
    'rotation.settle': async ({ id, orphan, act }) => {
      await fake.wait()
      const orphans = viewOf(id)?.orphans.filter((each) => each.at !== orphan.at) ?? []
      const answer = move(id, { orphans })
      const view = viewOf(id)
      if (orphans.length === 0 && view && view.mode !== 'guided') go(id)
      return act === 'use' && view && !view.showsValues
        ? err(appError('capability.unsupported'))
        : answer
    },
    'orphan.dismiss': ({ id, orphan }) => {
      const token = fake.tokens.get(id)
      if (!token) return err(appError('token.not-found'))
      const orphans = token.details.orphans.filter((each) => each.at !== orphan.at)
      fake.tokens.set(id, { ...token, details: { ...token.details, orphans } })
      return ok(fake.update(id, {}))
    },
    'session.signIn': async ({ id, username, password, code }) => {
      await fake.wait()
      const problem = code === null ? answerOf(username, password) : null
      if (problem === 'code-needed' && views.has(id)) put(id, runner.wants('code', problem))
      if (problem === null) alike(id).forEach(signedIn)
      return ok({ problem })
    },
    'session.code': async ({ id, code }) => {
      await fake.wait()
      if (code.startsWith('late')) return err(appError('session.none'))
      if (code.startsWith('0')) return ok({ problem: 'code-refused' })
      signedIn(id)
      return ok({ problem: null })
    },
    'session.end': () => ok(null),
  } satisfies Partial<Handlers>
}

/** Proof, and the end of a token by itself. */
function endHandlers(fake: Fake, { revocations, putRevocation, move, viewOf }: Book) {
  const { now } = fake.options
  /** How often a value was asked about; the second time it is dead. */
  const asked = new Map<TokenId, number>()
  const isGone = (id: TokenId): boolean => {
    asked.set(id, (asked.get(id) ?? 0) + 1)
    return (asked.get(id) ?? 0) > 1
  }
  return {
    'rotation.prove': async ({ id }) => {
      await fake.wait()
      const gone = isGone(id)
      return move(id, {
        stage: gone ? 'done' : (viewOf(id)?.stage ?? 'promoted'),
        previousCheck: checkedAt(gone ? DEAD : ALIVE, now()),
      })
    },
    'revocation.view': ({ id }) => ok(revocations.get(id) ?? null),
    'revocation.begin': ({ id, mode }) => {
      const view: RevocationView = {
        mode: mode ?? 'guided',
        act: null,
        waiting:
          mode === 'signed-in'
            ? { need: 'sign-in', problem: null, until: null }
            : { need: 'delete-by-hand', problem: null, until: null },
        manager: null,
      }
      const token = fake.update(id, { phase: { name: 'revoking', since: now() } })
      putRevocation(id, view)
      if (mode === 'automatic') void runRevocation(fake, id, putRevocation)
      return ok(token)
    },
    'revocation.start': ({ id, mode }) => {
      const known = revocations.get(id)
      if (!known) return ok(null)
      const view: RevocationView = {
        ...known,
        mode: mode ?? known.mode,
        act: null,
        waiting: {
          need: (mode ?? known.mode) === 'guided' ? 'delete-by-hand' : 'sign-in',
          problem: null,
          until: null,
        },
      }
      putRevocation(id, view)
      return ok(view)
    },
    'revocation.prove': async ({ id }) => {
      await fake.wait()
      const proved = isGone(id)
      const check = checkedAt(proved ? DEAD : ALIVE, now())
      const token = fake.update(id, {
        check,
        settled: check,
        ...(proved ? { phase: { name: 'revoked', at: now() } as const } : {}),
      })
      if (proved) putRevocation(id, null)
      return ok({ token, check, proved })
    },
    'revocation.cancel': ({ id }) => {
      putRevocation(id, null)
      return ok(fake.update(id, { phase: { name: 'idle' } }))
    },
  } satisfies Partial<Handlers>
}
