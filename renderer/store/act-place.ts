import type { AppError } from '../../shared/error'
import type { DestinationId } from '../../shared/model/destination'
import type { TokenId } from '../../shared/model/token'
import type { Outcome } from '../bridge'
import type { Absorb, Parts } from './actions'
import type { Env } from './env'
import { paramsOf } from './params'

export interface PlaceRef {
  readonly id: TokenId
  readonly destination: DestinationId
}

/** As many lines as one call takes, and as much of each as it takes to be refused by name. */
const LINES_MAX = 500
const LINE_MAX = 2000

/** Where a token is used: added, said in other words, taken out, ticked off. */
export function placeActions({ bridge }: Env, { toaster }: Parts, absorb: Absorb) {
  /** null: done. A form says itself what is wrong with it. */
  const refusal = (answer: Outcome<'destination.add' | 'destination.edit'>): AppError | null => {
    if (!answer.ok) return answer.error
    absorb(answer.value)
    return null
  }
  const told = (answer: Outcome<'destination.remove' | 'destination.tick'>): boolean => {
    if (answer.ok) absorb(answer.value)
    else toaster.error(answer.error.code, paramsOf(answer.error))
    return answer.ok
  }
  return {
    /** One place for each line. */
    async addPlaces(id: TokenId, text: string): Promise<AppError | null> {
      const lines = text.split(/\r\n?|\n/).filter((line) => line.trim() !== '')
      const texts = lines.slice(0, LINES_MAX).map((line) => line.slice(0, LINE_MAX))
      return refusal(
        await bridge.call('destination.add', { id, texts: texts.length > 0 ? texts : [''] }),
      )
    },
    async editPlace(place: PlaceRef, text: string): Promise<AppError | null> {
      const cut = text.slice(0, LINE_MAX)
      return refusal(await bridge.call('destination.edit', { ...place, text: cut }))
    },
    async removePlace(place: PlaceRef): Promise<boolean> {
      return told(await bridge.call('destination.remove', place))
    },
    async tickPlace(place: PlaceRef, done: boolean): Promise<boolean> {
      return told(await bridge.call('destination.tick', { ...place, done }))
    },
  }
}
