import type { DestinationService } from '../service/destination-service'
import type { HandlersOf } from './handlers-of'

export function destinationHandlers({
  destinations,
}: {
  readonly destinations: DestinationService
}): HandlersOf<'destination'> {
  return {
    'destination.add': ({ id, texts }) => destinations.add(id, texts),
    'destination.edit': ({ text, ...place }) => destinations.edit(place, text),
    'destination.remove': (place) => destinations.remove(place),
    'destination.tick': ({ done, ...place }) => destinations.tick(place, done),
  }
}
