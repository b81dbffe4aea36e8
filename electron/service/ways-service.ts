import { appError } from '../../shared/error'
import type { Proof } from '../../shared/model/proof'
import { LOCKING_SETTINGS } from '../../shared/model/settings'
import { err, ok, type Result } from '../../shared/result'
import type { AuditTrail } from './audit-trail'
import type { BackupService } from './backup-service'
import type { Clock, OpenVault, Random } from './port'
import { SecretText } from './secret'
import type { SettingsService } from './settings-service'
import { did, failed } from './trace'
import type { Fresh, Unlock, VaultWays, WaysInfo } from './vault-port'

/** How long a recovery key that was shown waits for its confirmation, ms. */
const FRESH_MS = 30 * 60_000
/** How many of its groups are asked for. */
const ASKED = 2

/** The names of the ways, as calls take one away. */
export type RemovableWay = Parameters<VaultWays['remove']>[1]

export interface WaysServiceDeps {
  readonly trail: Pick<AuditTrail, 'entries' | 'record'>
  readonly settings: Pick<SettingsService, 'set'>
  readonly backups: Pick<BackupService, 'beforeKeys' | 'tick'>
  readonly clock: Clock
  readonly random: Random
  /** Something else opens the vault now. */
  readonly onChange: () => void
}

/** A recovery key that was shown, and what counts once it is on paper. */
interface Shown {
  readonly made: Fresh
  readonly act: 'vault.recovery-set' | 'vault.key-replaced'
  readonly ask: readonly number[]
  readonly cancel: () => void
}

/** As the window shows it; `ask`: which of its groups are asked for, counted from 0. */
export interface Kit {
  readonly secret: string
  readonly vault: string
  readonly ask: number[]
}

/** What opens the vault: password, keychain, recovery key, PIN; set, changed and taken away. */
export class WaysService {
  readonly #deps: WaysServiceDeps
  #ways: VaultWays | null = null
  #fresh: Shown | null = null

  constructor(deps: WaysServiceDeps) {
    this.#deps = deps
  }

  start(vault: Pick<OpenVault, 'ways'>): void {
    this.#ways = vault.ways
  }

  stop(): void {
    this.drop()
    this.#ways = null
  }

  info(): Result<WaysInfo> {
    return this.#ways?.info() ?? err(appError('vault.not-open'))
  }

  async setPassword(proof: Proof, password: string): Promise<Result<void>> {
    const before = this.info()
    if (!before.ok) return before
    const first = before.value.password === null
    const secret = SecretText.fromText(password)
    const act = first ? 'vault.password-set' : 'vault.password-changed'
    const set = await this.#change(proof, act, async (ways, how, trace) => {
      const kept = first ? ok() : await this.#keep(ways, how)
      return kept.ok ? ways.setPassword(how, secret, trace) : kept
    })
    secret.wipe()
    if (set.ok) void this.#deps.backups.tick()
    // from now on a lock asks for something
    if (set.ok && first) this.#deps.settings.set(LOCKING_SETTINGS)
    return set
  }

  addKeychain(proof: Proof): Promise<Result<void>> {
    return this.#change(proof, 'vault.keychain-added', (ways, how, trace) =>
      ways.addKeychain(how, trace),
    )
  }

  async setPin(proof: Proof, pin: string): Promise<Result<void>> {
    const secret = SecretText.fromText(pin)
    const set = await this.#change(proof, 'vault.pin-set', (ways, how, trace) =>
      ways.setPin(how, secret, trace),
    )
    secret.wipe()
    return set
  }

  remove(proof: Proof, way: RemovableWay): Promise<Result<void>> {
    return this.#change(proof, `vault.${way}-removed`, async (ways, how, trace) => {
      const kept = way === 'pin' ? ok() : await this.#keep(ways, how)
      return kept.ok ? ways.remove(how, way, trace) : kept
    })
  }

  /** A backup of what it is now, once it is known that it is the user who asks. */
  async #keep(ways: VaultWays, how: Unlock): Promise<Result<void>> {
    const proved = await ways.prove(how)
    if (proved.ok) await this.#deps.backups.beforeKeys()
    return proved
  }

  /** A recovery key to write down. Another one that was not confirmed is forgotten. */
  async makeRecovery(proof: Proof): Promise<Result<Kit>> {
    this.drop()
    const info = this.info()
    if (!info.ok) return info
    const made = await this.#made(proof, 'vault.recovery-set', async (ways, how) => {
      const fresh = await ways.makeRecovery(how)
      if (fresh.ok && info.value.recovery) await this.#deps.backups.beforeKeys()
      return fresh
    })
    if (!made.ok) return made
    return ok(this.#shown(made.value, { act: 'vault.recovery-set', vault: info.value.vault }))
  }

  /**
   * Puts another vault key in the place of the present one. With a recovery key it waits, as that
   * does, until the new one is on paper; null: it is done.
   */
  async replaceKey(proof: Proof): Promise<Result<Kit | null>> {
    this.drop()
    const info = this.info()
    if (!info.ok) return info
    const act = 'vault.key-replaced'
    const made = await this.#made(proof, act, async (ways, how) => {
      const kept = await this.#keep(ways, how)
      return kept.ok ? ways.replaceKey(how) : kept
    })
    if (!made.ok) return made
    const { recovery, adopt, drop } = made.value
    if (recovery) {
      return ok(this.#shown({ recovery, adopt, drop }, { act, vault: info.value.vault }))
    }
    const adopted = adopt(this.#deps.trail.entries(did(act), null))
    drop()
    return adopted.ok ? ok(null) : adopted
  }

  /** Something that was made while the vault stayed open. */
  async #made<R extends SecretText | null>(
    proof: Proof,
    act: Shown['act'],
    run: (ways: VaultWays, how: Unlock) => Promise<Result<Fresh<R>>>,
  ): Promise<Result<Fresh<R>>> {
    const asked = this.#ways
    const made = await this.#proved(proof, act, run)
    if (!made.ok || this.#ways === asked) return made
    // it was locked meanwhile: nobody waits for it any more
    made.value.drop()
    return err(appError('vault.not-open'))
  }

  #shown(made: Fresh, { act, vault }: Pick<Shown, 'act'> & { readonly vault: string }): Kit {
    this.drop()
    const secret = made.recovery.text()
    const ask = this.#someOf(secret.split('-').length)
    const cancel = this.#deps.clock.after(FRESH_MS, () => this.drop())
    this.#fresh = { made, act, ask, cancel }
    return { secret, vault, ask }
  }

  /** `groups`: those that were asked for, in that order. */
  confirmRecovery(groups: readonly string[]): Result<void> {
    const fresh = this.#fresh
    if (!fresh) return err(appError('call.refused'))
    const all = fresh.made.recovery.text().split('-')
    const right = fresh.ask.every((at, i) => all[at] === plain(groups[i] ?? ''))
    if (!right) return err(appError('vault.recovery-mismatch'))
    const adopted = fresh.made.adopt(this.#deps.trail.entries(did(fresh.act), null))
    if (adopted.ok) {
      this.drop()
      // with the first one, there can be backups
      void this.#deps.backups.tick()
    }
    return adopted
  }

  get hasFresh(): boolean {
    return this.#fresh !== null
  }

  drop(): void {
    this.#fresh?.cancel()
    this.#fresh?.made.drop()
    this.#fresh = null
  }

  /** Which groups to ask for, in order. */
  #someOf(count: number): number[] {
    const chosen = new Set<number>()
    while (chosen.size < ASKED) chosen.add((this.#deps.random.bytes(1)[0] ?? 0) % count)
    return [...chosen].sort((a, b) => a - b)
  }

  #change(
    proof: Proof,
    act: Parameters<typeof did>[0],
    run: (
      ways: VaultWays,
      how: Unlock,
      trace: ReturnType<AuditTrail['entries']>,
    ) => Promise<Result<void>>,
  ): Promise<Result<void>> {
    return this.#proved(proof, act, (ways, how) =>
      run(ways, how, this.#deps.trail.entries(did(act), null)),
    )
  }

  async #proved<T>(
    proof: Proof,
    act: Parameters<typeof did>[0],
    run: (ways: VaultWays, how: Unlock) => Promise<Result<T>>,
  ): Promise<Result<T>> {
    if (!this.#ways) return err(appError('vault.not-open'))
    const ways = this.#ways
    const done = await lending(proof, (how) => run(ways, how))
    if (done.ok) this.#deps.onChange()
    else this.#deps.trail.record(failed(act, done.error.code))
    return done
  }
}

/** Lends what the window sent as the vault takes it, and wipes it. */
export async function lending<T>(proof: Proof, use: (how: Unlock) => Promise<T>): Promise<T> {
  const how = unlockOf(proof)
  try {
    return await use(how)
  } finally {
    if (how.by !== 'keychain') how.secret.wipe()
  }
}

function unlockOf(proof: Proof): Unlock {
  switch (proof.by) {
    case 'keychain':
      return { by: 'keychain' }
    case 'password':
      return { by: 'password', secret: SecretText.fromText(proof.password) }
    case 'recovery':
      return { by: 'recovery', secret: SecretText.fromText(proof.key) }
    case 'pin':
      return { by: 'pin', secret: SecretText.fromText(proof.pin) }
  }
}

/** A group as it was typed: small letters and look-alikes are what they stand for. */
function plain(group: string): string {
  return group.trim().toUpperCase().replaceAll('O', '0').replace(/[IL]/g, '1')
}
