import { writeFileSync } from 'node:fs'
import { expect } from 'vitest'
import { SLOTS, type ValueName } from '../../../electron/service/port'
import type { SecretText } from '../../../electron/service/secret'
import type { Unlock } from '../../../electron/service/vault-port'
import type { SealedVault } from '../../../electron/vault/vault'
import type { AuditRow } from '../../../shared/model/audit'
import type { Result } from '../../../shared/result'
import type { VaultPlace } from '../../helper/vault'
import { seesDamage } from './model'

/** All that an open vault tells, by what it is about; null: it says that this is damaged. */
export type Told = ReadonlyMap<string, string | null>

export interface Asked {
  /** The names of values. */
  readonly values: readonly ValueName[]
  /** Secrets that are looked for. */
  readonly secrets: readonly SecretText[]
}

const NOTHING = 'null'
const textOf = (result: Result<unknown>): string | null =>
  result.ok ? JSON.stringify(result.value) : null

export async function toldBy(vault: SealedVault, asked: Asked): Promise<Told> {
  const { tokens, values, audit, ways } = vault
  const told = new Map<string, string | null>()
  const listed = tokens.list()
  if (!listed.ok) told.set('the list', null)
  for (const token of listed.ok ? listed.value : []) {
    told.set(`token ${token.id}`, JSON.stringify(token))
    told.set(`token ${token.id}: details`, textOf(tokens.details(token.id)))
    for (const slot of SLOTS) {
      const secret = tokens.secret(token.id, slot)
      const text = secret.ok ? (secret.value?.text() ?? NOTHING) : null
      told.set(`token ${token.id}: ${slot}`, text)
    }
  }
  const spoilt = values.damaged()
  told.set('values', spoilt.ok && spoilt.value === 0 ? 'whole' : null)
  for (const name of asked.values) told.set(`value ${name}`, textOf(values.read(name)))
  for (const [at, secret] of asked.secrets.entries()) {
    const found = tokens.findBySecret(secret)
    const holders = found.ok && found.value.length > 0 ? JSON.stringify(found.value) : NOTHING
    told.set(`who has secret ${at}`, found.ok ? holders : null)
  }
  const bounds = audit.bounds()
  const lines = await audit.lines(1, bounds.ok ? bounds.value.last : 0)
  const rows = (lines.ok ? lines.value : []).filter((row) => !isOwn(row))
  for (const row of rows) {
    told.set(`line ${row.seq}`, 'broken' in row ? null : JSON.stringify(row))
  }
  // going along the chain takes long where something is wrong, and then it is known already
  const verdict = lines.ok && !rows.some((row) => 'broken' in row) ? await audit.verify() : null
  const whole = verdict?.ok === true && verdict.value.fault === null && bounds.ok
  told.set('the log', whole ? `${rows.length} lines, ${bounds.value.trimmed} given up` : null)
  const info = ways.info()
  if (!info.ok) told.set('the ways', null)
  const { since, ...rest } = info.ok ? info.value : { since: {} }
  for (const [name, given] of Object.entries(rest)) told.set(`way ${name}`, JSON.stringify(given))
  for (const [name, at] of Object.entries(since)) told.set(`since ${name}`, String(at))
  return told
}

/** The line that the vault writes by itself, some time after it was opened. */
function isOwn(row: AuditRow): boolean {
  return 'act' in row && row.act === 'vault.key-retired'
}

/**
 * What became of a try. `told in clear`: all that is sealed is as it was written, and nothing shows
 * that something beside it is not (see `IN_CLEAR`).
 */
export type Outcome =
  'not opened' | 'read only' | 'damage told' | 'told in clear' | 'as it was' | 'accepted'

/** Not sealed, and proved where it is used only: an index, when what it leads to is opened. */
const IN_CLEAR = /^who has /

/** A file in the place of the vault's. */
export interface Try {
  readonly file: Buffer
  readonly entries: ReadonlyMap<string, string>
  readonly how: Unlock
  /** What the vault told when nobody had touched it. */
  readonly written: Told
  readonly asked: Asked
}

/** What `use` finds in a vault that is opened from it; null: it does not open. */
async function opened<T>(
  place: VaultPlace,
  { file, entries, how }: Try,
  use: (vault: SealedVault, created: boolean) => Promise<T>,
): Promise<T | null> {
  writeFileSync(place.db, file)
  place.keychain.entries.clear()
  for (const [account, text] of entries) place.keychain.entries.set(account, text)
  const outcome = await place.opener().open(() => undefined, how)
  if (outcome.state !== 'open') return null
  try {
    return await use(outcome.vault, outcome.created)
  } finally {
    outcome.vault.close()
  }
}

/** All that it tells, whether it is in doubt or not; null: it does not open. */
export function toldWith(place: VaultPlace, attempt: Try): Promise<Told | null> {
  return opened(place, attempt, (vault) => toldBy(vault, attempt.asked))
}

/**
 * Opens it, lets it go through itself, and reads all of it. It is accepted if it can be written and
 * tells something that was not written, or tells less and does not say so.
 */
export async function outcomeOf(place: VaultPlace, attempt: Try): Promise<Outcome> {
  const outcome = await opened(place, attempt, async (vault, created): Promise<Outcome> => {
    if (created) return 'accepted'
    if (isInDoubt(vault) || seesDamage(vault, place.clock)) return 'read only'
    const told = await toldBy(vault, attempt.asked)
    return judged(told, attempt.written, vault.tokens.damaged() > 0)
  })
  return outcome ?? 'not opened'
}

/** Already, before it has gone through itself. */
function isInDoubt(vault: SealedVault): boolean {
  let seen = false
  vault.onDoubt(() => (seen = true))
  return seen
}

function judged(told: Told, written: Told, counted: boolean): Outcome {
  const others = [...told].filter(([about, text]) => text !== null && text !== written.get(about))
  const lost = [...written.keys()].filter((about) => !told.has(about))
  const invented = ([, text]: readonly [string, string | null]): boolean => text !== NOTHING
  if (others.some(invented)) return 'accepted'
  if (counted || [...told.values()].includes(null)) return 'damage told'
  const less = [...others.map(([about]) => about), ...lost]
  if (less.length === 0) return 'as it was'
  return less.every((about) => IN_CLEAR.test(about)) ? 'told in clear' : 'accepted'
}

/** Counts tries, and prints what became of them. */
export class Tally {
  readonly #what: string
  readonly #counts = new Map<Outcome, number>()
  readonly accepted: string[] = []

  constructor(what: string) {
    this.#what = what
  }

  add(outcome: Outcome, name: string): void {
    this.#counts.set(outcome, this.count(outcome) + 1)
    if (outcome === 'accepted') this.accepted.push(name)
  }

  count(outcome: Outcome): number {
    return this.#counts.get(outcome) ?? 0
  }

  get tried(): number {
    return [...this.#counts.values()].reduce((sum, times) => sum + times, 0)
  }

  /** Prints it, and fails where anything was accepted. */
  end(): void {
    const others = [...this.#counts].filter(([outcome]) => outcome !== 'accepted')
    const parts = others.map(([outcome, times]) => `${times} ${outcome}`)
    const line = `${this.#what}: ${this.tried} tried, ${this.accepted.length} accepted`
    process.stdout.write(`${line} (${parts.join(', ')})\n`)
    expect(this.accepted).toEqual([])
    expect(this.tried).toBeGreaterThan(0)
  }
}
