import { createHash, randomBytes } from 'node:crypto'
import { lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createVaultOpener, type SealedVaultOpener } from '../../electron/vault/open'
import { KDF_FLOOR } from '../../electron/vault/password'
import type { SealedVault } from '../../electron/vault/vault'
import type { Clock, Keychain, Logger, Random } from '../../electron/service/port'
import { SecretText } from '../../electron/service/secret'
import type { Unlock } from '../../electron/service/vault-port'
import {
  tokenId,
  type TokenDetails,
  type TokenId,
  type TokenOverview,
} from '../../shared/model/token'
import type { Result } from '../../shared/result'
import { manualClock, type ManualClock } from './manual-clock'
import { memoryKeychain, type MemoryKeychain } from './memory-keychain'

export const random: Random = { bytes: (length) => randomBytes(length) }

export interface Lines extends Logger {
  readonly lines: string[]
}

/** A log that keeps what it is told. */
export function lines(): Lines {
  const kept: string[] = []
  const add = (message: string, data?: unknown) =>
    void kept.push(`${message} ${JSON.stringify(data ?? {})}`)
  return {
    lines: kept,
    info: add,
    warn: add,
    fault: (message, cause) => {
      add(message, String(cause))
      return 'log-id'
    },
  }
}

/** The value of a result that has to be good. */
export function value<T>(result: Result<T>): T {
  if (result.ok) return result.value
  throw new Error(`Failed: ${result.error.code}`)
}

/** The code of a result that has to have failed; `ok` otherwise. */
export function codeOf(result: Result<unknown>): string {
  return result.ok ? 'ok' : result.error.code
}

export function newId(): TokenId {
  return tokenId.parse(randomBytes(16).toString('base64url'))
}

export function overview(change: Partial<TokenOverview> = {}): TokenOverview {
  return {
    kind: 'tolgee/pak',
    label: 'Website',
    hint: 'tgpak_••••abcd',
    server: { id: 'cloud', baseUrl: null },
    account: 'Acme',
    project: 'Homepage',
    access: [{ layer: 'assigned', values: ['keys.view'], source: 'platform' }],
    expiry: { known: 'unknown' },
    rotateEveryDays: 90,
    secretSince: 1_790_000_000_000,
    addedAt: 1_790_000_000_000,
    check: null,
    settled: null,
    phase: { name: 'idle' },
    forgottenAt: null,
    ...change,
  }
}

export function details(change: Partial<TokenDetails> = {}): TokenDetails {
  return {
    note: '',
    destinations: [],
    facts: [],
    identity: { account: null, project: null },
    accepted: null,
    fields: {},
    checks: [],
    rotation: null,
    revocation: null,
    orphans: [],
    ...change,
  }
}

export function newToken(secret: string, label = 'Website') {
  return {
    overview: overview({ label }),
    details: details({ note: `About ${label}` }),
    secret: SecretText.fromText(secret),
  }
}

/** Opens it so, or throws. */
export async function openBy(opener: SealedVaultOpener, how?: Unlock): Promise<SealedVault> {
  const outcome = await opener.open(() => undefined, how)
  if (outcome.state === 'open') return outcome.vault
  throw new Error(`The vault did not open: ${outcome.state} ${outcome.error?.code ?? ''}`)
}

/** A vault in a folder of its own. */
export interface VaultPlace {
  readonly folder: string
  readonly db: string
  readonly keychain: MemoryKeychain
  readonly clock: ManualClock
  readonly log: Lines
  opener(change?: { keychain?: Keychain; clock?: Clock }): SealedVaultOpener
  /** Opens it, or throws. */
  open(): Promise<SealedVault>
  /** The state of a try that has to fail. */
  refusal(): Promise<string>
  /** Names, sizes and digests of everything in the folder. */
  bytes(): Record<string, string>
  remove(): void
}

export function vaultPlace(parent = tmpdir()): VaultPlace {
  const root = mkdtempSync(join(parent, 'keyglot-vault-'))
  const folder = join(root, 'vault')
  const keychain = memoryKeychain()
  const clock = manualClock()
  const log = lines()
  const opener: VaultPlace['opener'] = (change = {}) =>
    createVaultOpener({ folder, keychain, clock, random, log, cost: KDF_FLOOR, ...change })
  const attempt = () => opener().open(() => undefined)
  return {
    folder,
    db: join(folder, 'vault.db'),
    keychain,
    clock,
    log,
    opener,
    async open() {
      const outcome = await attempt()
      if (outcome.state === 'open') return outcome.vault
      throw new Error(`The vault did not open: ${outcome.state}\n${log.lines.join('\n')}`)
    },
    async refusal() {
      const outcome = await attempt()
      if (outcome.state === 'open') outcome.vault.close()
      return outcome.state
    },
    bytes: () => digests(folder),
    remove: () => rmSync(root, { recursive: true, force: true }),
  }
}

/** Not for the folder of a vault that this process has open: reading a file drops its locks. */
export function digests(folder: string): Record<string, string> {
  const found: Record<string, string> = {}
  for (const name of readdirSync(folder).sort()) {
    const path = join(folder, name)
    const stat = lstatSync(path)
    found[name] = stat.isFile()
      ? `${stat.size} ${createHash('sha256').update(readFileSync(path)).digest('hex')}`
      : stat.isSymbolicLink()
        ? 'link'
        : 'folder'
  }
  return found
}
