import { constants, open, type FileHandle } from 'node:fs/promises'
import { appError } from '../../shared/error'
import { err, ok, type Result } from '../../shared/result'

const MEGABYTE = 1024 * 1024
/** Without the second the opening of a pipe would wait for somebody who writes. */
const READ = constants.O_RDONLY | (process.platform === 'win32' ? 0 : constants.O_NONBLOCK)

/** A whole file, if it is one, and has no more bytes than `max`: `file.unreadable`, `import.too-large`. */
export async function readWhole(path: string, max: number): Promise<Result<Uint8Array>> {
  try {
    const file = await open(path, READ)
    try {
      const { size } = await file.stat().then((stat) => (stat.isFile() ? stat : { size: null }))
      // a device or a pipe may never end
      if (size === null) return err(appError('file.unreadable'))
      if (size > max) {
        return err(appError('import.too-large', { megabytes: Math.floor(max / MEGABYTE) }))
      }
      const bytes = await readAll(file, size)
      return bytes === null ? err(appError('file.unreadable')) : ok(bytes)
    } finally {
      await file.close()
    }
  } catch {
    return err(appError('file.unreadable'))
  }
}

/** null: it has another length than it said, because somebody writes it, or because it never ends. */
async function readAll(file: FileHandle, size: number): Promise<Buffer | null> {
  // one more than there should be tells whether it goes on
  const bytes = Buffer.alloc(size + 1)
  for (let at = 0; at <= size;) {
    const { bytesRead } = await file.read(bytes, at, bytes.length - at)
    if (bytesRead === 0) return at === size ? bytes.subarray(0, size) : null
    at += bytesRead
  }
  bytes.fill(0)
  return null
}
