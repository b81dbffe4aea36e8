/** The words of files without their schemas: the window uses these, and carries no schema library. */

/** What a file may be; recognized from its content. One message each (`transfer.format.<name>`). */
export const FORMATS = [
  'age',
  'kdbx',
  '1pux',
  'bitwarden',
  'bitwarden-encrypted',
  'keepass-xml',
  'keepass-csv',
  'keepassxc-csv',
  'keyglot-json',
  'keyglot-csv',
  'csv',
] as const
export type Format = (typeof FORMATS)[number]

/** What a file holds that is not taken over. */
export const LEFT_OUT = [
  'attachment',
  'history',
  'one-time-code',
  'passkey',
  'card',
  'identity',
  'ssh-key',
  'reference',
  'date',
  'too-long',
  'too-many',
] as const
export type LeftOut = (typeof LEFT_OUT)[number]

/** What a column of a CSV file can be. */
export const CSV_PARTS = [
  'title',
  'secret',
  'username',
  'url',
  'notes',
  'folder',
  'tags',
  'created',
  'modified',
  'expires',
] as const
export type CsvPart = (typeof CSV_PARTS)[number]

export const SEALED_FORMATS = ['age', 'kdbx'] as const
export const PLAIN_FORMATS = ['json', 'csv'] as const
export type SealedFormat = (typeof SEALED_FORMATS)[number]
export type PlainFormat = (typeof PLAIN_FORMATS)[number]
export type ExportFormat = SealedFormat | PlainFormat

/** Least characters of the passphrase of an export: the file may go where nobody limits the tries. */
export const PASSPHRASE_MIN = 12

/** What has to be typed before an export that is not encrypted. */
export const PLAIN_WORD = 'unencrypted'
