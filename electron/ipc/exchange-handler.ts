import type { ExchangeService } from '../service/exchange-service'
import type { HandlersOf } from './handlers-of'

export function exchangeHandlers({
  exchanges,
}: {
  readonly exchanges: ExchangeService
}): HandlersOf<'exchange'> {
  return {
    'exchange.copy': ({ id }) => exchanges.copy(id),
    'exchange.state': ({ id }) => exchanges.state(id),
    'exchange.drop': ({ id }) => exchanges.discard(id),
  }
}
