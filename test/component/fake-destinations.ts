import type { Handlers } from '../../shared/contract/index'
import type { RotationView } from '../../shared/contract/rotation'
import { appError } from '../../shared/error'
import type { Destination, DestinationId } from '../../shared/model/destination'
import { isBeforePromotion } from '../../shared/model/stage'
import type { TokenId, TokenSummary } from '../../shared/model/token'
import { err, ok, type Result } from '../../shared/result'
import type { Fake } from './fake-bridge'

/** Where the rotations of the fake stand. */
interface Stand {
  readonly viewOf: (id: TokenId) => RotationView | null
  readonly put: (id: TokenId, change: Partial<RotationView>) => RotationView | null
}

export function fakeDestination(number: number, text: string): Destination {
  return {
    id: number.toString(36).padStart(11, '0') as DestinationId,
    text,
    kind: /secret/i.test(text) ? 'ci-secret' : /[./]env|^~?\//.test(text) ? 'file' : 'app',
    updatedAt: null,
  }
}

/** The places where tokens are used, as far as the window sees them. */
export function destinationHandlers(fake: Fake, { viewOf, put }: Stand) {
  let serial = 1000
  const change = (
    id: TokenId,
    edit: (all: readonly Destination[]) => Destination[],
  ): Result<TokenSummary> => {
    const token = fake.tokens.get(id)
    if (!token) return err(appError('token.not-found'))
    const destinations = edit(token.details.destinations)
    fake.tokens.set(id, { ...token, details: { ...token.details, destinations } })
    const summary = fake.update(id, {})
    const done = new Map(viewOf(id)?.destinations.map((each) => [each.id, each.done]))
    const places = destinations.map(({ updatedAt: _, ...each }) => ({
      ...each,
      done: done.get(each.id) ?? false,
    }))
    if (viewOf(id)) put(id, { destinations: places })
    return ok(fake.tokens.get(id)?.summary ?? summary)
  }
  return {
    'destination.add': ({ id, texts }) => {
      const known = fake.tokens.get(id)?.details.destinations.map((each) => each.text) ?? []
      const fresh = texts.map((each) => each.trim()).filter((each) => each !== '')
      if (fresh.every((each) => known.includes(each))) return err(appError('destination.listed'))
      return change(id, (all) => [...all, ...fresh.map((text) => fakeDestination(serial++, text))])
    },
    'destination.edit': ({ id, destination, text }) =>
      change(id, (all) => all.map((each) => (each.id === destination ? { ...each, text } : each))),
    'destination.remove': ({ id, destination }) =>
      change(id, (all) => all.filter((each) => each.id !== destination)),
    'destination.tick': ({ id, destination, done }) => {
      const view = viewOf(id)
      if (!view) {
        const updatedAt = done ? fake.options.now() : null
        return change(id, (all) =>
          all.map((each) => (each.id === destination ? { ...each, updatedAt } : each)),
        )
      }
      if (view.stage !== 'done' && isBeforePromotion(view.stage))
        return err(appError('rotation.wrong-stage'))
      const destinations = view.destinations.map((each) =>
        each.id === destination ? { ...each, done } : each,
      )
      const over = view.mode !== 'guided' && destinations.every((each) => each.done)
      put(id, {
        destinations,
        ...(over && {
          stage: 'delivered',
          waiting: { need: 'grace', problem: null, until: view.graceEnds },
        }),
      })
      return ok((fake.tokens.get(id) as { summary: TokenSummary }).summary)
    },
  } satisfies Partial<Handlers>
}
