import type { RotationView, Waiting } from '../../shared/contract/rotation'
import type { DeliveryPlace, Destination } from '../../shared/model/destination'
import type { CheckRecord, TokenSummary } from '../../shared/model/token'
import { nameFor } from './fake-plans'
import { DAY } from './sample'

export const ALIVE = {
  verdict: 'valid',
  reason: 'accepted',
  status: 200,
  code: null,
  retryAt: null,
} as const
export const DEAD = {
  verdict: 'rejected',
  reason: 'unknown-token',
  status: 401,
  code: 'invalid_token',
  retryAt: null,
} as const

export const HINTS = { pending: '••••Zu7e', full: '••••full' } as const

/** A rotation that was begun just now. */
export function freshView(token: TokenSummary, now: number): RotationView {
  return {
    mode: 'guided',
    stage: 'planned',
    since: now,
    act: null,
    waiting: { need: 'start', problem: null, until: null },
    resumed: false,
    remoteName: nameFor(token),
    manager: null,
    graceMs: DAY,
    graceEnds: null,
    limitedTo: null,
    orphans: [],
    showsValues: token.kind === 'lokalise/sdk-token',
    currentHint: token.hint,
    pendingHint: null,
    unstoredHint: null,
    previousHint: null,
    pendingCheck: null,
    differences: [],
    pendingExpiry: null,
    previousCheck: null,
    destinations: [],
  }
}

/** The new value is here and works; its rights are fewer. */
export function testedPart(token: TokenSummary, now: number): Partial<RotationView> {
  return {
    stage: 'tested',
    pendingHint: HINTS.pending,
    pendingCheck: ALIVE,
    differences: [
      { subject: 'account', result: 'same', before: token.account, after: token.account },
      { subject: 'project', result: 'same', before: token.project, after: token.project },
      {
        subject: 'access',
        result: 'narrower',
        before: 'keys.view, keys.edit, translations.view',
        after: 'keys.view, translations.view',
      },
      {
        subject: 'expiry',
        result: 'wider',
        before: String(now + DAY),
        after: String(now + 90 * DAY),
      },
    ],
    pendingExpiry: { known: 'date', at: now + 90 * DAY, source: 'platform' },
  }
}

/** The new value is the current one. */
export function promotedPart(before: RotationView): Partial<RotationView> {
  return {
    stage: 'promoted',
    previousHint: before.currentHint,
    currentHint: before.pendingHint ?? '••••',
    pendingHint: null,
    differences: [],
    destinations: before.destinations.map((each) => ({ ...each, done: false })),
  }
}

export const checkedAt = (evidence: typeof ALIVE | typeof DEAD, at: number): CheckRecord => ({
  ...evidence,
  at,
})

/** What it waits for by hand, at each stage. */
export function waitsByHand(view: RotationView, now: number): Waiting | null {
  const need = (id: Waiting['need'], until: number | null = null): Waiting => ({
    need: id,
    problem: null,
    until,
  })
  switch (view.stage) {
    case 'planned':
      return need('start')
    case 'creating':
    case 'created':
      return need('create-by-hand')
    case 'tested':
      return need('agreement')
    case 'promoted':
      return need('delivery')
    case 'delivered':
      return view.graceEnds !== null && view.graceEnds <= now
        ? need('delete-by-hand')
        : need('grace', view.graceEnds)
    case 'revoking':
      return need('delete-by-hand', now + 40_000)
    case 'done':
      return null
  }
}

/** The places of a token in its rotation; the first `done` of them are ticked off. */
export function placesOf(all: readonly Destination[], done = 0): DeliveryPlace[] {
  return all.map(({ updatedAt: _, ...each }, at) => ({ ...each, done: at < done }))
}
