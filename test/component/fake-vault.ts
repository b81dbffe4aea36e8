import type { Handlers } from '../../shared/contract/index'
import { appError } from '../../shared/error'
import type { Proof } from '../../shared/model/proof'
import { statusOf, type VaultStatus } from '../../shared/model/vault'
import { err, ok, type Result } from '../../shared/result'

/** A vault that everything opens but the word 'wrong'. */
export function openingHandlers(
  fake: { readonly wait: () => Promise<unknown> },
  tell: (status: VaultStatus) => Result<VaultStatus>,
) {
  const done = ok(null)
  const proved = ({ proof }: { proof: Proof }): Result<null> =>
    Object.values(proof).includes('wrong') ? err(appError('vault.wrong-password')) : done
  return {
    'vault.unlock': async ({ proof }) => {
      await fake.wait()
      const proves = proved({ proof })
      return proves.ok ? tell(statusOf('open')) : proves
    },
    'vault.create': () => tell(statusOf('open')),
    'vault.accept': () => tell(statusOf('open')),
    'vault.lock': () =>
      tell(statusOf('locked', { ways: ['password', 'recovery'], lockedBy: 'user' })),
    'ways.info': () =>
      ok({
        vault: '1a2b3c4d',
        keychain: true,
        password: null,
        recovery: false,
        pin: false,
        usable: ['keychain'],
        since: { keychain: null, password: null, recovery: null, pin: null, key: null },
      }),
    'ways.setPassword': proved,
    'ways.addKeychain': proved,
    'ways.setPin': proved,
    'ways.remove': proved,
    'ways.replaceKey': proved,
    'recovery.make': (input) => {
      const proves = proved(input)
      const secret = Array.from({ length: 9 }, (_, i) => `AB${i}D`).join('-')
      return proves.ok ? ok({ secret, vault: '1a2b3c4d', ask: [1, 7] }) : proves
    },
    'recovery.confirm': ({ groups }) =>
      groups[0] === 'AB1D' ? done : err(appError('vault.recovery-mismatch')),
    'recovery.savePdf': () => ok({ file: 'Keyglot recovery kit.pdf' }),
    'recovery.print': () => done,
    'recovery.drop': () => done,
  } satisfies Partial<Handlers>
}
