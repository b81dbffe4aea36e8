import { ok } from '../../shared/result'
import type { CopyService } from '../service/copy-service'
import type { TokenService } from '../service/token-service'
import type { HandlersOf } from './handlers-of'

export interface TokenHandlerDeps {
  readonly tokens: TokenService
  readonly copy: CopyService
}

export function tokenHandlers({ tokens, copy }: TokenHandlerDeps): HandlersOf<'token'> {
  return {
    'token.list': () => ok({ rows: tokens.list() }),
    'token.details': ({ id }) => tokens.details(id),
    'token.edit': (input) => tokens.edit(input),
    'token.copy': ({ id }) => copy.copy(id),
    'token.reveal': ({ id }) => {
      const secret = tokens.reveal(id)
      return secret.ok ? ok({ secret: secret.value }) : secret
    },
    'token.forget': ({ id }) => tokens.forget(id),
    'token.restore': ({ id }) => tokens.restore(id),
  }
}
