import { randomBytes } from 'node:crypto'
import { open, realpath, rename, rm } from 'node:fs/promises'
import { dirname, isAbsolute, join, relative, sep } from 'node:path'
import { appError, type ErrorCode } from '../../shared/error'
import { err, ok, type Result } from '../../shared/result'

const CODES: Readonly<Record<string, ErrorCode>> = {
  ENOSPC: 'file.no-space',
  EDQUOT: 'file.no-space',
  EACCES: 'file.not-allowed',
  EPERM: 'file.not-allowed',
  EROFS: 'file.not-allowed',
}

/**
 * Writes a file for its owner only (0600), all of it or none: under another name in the same
 * folder first, which becomes the file once all of it is on the disk. `next` gives the text piece
 * by piece (text is written in UTF-8), and null at its end. Nowhere in the folder `own`: what is
 * there is the program's, the open vault above all, and a file chooser lets anything be replaced.
 */
export async function saveFile(
  path: string,
  own: string,
  next: () => Promise<Result<string | Uint8Array | null>>,
): Promise<Result<void>> {
  // no longer than any name may be, however long the other one is
  const part = join(dirname(path), `.keyglot-${randomBytes(6).toString('hex')}.part`)
  try {
    if (await isWithin(dirname(path), own)) return err(appError('file.own-folder'))
    const written = await writePart(part, next)
    if (written.ok) await rename(part, path)
    return written
  } catch (error) {
    return err(appError(codeOf(error)))
  } finally {
    await rm(part, { force: true }).catch(() => undefined)
  }
}

/** Under their real names, however they were written. */
async function isWithin(folder: string, own: string): Promise<boolean> {
  const way = relative(await realpath(own), await realpath(folder))
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)
}

async function writePart(
  part: string,
  next: () => Promise<Result<string | Uint8Array | null>>,
): Promise<Result<void>> {
  const file = await open(part, 'wx', 0o600)
  try {
    for (;;) {
      const piece = await next()
      if (!piece.ok) return piece
      if (piece.value === null) break
      await file.writeFile(piece.value)
    }
    await file.sync()
    return ok()
  } finally {
    await file.close()
  }
}

function codeOf(error: unknown): ErrorCode {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return CODES[code] ?? 'file.failed'
}
