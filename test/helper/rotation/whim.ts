import type { Bench } from '../services'
import type { Setting } from './modes'

/** What may happen besides while a rotation is under way. */
export interface WhimInfo {
  /**
   * Settles once the services have answered, if they do. `proved`: the platform has just said that
   * the new value works, so that the old one is deleted at any moment.
   */
  act(bench: Bench, setting: Setting, proved: boolean): Promise<unknown>
}

const DAY = 86_400_000

/** What the user does, or what befalls the new token, while a call is under way. */
export const WHIMS = {
  back: { act: (bench, { id }) => bench.call('rotation.back', { id }) },
  cancel: { act: (bench, { id }) => bench.call('rotation.cancel', { id }) },
  'by-hand': { act: (bench, { id }) => bench.call('rotation.setMode', { id, mode: 'guided' }) },
  longer: { act: (bench, { id }) => bench.call('rotation.setGrace', { id, graceMs: 7 * DAY }) },
  hurry: { act: (bench, { id }) => bench.call('rotation.start', { id }) },
  /** Undone at once: a token that is forgotten for good is looked at by nobody. */
  forget: {
    async act(bench, { id }) {
      const answer = await bench.call('token.forget', { id })
      if (answer.ok) await bench.call('token.restore', { id })
    },
  },
  /** The new token dies on the platform, while the old one lives. */
  'new-dies': {
    act(_bench, { simulator, kind, old }, proved) {
      if (proved) return Promise.resolve()
      const live = simulator.live(kind)
      const made = live.find(({ madeBy, secret }) => madeBy === 'api' && secret !== old)
      if (made && live.some(({ secret }) => secret === old)) simulator.revoke(made.secret)
      return Promise.resolve()
    },
  },
} as const satisfies Readonly<Record<string, WhimInfo>>
export type Whim = keyof typeof WHIMS
