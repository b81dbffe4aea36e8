import { sealAge } from '../../../electron/transfer/age'
import { transferFormats } from '../../../electron/transfer/formats'
import { writeKdbx } from '../../../electron/transfer/kdbx-write'
import { writeOwnJson } from '../../../electron/transfer/own-json'
import type { TransferFormats } from '../../../electron/transfer/port'

/** The formats with keys that are quick to derive: what they cost is tested where they are. */
export const quickFormats: TransferFormats = {
  ...transferFormats,
  write: (format, tokens, options) => {
    const { passphrase, now } = options
    if (format === 'age') return sealAge(writeOwnJson(tokens, now), passphrase, 1)
    const work = { memoryKib: 8, passes: 1, parallelism: 1 }
    if (format === 'kdbx') return writeKdbx(tokens, passphrase, { now, work })
    return transferFormats.write(format, tokens, options)
  },
}
