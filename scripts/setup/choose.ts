import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { packageVersion } from '../repo'
import { UserError } from '../user-error'
import { cachedFallback, fallback } from './fallback'
import { withLock } from './lock'
import * as official from './official'
import * as reach from './reach'

/** A runtime that was decided on. */
export interface Chosen {
  readonly kind: 'official' | 'fallback'
  /** Why this one, in a few words. */
  readonly reason: string
  /** Undefined: still to be fetched. */
  readonly path: string | undefined
  readonly version: string
  readonly nodeApi: number
}

/** Where to keep things and whom to tell. */
export interface Setting {
  readonly cache: string
  readonly say: (line: string) => void
}

function officialAt(path: string, version: string, reason: string): Chosen {
  return { kind: 'official', reason, path, version, nodeApi: official.nodeApiOfElectron(version) }
}

function fallbackBecause(cache: string, reason: string): Chosen {
  const { version, nodeApi } = fallback
  return { kind: 'fallback', reason, path: cachedFallback(cache), version, nodeApi }
}

function overridden(dist: string, cache: string): Chosen {
  const path = join(resolve(dist), official.executableIn(process.platform))
  if (!existsSync(path)) throw new UserError(`ELECTRON_OVERRIDE_DIST_PATH: there is no ${path}`)
  // Set by an outer script of ours, this is not the user's choice but the fallback once more.
  if (path === cachedFallback(cache)) return fallbackBecause(cache, 'chosen by the calling script')
  const version = official.versionOfDist(dist) ?? packageVersion('electron')
  return officialAt(path, version, 'ELECTRON_OVERRIDE_DIST_PATH')
}

function ago(at: number): string {
  const minutes = Math.round((Date.now() - at) / 60_000)
  return minutes < 1 ? 'asked just now' : `asked ${minutes} min ago`
}

const downloadUrl = (): string => official.downloadUrl(process.env, official.archiveName())

function noRuntime(why: string): UserError {
  return new UserError(
    `Electron ${packageVersion('electron')} could not be downloaded (${why}).\n` +
      `Either let this machine reach ${downloadUrl()}\n` +
      'or name a mirror (ELECTRON_MIRROR) or an unpacked copy (ELECTRON_OVERRIDE_DIST_PATH).',
  )
}

async function download(setting: Setting, forced: boolean): Promise<Chosen> {
  const version = packageVersion('electron')
  setting.say(`Setting up Electron ${version} from ${new URL(downloadUrl()).host}.`)
  const got = await withLock(
    join(setting.cache, 'electron.lock'),
    () => official.installOfficial(),
    () => setting.say('Another set-up is downloading Electron; waiting for it.'),
  )
  if (got.ok) return officialAt(got.path, version, 'downloaded')
  if (forced) throw noRuntime(got.why)
  return withoutHost(setting, got.why)
}

/** Remembers why the host is out of reach, and chooses again. */
async function withoutHost(setting: Setting, why: string): Promise<Chosen> {
  const answer = { url: downloadUrl(), why, at: Date.now() }
  await reach.rememberUnreachable(setting.cache, answer)
  return choose(setting, answer)
}

function fallbackOrNothing(
  choice: 'fallback' | 'none',
  cache: string,
  known: reach.Unreachable | undefined,
): Chosen {
  if (choice === 'none') throw noRuntime(known?.why ?? 'and KEYGLOT_RUNTIME allows no other')
  if (known === undefined) return fallbackBecause(cache, 'KEYGLOT_RUNTIME')
  const host = new URL(known.url).host
  return fallbackBecause(cache, `${host} cannot be used: ${known.why}; ${ago(known.at)}`)
}

/**
 * Chooses the runtime, and downloads the official one where it can. `failed`: what was just tried
 * in vain.
 */
export async function choose(setting: Setting, failed?: reach.Unreachable): Promise<Chosen> {
  const env = process.env
  const known = failed ?? reach.recallUnreachable(setting.cache, downloadUrl())
  // The probe does not know proxies, Electron's downloader does.
  const proxied = env['ELECTRON_GET_USE_PROXY'] !== undefined && known === undefined
  const dist = env['ELECTRON_OVERRIDE_DIST_PATH'] ?? ''
  const forced = env['KEYGLOT_RUNTIME']
  const installed = official.installedOfficial()
  const choice = reach.chooseRuntime({
    forced,
    overridden: dist !== '',
    installed: installed !== undefined,
    direct: failed === undefined && (official.archiveIsCached(downloadUrl()) || proxied),
    knownUnreachable: known !== undefined,
    platform: process.platform,
    arch: process.arch,
  })
  switch (choice) {
    case 'override':
      return overridden(dist, setting.cache)
    case 'installed':
      return officialAt(installed ?? '', packageVersion('electron'), 'downloaded before')
    case 'download':
      return download(setting, forced === 'official')
    case 'probe': {
      const why = await reach.probe(downloadUrl())
      return why === undefined ? download(setting, false) : withoutHost(setting, why)
    }
    case 'fallback':
    case 'none':
      return fallbackOrNothing(choice, setting.cache, known)
  }
}
