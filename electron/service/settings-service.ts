import { DEFAULT_SETTINGS, settings, type Settings } from '../../shared/model/settings'
import { appError, type AppError } from '../../shared/error'
import { err, ok, type Result } from '../../shared/result'
import type { AuditTrail } from './audit-trail'
import type { ValueStore } from './port'
import { did } from './trace'

const NAME = 'settings'

/** Choices to change; an absent or undefined one stays. */
export type SettingsChange = { readonly [K in keyof Settings]?: Settings[K] | undefined }

/** The user's choices, kept sealed. What cannot be read counts as not chosen. */
export class SettingsService {
  #store: ValueStore | null = null
  #current: Settings = DEFAULT_SETTINGS
  readonly #trail: Pick<AuditTrail, 'entries'>
  readonly #listeners: ((now: Settings, before: Settings) => void)[] = []

  constructor(deps: { readonly trail: Pick<AuditTrail, 'entries'> }) {
    this.#trail = deps.trail
  }

  /** Damage to this one value must not keep the tokens shut; only a fault of the disk does. */
  open(store: ValueStore): Result<void> {
    this.#store = store
    this.#current = DEFAULT_SETTINGS
    const stored = store.read(NAME)
    if (stored.ok) this.#current = readable(stored.value)
    return stored.ok || isDamage(stored.error) ? ok() : stored
  }

  close(): void {
    this.#store = null
    this.#current = DEFAULT_SETTINGS
  }

  /** The defaults while the vault is closed. */
  get(): Settings {
    return this.#current
  }

  set(change: SettingsChange): Result<Settings> {
    if (!this.#store) return err(appError('vault.not-open'))
    const chosen = Object.entries(change).filter(([, value]) => value !== undefined)
    const next = settings.parse({ ...this.#current, ...Object.fromEntries(chosen) })
    const changed = changedNames(this.#current, next)
    const said = changed === '' ? [] : did('settings.changed', { detail: { changed } })
    const written = this.#store.write(NAME, next, this.#trail.entries(said, null))
    if (!written.ok) return written
    const before = this.#current
    this.#current = next
    for (const listener of this.#listeners) listener(next, before)
    return ok(next)
  }

  onChange(listener: (now: Settings, before: Settings) => void): void {
    this.#listeners.push(listener)
  }
}

/** Their names alone: what was chosen is nobody's business. */
function changedNames(before: Settings, after: Settings): string {
  const keys = Object.keys(settings.shape) as (keyof Settings)[]
  return keys.filter((key) => before[key] !== after[key]).join(', ')
}

function isDamage({ code }: AppError): boolean {
  return code === 'vault.record-damaged' || code === 'vault.damaged'
}

/** Takes each choice by itself, so that one unknown value does not undo the others. */
function readable(stored: unknown): Settings {
  const known = new Map<string, unknown>(
    typeof stored === 'object' && stored !== null ? Object.entries(stored) : [],
  )
  const taken = Object.entries(settings.shape).flatMap(([key, schema]) => {
    const value = schema.safeParse(known.get(key))
    return value.success ? [[key, value.data] as const] : []
  })
  return settings.parse({ ...DEFAULT_SETTINGS, ...Object.fromEntries(taken) })
}
