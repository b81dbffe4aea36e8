import type { Input, Output } from '../../shared/contract'
import type { ImportId, ImportTake } from '../../shared/contract/transfer'
import { appError } from '../../shared/error'
import type { Format } from '../../shared/model/transfer-list'
import type { TokenDetails, TokenId, TokenOverview } from '../../shared/model/token'
import { err, ok, type Result } from '../../shared/result'
import type { Platforms } from '../platform/adapter'
import { wipeEntries, type ForeignEntry } from '../transfer/entry'
import type { TransferFormats } from '../transfer/port'
import { newImportId, newTokenId } from './id'
import { previewOf, type Preview } from './import-preview'
import { importedRecord } from './import-record'
import type { AuditTrail } from './audit-trail'
import type { Clock, FileOpener, Random } from './port'
import type { SecretText } from './secret'
import type { TokenIndex } from './token-index'
import { did, failed, type Trace } from './trace'

/** Largest file that is taken into memory. */
const FILE_MAX = 64 * 1024 * 1024
/** How long a file is held after the last that was done with it, ms. */
export const IMPORT_MS = 15 * 60_000

export interface ImportServiceDeps {
  readonly index: TokenIndex
  readonly trail: AuditTrail
  readonly platforms: Platforms
  readonly clock: Clock
  readonly random: Random
  readonly files: FileOpener
  readonly formats: TransferFormats
  /** Lets others have the processor for a moment, where it is their turn. */
  readonly pause: () => Promise<void>
}

interface Held {
  readonly id: ImportId
  readonly name: string
  readonly format: Format
  readonly bytes: Uint8Array
  preview: Preview | null
  entries: readonly ForeignEntry[]
  expire: () => void
}

/** A row that is stored, as the index takes it. */
interface Taken {
  readonly id: TokenId
  readonly overview: TokenOverview
  readonly details: TokenDetails
  readonly secret: SecretText
  readonly trace: Trace
}

/**
 * Takes tokens over from a file of another program, or of our own. One file at a time is held, with
 * its values, until it is taken, dropped, or the vault closes. Nothing of it is sent anywhere.
 */
export class ImportService {
  readonly #deps: ImportServiceDeps
  #held: Held | null = null
  /** How often the vault closed: what was chosen before is not for the one that opens next. */
  #sessions = 0

  constructor(deps: ImportServiceDeps) {
    this.#deps = deps
  }

  async open(): Promise<Result<Output<'import.open'>>> {
    const { files, formats, random } = this.#deps
    const session = this.#sessions
    const file = await files.choose()
    if (file === null) return ok(null)
    if (session !== this.#sessions) return err(appError('vault.not-open'))
    const bytes = await file.read(FILE_MAX)
    if (!bytes.ok) return bytes
    const found = await formats.recognize(bytes.value)
    if (!found.ok || session !== this.#sessions) {
      bytes.value.fill(0)
      return found.ok ? err(appError('vault.not-open')) : found
    }
    this.#release()
    const { format, needsPassword, columns } = found.value
    const id = newImportId(random)
    const rest = { preview: null, entries: [], expire: () => undefined }
    this.#held = { id, name: file.name, format, bytes: bytes.value, ...rest }
    this.#inUse(id)
    return ok({
      id,
      file: file.name,
      format,
      sealed: needsPassword,
      columns: columns && { names: [...columns.names], guess: columns.guess },
    })
  }

  async read({
    id,
    password,
    mapping,
  }: Input<'import.read'>): Promise<Result<Output<'import.read'>>> {
    const held = this.#inUse(id)
    if (!held) return err(appError('import.gone'))
    const wanted = (): boolean => this.#held === held
    const entries = await this.#deps.formats.read(held.bytes, { password, mapping })
    // what is wrong with bytes that were wiped meanwhile is nobody's fault
    if (!entries.ok) return wanted() ? entries : err(appError('import.gone'))
    const preview = await previewOf(this.#deps, entries.value, wanted)
    if (!preview.ok || preview.value === null || !wanted()) {
      wipeEntries(entries.value)
      return preview.ok ? err(appError('import.gone')) : preview
    }
    this.#forgetValues(held)
    held.entries = entries.value
    held.preview = preview.value
    const { rows, without } = preview.value
    return ok({ rows: JSON.stringify(rows), without })
  }

  /** All of them in one transaction, or none: `import.row` names the first that cannot be. */
  take({ id, rows }: Input<'import.take'>): Result<Output<'import.take'>> {
    const held = this.#inUse(id)
    if (!held?.preview) return err(appError('import.gone'))
    const tokens: Taken[] = []
    const keys = new Set<number>()
    for (const row of rows) {
      const token = keys.has(row.key)
        ? err(appError('token.duplicate'))
        : this.#tokenOf(held.preview, row)
      keys.add(row.key)
      if (!token.ok) {
        const title = held.preview.rows[row.key]?.title ?? ''
        return err(appError('import.row', { key: row.key, title, why: token.error.code }))
      }
      tokens.push(token.value)
    }
    const detail = { count: tokens.length, format: held.format, file: held.name }
    const stored = this.#deps.index.insertMany(tokens, did('vault.imported', { detail }))
    if (!stored.ok) {
      this.#deps.trail.record(failed('vault.imported', stored.error.code, { detail }))
      return stored
    }
    this.drop(id)
    return ok({ ids: tokens.map((each) => each.id) })
  }

  drop(id: ImportId): void {
    if (this.#held?.id === id) this.#release()
  }

  /** The vault closes. */
  stop(): void {
    this.#sessions++
    this.#release()
  }

  #release(): void {
    const held = this.#held
    this.#held = null
    if (!held) return
    held.expire()
    held.bytes.fill(0)
    this.#forgetValues(held)
  }

  /** A value that is in the vault, or is taken twice, cannot be one, as one that is no token cannot. */
  #tokenOf({ rows, values }: Preview, take: ImportTake): Result<Taken> {
    const { platforms, clock, random, index } = this.#deps
    const [row, value] = [rows[take.key], values[take.key]]
    if (!row || !value || row.problem !== null) return err(appError('secret.none'))
    if (row.twinOf !== null) return err(appError('token.duplicate'))
    const owner = index.ownerOf(value.secret)
    if (!owner.ok) return owner
    if (owner.value?.token.overview.forgottenAt === null) return err(appError('token.duplicate'))
    const record = importedRecord(platforms, value, { take, now: clock.now() })
    if (!record.ok) return record
    return ok({
      id: newTokenId(random),
      ...record.value,
      secret: value.secret,
      trace: did('token.add', { detail: { hint: record.value.overview.hint } }),
    })
  }

  /** A file that something is done with is held on from now. */
  #inUse(id: ImportId): Held | null {
    const held = this.#held
    if (held?.id !== id) return null
    held.expire()
    held.expire = this.#deps.clock.after(IMPORT_MS, () => this.drop(id))
    return held
  }

  #forgetValues(held: Held): void {
    wipeEntries(held.entries)
    for (const { secret } of held.preview?.values ?? []) secret.wipe()
    held.entries = []
    held.preview = null
  }
}
