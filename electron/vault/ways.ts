import { z } from 'zod'
import { appError } from '../../shared/error'
import type { AuditEntry } from '../../shared/model/audit'
import type { Way } from '../../shared/model/vault'
import { err, ok, type Result } from '../../shared/result'
import type { Clock, Keychain, Logger, Random } from '../service/port'
import { SecretText } from '../service/secret'
import type { Fresh, Unlock, VaultWays, WaysInfo } from '../service/vault-port'
import type { Trail } from './audit-log'
import { inDoubt, type VaultDatabase } from './database'
import { dropWraps } from './drop-wraps'
import { KEY_BYTES } from './envelope'
import { insertWrap, readHeader, shortId, type Header } from './header'
import type { KeyRing } from './key-ring'
import {
  accountOf,
  keychainKey,
  readEntries,
  writeEntries,
  type KeychainKey,
} from './keychain-entry'
import type { VaultMemory } from './memory'
import { makeNextKey, putNextKey, type NextKey } from './next-key'
import { calibrate, type KdfCost } from './password'
import { makePinRecord, PIN_VALUE, type QuickUnlock } from './quick-unlock'
import { RECOVERY_BYTES, recoveryText } from './recovery-key'
import type { ClosedState } from './state'
import {
  isKeyOf,
  isUnlockCode,
  openWrap,
  passwordCost,
  wrapForKeychain,
  wrapForPassword,
  wrapForRecovery,
  wrapOf,
  type UnlockFailure,
} from './unlock'
import type { SealedValueStore } from './value-store'
import type { WayWrap, WrapKind } from './wrap'

export interface WaysDeps {
  readonly database: VaultDatabase
  readonly values: SealedValueStore
  readonly trail: Trail
  readonly ring: KeyRing
  readonly memory: VaultMemory
  /** How many records do not open as they should. */
  readonly damaged: () => Promise<Result<number>>
  /** Everything else is still sealed under the key before. */
  readonly onNextKey: () => void
  readonly quick: QuickUnlock
  readonly keychain: Keychain
  readonly random: Random
  readonly clock: Clock
  readonly log: Logger
  /** The cost of new passwords; measured on this machine where nothing is given. */
  readonly cost?: KdfCost
}

const SINCE_VALUE = 'ways-since'
const instants = z.record(z.string(), z.number()).catch({})

/** The keychain's troubles as errors of a call. */
const CODES: Readonly<Partial<Record<ClosedState, Parameters<typeof appError>[0]>>> = {
  'no-keychain': 'keychain.missing',
  'keychain-locked': 'keychain.locked',
  'keychain-timeout': 'keychain.timeout',
  'keychain-failed': 'keychain.failed',
  'key-missing': 'vault.no-such-way',
  'wrong-key': 'vault.no-such-way',
  damaged: 'vault.damaged',
}

/** The ways to open an open vault: each is one row of `wrap`, and the PIN a sealed value. */
export class SealedWays implements VaultWays {
  readonly #deps: WaysDeps
  /** One change at a time: each begins with what the one before has left. */
  #last: Promise<unknown> = Promise.resolve()

  constructor(deps: WaysDeps) {
    this.#deps = deps
  }

  info(): Result<WaysInfo> {
    return this.#header((header) => {
      const since = this.#since()
      const pin = this.#deps.values.read(PIN_VALUE)
      const at = (way: string) => since[way] ?? null
      return ok({
        vault: shortId(header.vaultId),
        keychain: wrapOf(header, 'keychain') !== null,
        password: passwordCost(header),
        recovery: wrapOf(header, 'recovery') !== null,
        pin: pin.ok && pin.value !== null,
        usable: [...usableWays(header, this.#deps.quick)],
        since: {
          keychain: at('keychain'),
          password: at('password'),
          recovery: at('recovery'),
          pin: at('pin'),
          key: at('key'),
        },
      })
    })
  }

  usable(): readonly Way[] {
    const header = this.#header((found) => ok(found))
    return header.ok ? usableWays(header.value, this.#deps.quick) : []
  }

  prove(how: Unlock): Promise<Result<void>> {
    return this.#withKey(how, () => ok())
  }

  setPassword(
    how: Unlock,
    password: SecretText,
    trace: readonly AuditEntry[],
  ): Promise<Result<void>> {
    return this.#withKey(how, async (vaultKey, header) => {
      const cost = this.#deps.cost ?? (await calibrate(this.#deps.clock))
      const to = { ...header, random: this.#deps.random }
      const wrap = await wrapForPassword(vaultKey, to, { password: password.bytes(), cost })
      return this.#put(wrap, header, trace)
    })
  }

  addKeychain(how: Unlock, trace: readonly AuditEntry[]): Promise<Result<void>> {
    return this.#withKey(how, async (vaultKey, header) => {
      const account = accountOf(header.vaultId)
      const entry = await this.#deps.keychain.read(account)
      if (!entry.ok) return entry
      const before = readEntries(entry.value ?? '')
      const key = keychainKey(this.#deps.random.bytes(KEY_BYTES))
      try {
        // a key that nothing refers to does no harm; a wrap without its key would
        const present = before.filter(({ id }) => isKeyOf(wrapOf(header, 'keychain'), id))
        const kept = await this.#deps.keychain.write(account, writeEntries([...present, key]))
        if (!kept.ok) return kept
        const to = { ...header, random: this.#deps.random }
        const put = this.#put(wrapForKeychain(vaultKey, to, key), header, trace)
        if (!put.ok) return put
        this.#deps.memory.begin(this.#deps.database.ledger.generation())
        if (before.length > 0) await this.#keepOnly(account, key)
        return put
      } finally {
        for (const each of [...before, key]) each.bytes.fill(0)
      }
    })
  }

  /** The wrap before is gone; a key that cannot be taken away now opens old copies only. */
  async #keepOnly(account: string, key: KeychainKey): Promise<void> {
    const kept = await this.#deps.keychain.write(account, writeEntries([key]))
    if (kept.ok) return
    this.#deps.log.warn('the keychain still has the key before', { code: kept.error.code })
  }

  makeRecovery(how: Unlock): Promise<Result<Fresh>> {
    return this.#withKey(how, (vaultKey, header) => {
      const bytes = this.#deps.random.bytes(RECOVERY_BYTES)
      const to = { ...header, random: this.#deps.random }
      const wrap = wrapForRecovery(vaultKey, to, bytes)
      const recovery = SecretText.fromText(recoveryText(bytes))
      bytes.fill(0)
      const adopt = (trace: readonly AuditEntry[]) => this.#put(wrap, header, trace)
      return ok({ recovery, adopt, drop: () => recovery.wipe() })
    })
  }

  replaceKey(how: Unlock): Promise<Result<Fresh<SecretText | null>>> {
    return this.#withKey(how, async (vaultKey, header) => {
      const { database, keychain, random, quick, damaged } = this.#deps
      // the next key is sealed with the password as well, so it has to be the one that is given
      if (wrapOf(header, 'password') && how.by !== 'password') {
        return err(appError('vault.no-such-way'))
      }
      if (database.doubt) return err(inDoubt(database.doubt))
      const unopened = await damaged()
      if (!unopened.ok) return unopened
      if (unopened.value > 0) return err(appError('vault.not-whole'))
      if (header.link !== null) return err(appError('vault.key-replacing'))
      const next = await makeNextKey({ vaultKey, header }, how, { keychain, random })
      if (!next.ok) {
        // what was given was right: it is one of the other ways that the next key cannot have
        const lost = next.error === 'key-missing' || next.error === 'wrong-key'
        return err(lost ? appError('vault.keychain-lost') : unlockError(next.error, quick))
      }
      const { recovery } = next.value
      return ok({
        recovery,
        adopt: (trace) => this.#putKey(next.value, header, trace),
        drop: () => {
          next.value.vaultKey.fill(0)
          recovery?.wipe()
        },
      })
    })
  }

  #putKey(next: NextKey, before: Header, trace: readonly AuditEntry[]): Result<void> {
    const { database, ring, values, random, trail, clock, quick } = this.#deps
    const number = ring.newest.number
    let written: Result<void> = err(appError('vault.io'))
    try {
      written = database.write(() => {
        const now = this.#header((found) => ok(found))
        // what opens it has changed since this key was made, and was not sealed with it
        if (!now.ok || !sameWays(now.value, before)) return err(appError('call.refused'))
        const put = putNextKey(database, { ring, values, random }, next)
        if (!put.ok) return put
        this.#mark('key', clock.now())
        if (next.recovery) this.#mark('recovery', clock.now())
        trail.add(trace)
        database.ledger.adopt()
        return ok()
      })
    } finally {
      if (!written.ok && ring.newest.number !== number) ring.takeBack()
    }
    if (!written.ok) return written
    database.settle()
    const pin = values.read(PIN_VALUE)
    quick.arm(next.vaultKey, next.header, pin.ok ? pin.value : null)
    this.#deps.onNextKey()
    return ok()
  }

  setPin(how: Unlock, pin: SecretText, trace: readonly AuditEntry[]): Promise<Result<void>> {
    return this.#withKey(how, async (vaultKey, header) => {
      // a PIN stands in for the password
      if (wrapOf(header, 'password') === null) return err(appError('vault.no-such-way'))
      const record = await makePinRecord(pin.bytes(), this.#deps.random)
      const written = this.#write(header, () => {
        this.#deps.values.put(PIN_VALUE, record)
        this.#mark('pin', this.#deps.clock.now())
        this.#deps.trail.add(trace)
        return ok()
      })
      if (written.ok) this.#deps.quick.arm(vaultKey, header, record)
      return written
    })
  }

  remove(
    how: Unlock,
    way: 'keychain' | 'password' | 'recovery' | 'pin',
    trace: readonly AuditEntry[],
  ): Promise<Result<void>> {
    return this.#withKey(how, async (_vaultKey, header) => {
      // a recovery key alone would be a vault that nobody opens twice with the same paper
      const others = header.wraps.filter(({ kind }) => kind !== way && kind !== 'recovery')
      if (way !== 'pin' && way !== 'recovery' && others.length === 0) {
        return err(appError('vault.last-way'))
      }
      const removed = this.#write(header, () => {
        if (way === 'pin' || way === 'password') this.#deps.values.put(PIN_VALUE, null)
        if (way !== 'pin') dropWraps(this.#deps.database, way)
        this.#mark(way, null)
        this.#deps.trail.add(trace)
        return ok()
      })
      if (!removed.ok) return removed
      if (way === 'pin' || way === 'password') this.#deps.quick.drop()
      if (way === 'keychain') await this.#forgetEntry(header)
      this.#deps.database.settle()
      return ok()
    })
  }

  /** The way is gone with its wrap; an entry that cannot be taken away now opens old copies only. */
  async #forgetEntry(header: Header): Promise<void> {
    await this.#deps.memory.forget()
    const removed = await this.#deps.keychain.remove(accountOf(header.vaultId))
    if (removed.ok) return
    this.#deps.log.warn('the keychain’s entry was not removed', { code: removed.error.code })
  }

  #put(wrap: WayWrap, header: Header, trace: readonly AuditEntry[]): Result<void> {
    const { database, trail, clock } = this.#deps
    const written = this.#write(header, () => {
      dropWraps(database, wrap.kind)
      insertWrap(database.db, wrap, header.keyNumber)
      database.ledger.swap(null, {
        ...{ table: 'wrap', id: wrap.id, version: header.keyNumber, sealed: wrap.sealed },
        clear: wrap,
      })
      this.#mark(wrap.kind, clock.now())
      trail.add(trace)
      return ok()
    })
    // what the old way opened is not to be found in the journal either
    if (written.ok) database.settle()
    return written
  }

  #since(): Record<string, number> {
    const stored = this.#deps.values.read(SINCE_VALUE)
    return instants.parse(stored.ok ? stored.value : {})
  }

  #mark(way: string, at: number | null): void {
    const others = Object.entries(this.#since()).filter(([name]) => name !== way)
    const now = at === null ? others : [...others, [way, at] as const]
    this.#deps.values.put(SINCE_VALUE, Object.fromEntries(now))
  }

  #header<T>(use: (header: Header) => Result<T>): Result<T> {
    return this.#deps.database.read(() => {
      const header = readHeader(this.#deps.database.db)
      return header.ok ? use(header.value) : err(appError('vault.damaged'))
    })
  }

  /**
   * One durable write, of what was made for this key of the vault and no other: between the proof
   * and the write, or the confirmation of a recovery key, the vault may have got another one.
   */
  #write(of: Header, run: () => Result<void>): Result<void> {
    return this.#deps.database.write(() => {
      const now = this.#header((found) => ok(found))
      if (!now.ok) return now
      return now.value.keyId.equals(of.keyId) ? run() : err(appError('call.refused'))
    })
  }

  #withKey<T>(
    how: Unlock,
    use: (vaultKey: Buffer, header: Header) => Promise<Result<T>> | Result<T>,
  ): Promise<Result<T>> {
    const mine = this.#last.then(() => this.#lent(how, use))
    this.#last = mine.catch(() => undefined)
    return mine
  }

  /** Lends the vault key, and wipes it. */
  async #lent<T>(
    how: Unlock,
    use: (vaultKey: Buffer, header: Header) => Promise<Result<T>> | Result<T>,
  ): Promise<Result<T>> {
    const header = this.#header((found) => ok(found))
    if (!header.ok) return header
    const { quick, keychain } = this.#deps
    if (!usableWays(header.value, quick).includes(how.by)) return err(appError('vault.no-such-way'))
    const key =
      how.by === 'pin'
        ? await quick.open(how.secret.bytes(), header.value)
        : await openWrap(header.value, how, keychain)
    if (!key.ok) return err(unlockError(key.error, quick))
    try {
      return await use(key.value, header.value)
    } finally {
      key.value.fill(0)
    }
  }
}

/** Whether the same things open both, to the letter. */
function sameWays(one: Header, other: Header): boolean {
  const text = ({ keyId, wraps, link }: Header) =>
    JSON.stringify([keyId.toString('hex'), wraps.map(({ id }) => id).sort(), link?.wrap.id])
  return text(one) === text(other)
}

/**
 * What shows that it is the user who asks, easiest first. Where there is a password, the keychain
 * does not: it answers whoever sits at the unlocked machine.
 */
export function usableWays(header: Header, quick: Pick<QuickUnlock, 'armed'>): readonly Way[] {
  const has = (kind: WrapKind): boolean => wrapOf(header, kind) !== null
  const ways: Way[] = []
  if (has('keychain') && !has('password')) ways.push('keychain')
  if (quick.armed) ways.push('pin')
  if (has('password')) ways.push('password')
  if (has('recovery')) ways.push('recovery')
  return ways
}

/** What a way that did not open means for a call. */
export function unlockError(failure: UnlockFailure, quick: Pick<QuickUnlock, 'left'>) {
  if (failure === 'vault.wrong-pin') return appError('vault.wrong-pin', { left: quick.left })
  return appError(isUnlockCode(failure) ? failure : (CODES[failure] ?? 'vault.io'))
}
