/** What the services need of files. The formats behind it are loaded when the first file is chosen. */
import type { CsvMapping } from '../../shared/model/transfer'
import type { ExportFormat, Format } from '../../shared/model/transfer-list'
import type { Result } from '../../shared/result'
import type { SecretText } from '../service/secret'
import type { ForeignEntry } from './entry'
import type { OwnRecord } from './record'

/** What a file is, before it is read. */
export interface Recognition {
  readonly format: Format
  readonly needsPassword: boolean
  /** Of a CSV file whose columns are not known: what its first row names them, and what they may be. */
  readonly columns: { readonly names: readonly string[]; readonly guess: CsvMapping } | null
}

export interface ReadOptions {
  /** null: none was given. */
  readonly password: string | null
  /** null: as guessed. */
  readonly mapping: CsvMapping | null
}

/** A token that is written to a file. */
export interface OutgoingToken {
  readonly record: OwnRecord
  readonly secret: SecretText
  /** The name of its platform, for the folder it lies in. */
  readonly service: string
  /** The page of its platform. */
  readonly url: string
}

export interface WriteOptions {
  /** For `age` and `kdbx`. */
  readonly passphrase: string
  /** Epoch ms, for the file's own date. */
  readonly now: number
}

/** Failures of reading: `import.*`. Nothing of a file is answered unless all of it was read. */
export interface TransferFormats {
  recognize(bytes: Uint8Array): Promise<Result<Recognition>>
  /** The caller wipes the entries. */
  read(bytes: Uint8Array, options: ReadOptions): Promise<Result<readonly ForeignEntry[]>>
  write(
    format: ExportFormat,
    tokens: readonly OutgoingToken[],
    options: WriteOptions,
  ): Promise<Uint8Array>
}
