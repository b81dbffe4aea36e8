import type { Random } from '../service/port'
import { invariant } from '../../shared/assert'
import { Nonces } from './envelope'
import type { Header } from './header'
import { deriveSubkeys, wipe, type Subkeys } from './keys'
import { unwrapKey } from './wrap'

/** What follows from one vault key, and the number under which rows name it. */
export interface VaultKeys {
  readonly vaultId: Uint8Array
  readonly keyId: Uint8Array
  readonly number: number
  readonly subkeys: Subkeys
  readonly nonces: Nonces
}

/**
 * The keys of an open vault: the one that is written with, and, while the vault key is being
 * replaced, the one before, which opens what is not sealed again yet.
 */
export class KeyRing {
  #newest: VaultKeys
  #older: VaultKeys | null

  constructor(newest: VaultKeys, older: VaultKeys | null = null) {
    this.#newest = newest
    this.#older = older
  }

  get newest(): VaultKeys {
    return this.#newest
  }

  get older(): VaultKeys | null {
    return this.#older
  }

  /** Newest first. */
  all(): readonly VaultKeys[] {
    return this.#older ? [this.#newest, this.#older] : [this.#newest]
  }

  /** null: no row that names such a number can be opened. */
  of(number: number): VaultKeys | null {
    if (number === this.#newest.number) return this.#newest
    return number === this.#older?.number ? this.#older : null
  }

  /** From here on is written with another key. */
  add(next: VaultKeys): void {
    invariant(this.#older === null, 'one key is replaced at a time')
    this.#older = this.#newest
    this.#newest = next
  }

  /** What was added was not stored. */
  takeBack(): void {
    invariant(this.#older !== null, 'there is one before')
    wipe(this.#newest.subkeys)
    this.#newest = this.#older
    this.#older = null
  }

  /** Nothing is left that the key before opens. */
  retire(): void {
    if (this.#older) wipe(this.#older.subkeys)
    this.#older = null
  }

  /** Keys of their own, for whoever may need them longer than these are there. */
  copy(): KeyRing {
    const [newest, older] = this.all().map((keys) => ({ ...keys, subkeys: copyOf(keys.subkeys) }))
    invariant(newest !== undefined, 'a vault has a key')
    return new KeyRing(newest, older ?? null)
  }

  wipe(): void {
    for (const { subkeys } of this.all()) wipe(subkeys)
  }
}

function copyOf(subkeys: Subkeys): Subkeys {
  const copied = Object.entries(subkeys).map(([name, key]) => [name, Buffer.from(key as Buffer)])
  return Object.fromEntries(copied) as Subkeys
}

/** What is made once for each key of a ring. */
export class PerKey<T> {
  readonly #ring: KeyRing
  readonly #make: (keys: VaultKeys) => T
  readonly #made = new WeakMap<VaultKeys, T>()

  constructor(ring: KeyRing, make: (keys: VaultKeys) => T) {
    this.#ring = ring
    this.#make = make
  }

  newest(): T {
    return this.#for(this.#ring.newest)
  }

  /** null: there is no such key. */
  of(number: number): T | null {
    const keys = this.#ring.of(number)
    return keys && this.#for(keys)
  }

  #for(keys: VaultKeys): T {
    const known = this.#made.get(keys)
    if (known !== undefined) return known
    const made = this.#make(keys)
    this.#made.set(keys, made)
    return made
  }
}

/** `as`: the vault, and which of its keys this is. */
export function keysOf(
  vaultKey: Uint8Array,
  as: Pick<VaultKeys, 'vaultId' | 'keyId'> & Pick<Header, 'keyNumber'>,
  random: Random,
): VaultKeys {
  const { vaultId, keyId, keyNumber: number } = as
  const subkeys = deriveSubkeys(vaultKey, vaultId)
  return { vaultId, keyId, number, subkeys, nonces: new Nonces(random) }
}

/**
 * All keys that a vault key leads to. One before it that its link does not open is left out: what
 * is sealed under it stays shut.
 */
export function ringOf(vaultKey: Uint8Array, header: Header, random: Random): KeyRing {
  const newest = keysOf(vaultKey, header, random)
  const { vaultId, link } = header
  const before = link && unwrapKey(link.wrap, { wrappingKey: vaultKey, vaultId })
  if (!link || !before) return new KeyRing(newest)
  try {
    const older = { vaultId, keyId: link.wrap.keyId, keyNumber: link.number }
    return new KeyRing(newest, keysOf(before, older, random))
  } finally {
    before.fill(0)
  }
}
