import type { RotationPlan } from '../../shared/contract/rotation'
import { serviceOf } from '../../shared/model/kind'
import type { Mode } from '../../shared/model/stage'
import type { TokenId, TokenSummary } from '../../shared/model/token'
import type { Fake } from './fake-bridge'
import type { SampleToken } from './sample'

const SIGNED_IN = ['tolgee/pat', 'tolgee/pak', 'phrase/strings-token']

/** What a rotation of a sample would be, by its kind; the real rules are the main process's. */
export function planOf(fake: Fake, { summary }: SampleToken): RotationPlan {
  const managers = [...fake.tokens.values()]
    .filter((each) => each.summary.kind === 'lokalise/api-token')
    .map((each) => each.summary.id)
  const automatic = summary.kind === 'lokalise/sdk-token'
  const signedIn = SIGNED_IN.includes(summary.kind)
  const modes: Mode[] = [
    ...(automatic && managers.length > 0 ? (['automatic'] as const) : []),
    ...(signedIn ? (['signed-in'] as const) : []),
    'guided',
  ]
  const alike = [...fake.tokens.values()].filter((each) => each.summary.kind === summary.kind)
  return {
    id: summary.id,
    mode: modes[0] ?? 'guided',
    modes,
    why: automatic && managers.length === 0 ? 'no-manager' : null,
    managers: automatic ? managers : [],
    place: `${serviceOf(summary.kind)} cloud`,
    remoteName: nameFor(summary),
    choosesExpiry: signedIn,
    expiry: summary.expiry.known === 'date' ? fake.options.now() + 90 * 86_400_000 : null,
    limits: summary.kind === 'phrase/strings-token',
    quota:
      summary.kind === 'phrase/platform-token'
        ? { used: fake.options.quota ?? alike.length, most: 20 }
        : null,
  }
}

export const nameFor = ({ kind, label }: TokenSummary): string =>
  kind === 'lokalise/sdk-token' ? '' : `${label} 2026-11-03 k4f2`

export function planHandler(fake: Fake) {
  return ({ ids }: { ids: readonly TokenId[] }): RotationPlan[] =>
    ids.flatMap((id) => {
      const token = fake.tokens.get(id)
      return token ? [planOf(fake, token)] : []
    })
}
