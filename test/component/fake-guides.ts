import type { Handlers } from '../../shared/contract/index'
import type { RotationView } from '../../shared/contract/rotation'
import { appError } from '../../shared/error'
import type { TokenId } from '../../shared/model/token'
import { err, ok } from '../../shared/result'
import type { Fake } from './fake-bridge'
import { DAY } from './sample'

/** Guided rotation and revocation, as far as the window sees them. */
export function guideHandlers(fake: Fake) {
  const views = new Map<TokenId, RotationView>()
  /** Pasted values that wait for another try, or for an answer. */
  const held = new Map<TokenId, string>()
  const { now } = fake.options
  const alive = {
    verdict: 'valid',
    reason: 'accepted',
    status: 200,
    code: null,
    retryAt: null,
  } as const
  const dead = {
    verdict: 'rejected',
    reason: 'unknown-token',
    status: 401,
    code: 'invalid_token',
    retryAt: null,
  } as const
  /** How often the old value was asked about; the second time it is dead. */
  const asked = new Map<TokenId, number>()

  const viewOf = (id: TokenId): RotationView | null => {
    const known = views.get(id)
    if (known) return known
    const summary = fake.tokens.get(id)?.summary
    if (summary?.phase.name !== 'rotating') return null
    const tested = summary.phase.stage !== 'create'
    const view: RotationView = {
      stage: summary.phase.stage,
      since: summary.phase.since,
      remoteName: `${summary.label} 2026-11-03 k4f2`,
      currentHint: summary.hint,
      pendingHint: tested ? '••••Zu7e' : null,
      unstoredHint: null,
      previousHint: null,
      pendingCheck: tested ? alive : null,
      differences: tested
        ? [
            { subject: 'account', result: 'same', before: summary.account, after: summary.account },
            { subject: 'project', result: 'same', before: summary.project, after: summary.project },
            {
              subject: 'access',
              result: 'narrower',
              before: 'keys.view, keys.edit, translations.view',
              after: 'keys.view, translations.view',
            },
            {
              subject: 'expiry',
              result: 'wider',
              before: String(now() + DAY),
              after: String(now() + 90 * DAY),
            },
          ]
        : [],
      pendingExpiry: tested ? { known: 'date', at: now() + 90 * DAY, source: 'platform' } : null,
      previousCheck: null,
    }
    views.set(id, view)
    return view
  }
  const move = (id: TokenId, change: Partial<RotationView>) => {
    const before = viewOf(id)
    if (!before) return err(appError('rotation.none-open'))
    const rotation = { ...before, ...change }
    views.set(id, rotation)
    const phase =
      rotation.stage === 'done'
        ? ({ name: 'idle' } as const)
        : ({ name: 'rotating', stage: rotation.stage, since: rotation.since } as const)
    return ok({ token: fake.update(id, { phase }), rotation })
  }

  return {
    'rotation.view': ({ id }) => ok(viewOf(id)),
    'rotation.begin': ({ id }) => {
      fake.update(id, { phase: { name: 'rotating', stage: 'create', since: now() } })
      return move(id, {})
    },
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
        move(id, { unstoredHint: '••••full' })
        return err(appError('vault.no-space'))
      }
      held.delete(id)
      if (text.endsWith('dead')) return move(id, { pendingHint: '••••dead', pendingCheck: dead })
      views.delete(id)
      const summary = fake.update(id, {
        phase: { name: 'rotating', stage: 'tested', since: now() },
      })
      const rotation = viewOf(id)
      return rotation ? ok({ token: summary, rotation }) : err(appError('rotation.none-open'))
    },
    'rotation.keep': ({ id }) => {
      held.delete(id)
      return ok(null)
    },
    'rotation.test': async ({ id }) => {
      await fake.wait()
      return move(id, { pendingCheck: alive, stage: 'tested' })
    },
    'rotation.promote': async ({ id }) => {
      await fake.wait()
      const before = viewOf(id)
      return move(id, {
        stage: 'promoted',
        previousHint: before?.currentHint ?? null,
        currentHint: before?.pendingHint ?? '••••',
        pendingHint: null,
      })
    },
    'rotation.prove': async ({ id }) => {
      await fake.wait()
      asked.set(id, (asked.get(id) ?? 0) + 1)
      const gone = (asked.get(id) ?? 0) > 1
      return move(id, {
        stage: gone ? 'done' : 'promoted',
        previousCheck: { ...(gone ? dead : alive), at: now() },
      })
    },
    'rotation.back': async ({ id }) => {
      await fake.wait()
      const before = viewOf(id)
      return move(id, {
        stage: 'tested',
        currentHint: before?.previousHint ?? '••••',
        pendingHint: before?.currentHint ?? null,
        previousHint: null,
        previousCheck: null,
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
    'revocation.begin': ({ id }) =>
      ok(fake.update(id, { phase: { name: 'revoking', since: now() } })),
    'revocation.prove': async ({ id }) => {
      await fake.wait()
      asked.set(id, (asked.get(id) ?? 0) + 1)
      const proved = (asked.get(id) ?? 0) > 1
      const check = { ...(proved ? dead : alive), at: now() }
      const token = fake.update(id, {
        check,
        settled: check,
        ...(proved ? { phase: { name: 'revoked', at: now() } as const } : {}),
      })
      return ok({ token, check, proved })
    },
    'revocation.cancel': ({ id }) => ok(fake.update(id, { phase: { name: 'idle' } })),
  } satisfies Partial<Handlers>
}
