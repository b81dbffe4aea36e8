import type { TransferFormats } from '../transfer/port'

/** The formats of files, with all their libraries, are loaded when the first file is chosen. */
export function lazyFormats(): TransferFormats {
  const load = async (): Promise<TransferFormats> =>
    (await import('../transfer/formats')).transferFormats
  return {
    recognize: async (bytes) => (await load()).recognize(bytes),
    read: async (bytes, options) => (await load()).read(bytes, options),
    write: async (format, tokens, options) => (await load()).write(format, tokens, options),
  }
}
