import { appError } from '../../shared/error'
import { err, ok, type Result } from '../../shared/result'
import type { VaultStatus } from '../../shared/model/vault'
import { SecretText } from '../service/secret'
import type { VaultService } from '../service/vault-service'
import { lending, type WaysService } from '../service/ways-service'
import { nothing } from './app-handler'
import type { HandlersOf } from './handlers-of'

export interface VaultHandlerDeps {
  readonly vault: VaultService
  readonly ways: WaysService
  /** Takes a vault as it is that is only read for a doubt. */
  readonly acceptFile: () => Result<VaultStatus>
  /** What the window shows of a recovery key, on paper. */
  readonly kit: KitPrinter
}

export interface KitPrinter {
  /** Asks for a place and writes a PDF there; null: the user has thought better of it. */
  savePdf(): Promise<Result<{ readonly file: string | null }>>
  print(): Promise<Result<void>>
}

export function vaultHandlers({
  vault,
  acceptFile,
}: Pick<VaultHandlerDeps, 'vault' | 'acceptFile'>): HandlersOf<'vault'> {
  return {
    'vault.status': () => ok(vault.status()),
    'vault.retry': async () => ok(await vault.retry()),
    'vault.unlock': ({ proof }) => lending(proof, (how) => vault.unlock(how)),
    'vault.create': async ({ password }) => {
      const secret = SecretText.fromText(password)
      const answer = await vault.create(secret)
      secret.wipe()
      return answer
    },
    'vault.accept': () => acceptFile(),
    'vault.lock': () => ok(vault.lock('user')),
    'vault.setAside': () => vault.setAside(),
  }
}

export function waysHandlers({ ways }: Pick<VaultHandlerDeps, 'ways'>): HandlersOf<'ways'> {
  return {
    'ways.info': () => ways.info(),
    'ways.setPassword': async ({ proof, password }) =>
      nothing(await ways.setPassword(proof, password)),
    'ways.addKeychain': async ({ proof }) => nothing(await ways.addKeychain(proof)),
    'ways.setPin': async ({ proof, pin }) => nothing(await ways.setPin(proof, pin)),
    'ways.replaceKey': ({ proof }) => ways.replaceKey(proof),
    'ways.remove': async ({ proof, way }) => nothing(await ways.remove(proof, way)),
  }
}

export function recoveryHandlers({
  ways,
  kit,
}: Pick<VaultHandlerDeps, 'ways' | 'kit'>): HandlersOf<'recovery'> {
  return {
    'recovery.make': ({ proof }) => ways.makeRecovery(proof),
    'recovery.confirm': ({ groups }) => nothing(ways.confirmRecovery(groups)),
    'recovery.savePdf': () => (ways.hasFresh ? kit.savePdf() : err(appError('call.refused'))),
    'recovery.print': async () =>
      ways.hasFresh ? nothing(await kit.print()) : err(appError('call.refused')),
    'recovery.drop': () => {
      ways.drop()
      return ok(null)
    },
  }
}
