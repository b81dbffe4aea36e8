import { appError, type AppError } from '../../shared/error'
import { err, type Result } from '../../shared/result'
import { ENTRIES_MAX, FILE_MAX_MEGABYTES, UNPACKED_MAX_MEGABYTES } from './limit'

/** Why a variant is not read; the message of `import.unsupported` has a word for each. */
export type Unsupported =
  'kdb' | 'cipher' | 'recipient' | 'account' | 'newer' | 'column' | 'variant'

export const damaged = (): AppError => appError('import.damaged')
export const wrongPassword = (): AppError => appError('import.wrong-password')
export const needsPassword = (): AppError => appError('import.needs-password')
export const costly = (): AppError => appError('import.costly')
export const atLine = (line: number): AppError => appError('import.line', { line })
export const tooMany = (): AppError => appError('import.too-many', { most: ENTRIES_MAX })
export const unsupported = (what: Unsupported): AppError => appError('import.unsupported', { what })
export const fileTooLarge = (): AppError =>
  appError('import.too-large', { megabytes: FILE_MAX_MEGABYTES })
export const unpacksTooLarge = (): AppError =>
  appError('import.too-large', { megabytes: UNPACKED_MAX_MEGABYTES })

/** Ends the reading of a file from anywhere in it; `reading` makes a `Result` of it. */
export class Unreadable extends Error {
  readonly failure: AppError

  constructor(failure: AppError) {
    super(failure.code)
    this.failure = failure
  }
}

/**
 * Reads a foreign file. Parsers throw at input that they were not made for, whatever it may be:
 * at this boundary that means that the file is damaged.
 */
export async function reading<T>(read: () => T | Promise<T>): Promise<Result<T>> {
  try {
    return { ok: true, value: await read() }
  } catch (error) {
    return err(error instanceof Unreadable ? error.failure : damaged())
  }
}
