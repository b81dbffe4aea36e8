import { z } from 'zod'
import { newPassword, newPin, proof } from '../model/proof'
import { instant } from '../model/token'
import { vaultStatus, WAYS } from '../model/vault'
import { call, nothing } from './call'

const withProof = z.strictObject({ proof })
const since = instant.nullable()

/** A recovery key to write down; `ask`: which of its groups are asked for then, counted from 0. */
const kit = z.strictObject({
  secret: z.string(),
  vault: z.string(),
  ask: z.array(z.number().int().min(0)).length(2),
})

export const vaultCalls = {
  'vault.status': call(nothing, vaultStatus, 'nothing'),
  /** Tries again to open the vault; the outcome comes as the answer and as `vault.changed`. */
  'vault.retry': call(nothing, vaultStatus, 'nothing'),
  /** Opens it with what the user gave: `vault.wrong-*`, `vault.no-such-way`. */
  'vault.unlock': call(withProof, vaultStatus, 'nothing'),
  /** Makes the first vault with a password, where no keychain can keep its key. */
  'vault.create': call(z.strictObject({ password: newPassword }), vaultStatus, 'nothing'),
  /**
   * The user decides that a vault which is only read, because it is older than the last one seen or
   * was changed by something else, is the right one. `confirm` guards a slip.
   */
  'vault.accept': call(z.strictObject({ confirm: z.literal('accept') }), vaultStatus),
  'vault.lock': call(nothing, vaultStatus, 'nothing'),
  /** Renames an unusable vault, keeping it, and starts a new one. `confirm` guards a slip. */
  'vault.setAside': call(
    z.strictObject({ confirm: z.literal('set-aside') }),
    vaultStatus,
    'nothing',
  ),
  /** What opens the vault. */
  'ways.info': call(
    nothing,
    z.strictObject({
      /** The beginning of the vault's id, which its recovery kit names too. */
      vault: z.string().regex(/^[0-9a-f]{8}$/),
      keychain: z.boolean(),
      /** What a try costs: memory in KiB, passes, lanes. */
      password: z.strictObject({ m: z.number(), t: z.number(), p: z.number() }).nullable(),
      recovery: z.boolean(),
      pin: z.boolean(),
      /** What can show that it is the user, easiest first. */
      usable: z.array(z.enum(WAYS)),
      since: z.strictObject({
        keychain: since,
        password: since,
        recovery: since,
        pin: since,
        /** null: it is the vault's first. */
        key: since,
      }),
    }),
  ),
  /** Sets the first password, or another one. */
  'ways.setPassword': call(withProof.extend({ password: newPassword }), nothing),
  'ways.addKeychain': call(withProof, nothing),
  'ways.setPin': call(withProof.extend({ pin: newPin }), nothing),
  'ways.remove': call(
    withProof.extend({ way: z.enum(['keychain', 'password', 'recovery', 'pin']) }),
    nothing,
  ),
  /**
   * Makes another vault key, with which everything is sealed again. Where there is a recovery key, a
   * new one comes with it, and nothing happens before `recovery.confirm`; null: it has begun.
   * `vault.not-whole`, `vault.key-replacing`.
   */
  'ways.replaceKey': call(withProof, kit.nullable()),
  /**
   * Makes a recovery key and answers with it: with `token.reveal` and `ways.replaceKey`, the calls
   * that answer with something secret. It opens nothing before `recovery.confirm`.
   */
  'recovery.make': call(withProof, kit),
  /** The groups that were asked for: `vault.recovery-mismatch`; from here on the key opens the vault. */
  'recovery.confirm': call(
    z.strictObject({ groups: z.array(z.string().max(16)).length(2) }),
    nothing,
  ),
  /** Writes what the window shows of the kit to a PDF that the user chooses a place for. */
  'recovery.savePdf': call(nothing, z.strictObject({ file: z.string().max(255).nullable() })),
  'recovery.print': call(nothing, nothing),
  /** Forgets a recovery key that was made and not confirmed. */
  'recovery.drop': call(nothing, nothing),
} satisfies Record<string, ReturnType<typeof call>>
