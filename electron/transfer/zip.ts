import { crc32, inflateRaw } from 'node:zlib'
import { damaged, unpacksTooLarge, Unreadable, unsupported } from './failure'
import { UNPACKED_MAX } from './limit'

/*
 * Just enough of "APPNOTE.TXT - .ZIP File Format Specification" 6.3 to take single files out of an
 * archive by its directory, each within a limit and held to its checksum, which the libraries that
 * were looked at do not do: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
 */
const LOCAL = 0x04034b50
const DIRECTORY = 0x02014b50
const END = 0x06054b50
const END_BYTES = 22
const DIRECTORY_BYTES = 46
const LOCAL_BYTES = 30
const COMMENT_MAX = 0xffff
/** A value that stands for one elsewhere (ZIP64). */
const ELSEWHERE = 0xffffffff
const FILES_MAX = 0xffff

const STORED = 0
const DEFLATED = 8
const ENCRYPTED = 1

interface Listed {
  readonly flags: number
  readonly method: number
  readonly checksum: number
  readonly packedSize: number
  readonly size: number
  readonly at: number
}

export function isZip(bytes: Uint8Array): boolean {
  return bytes.length >= END_BYTES && viewOf(bytes).getUint32(0, true) === LOCAL
}

/** One file of an archive; null: there is none of this name. */
export async function unzipOne(bytes: Uint8Array, name: string): Promise<Uint8Array | null> {
  const found = directoryOf(bytes).get(name)
  if (!found) return null
  const { flags, method, checksum, packedSize, size, at } = found
  if (flags & ENCRYPTED) throw new Unreadable(unsupported('variant'))
  if ([packedSize, size, at].includes(ELSEWHERE)) throw new Unreadable(unsupported('variant'))
  if (size > UNPACKED_MAX) throw new Unreadable(unpacksTooLarge())
  const view = viewOf(bytes)
  if (view.getUint32(at, true) !== LOCAL) throw new Unreadable(damaged())
  const start = at + LOCAL_BYTES + view.getUint16(at + 26, true) + view.getUint16(at + 28, true)
  const packed = bytes.subarray(start, start + packedSize)
  if (packed.length !== packedSize) throw new Unreadable(damaged())
  const content = method === STORED ? packed : await inflated(packed, method)
  if (content.length !== size || crc32(content) !== checksum) throw new Unreadable(damaged())
  return content
}

function directoryOf(bytes: Uint8Array): Map<string, Listed> {
  const view = viewOf(bytes)
  const end = endOf(view)
  const count = view.getUint16(end + 10, true)
  let at = view.getUint32(end + 16, true)
  if (at === ELSEWHERE || count === FILES_MAX) throw new Unreadable(unsupported('variant'))
  const files = new Map<string, Listed>()
  for (let i = 0; i < count; i++) {
    if (view.getUint32(at, true) !== DIRECTORY) throw new Unreadable(damaged())
    const nameLength = view.getUint16(at + 28, true)
    const name = Buffer.from(
      bytes.subarray(at + DIRECTORY_BYTES, at + DIRECTORY_BYTES + nameLength),
    )
    const text = name.toString('utf8')
    // two of one name: which of them counts would depend on who reads
    if (files.has(text)) throw new Unreadable(damaged())
    files.set(text, {
      flags: view.getUint16(at + 8, true),
      method: view.getUint16(at + 10, true),
      checksum: view.getUint32(at + 16, true),
      packedSize: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      at: view.getUint32(at + 42, true),
    })
    const beside = view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
    at += DIRECTORY_BYTES + nameLength + beside
  }
  return files
}

/** Where the end of the directory is told: the last place that says so. */
function endOf(view: DataView): number {
  const first = Math.max(0, view.byteLength - END_BYTES - COMMENT_MAX)
  for (let at = view.byteLength - END_BYTES; at >= first; at--) {
    if (view.getUint32(at, true) === END) return at
  }
  throw new Unreadable(damaged())
}

function inflated(packed: Uint8Array, method: number): Promise<Uint8Array> {
  if (method !== DEFLATED) throw new Unreadable(unsupported('variant'))
  return new Promise((resolve, reject) => {
    inflateRaw(packed, { maxOutputLength: UNPACKED_MAX }, (error, content) => {
      if (error === null) resolve(content)
      else {
        const tooLarge = 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE'
        reject(new Unreadable(tooLarge ? unpacksTooLarge() : damaged()))
      }
    })
  })
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
