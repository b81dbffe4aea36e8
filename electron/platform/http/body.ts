import { pipeline, type Readable, type Transform } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import { appError } from '../../../shared/error'
import { err, ok, type Result } from '../../../shared/result'

/**
 * Reads a body to its end, decompressing as it comes. Stops with `http.too-large` at the first
 * byte above `max`, counted after decompression: a few kilobytes can unpack to gigabytes.
 * An unknown encoding is `http.not-json`. Throws what the network throws. The caller wipes the bytes.
 */
export async function readBody(
  body: Readable,
  encoding: string | null,
  max: number,
): Promise<Result<Uint8Array>> {
  const decoded = decode(body, encoding)
  if (decoded === null) {
    discard(body)
    return err(appError('http.not-json'))
  }
  const pieces: Uint8Array[] = []
  let size = 0
  try {
    for await (const piece of decoded as AsyncIterable<Uint8Array>) {
      pieces.push(piece)
      size += piece.length
      if (size > max) {
        discard(body)
        return err(appError('http.too-large'))
      }
    }
    return ok(Buffer.concat(pieces, size))
  } finally {
    // some platforms list values in clear
    for (const piece of pieces) piece.fill(0)
  }
}

/** Drops a body unread, and its connection with it. */
export function discard(body: Readable): void {
  body.on('error', () => undefined)
  body.destroy()
}

function decode(body: Readable, encoding: string | null): Readable | null {
  const transform = decoderFor(encoding?.trim().toLowerCase() ?? '')
  if (transform === null) return null
  if (transform === 'none') return body
  // errors reach the reader through the transform, which the pipeline destroys with them
  return pipeline(body, transform, () => undefined)
}

function decoderFor(encoding: string): Transform | 'none' | null {
  switch (encoding) {
    case '':
    case 'identity':
      return 'none'
    case 'gzip':
    case 'x-gzip':
      return createGunzip()
    case 'deflate':
      return createInflate()
    case 'br':
      return createBrotliDecompress()
    default:
      return null
  }
}
