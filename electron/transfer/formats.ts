import { appError } from '../../shared/error'
import type { Format } from '../../shared/model/transfer-list'
import { err } from '../../shared/result'
import { isAge, openAge, sealAge } from './age'
import { bitwardenOf, readBitwarden } from './bitwarden'
import { openBitwarden } from './bitwarden-seal'
import { csvOf, readCsv } from './csv'
import { guessMapping } from './csv-mapping'
import type { ForeignEntry } from './entry'
import { fileTooLarge, needsPassword, reading, Unreadable, unsupported } from './failure'
import { isKeePassFile, openKdbx } from './kdbx-open'
import { writeKdbx } from './kdbx-write'
import { readKeePassXml } from './keepass-xml'
import { FILE_MAX } from './limit'
import { hasOnePuxData, readOnePux } from './onepux'
import { writeOwnCsv } from './own-csv'
import { isOwnJson, readOwnJson, writeOwnJson } from './own-json'
import type { ReadOptions, Recognition, TransferFormats } from './port'
import { jsonOf, looksLikeText, textOf } from './text'
import { isZip } from './zip'

/** Every format, behind one port. What a file is follows from its content, never from its name. */
export const transferFormats: TransferFormats = {
  recognize: (bytes) => reading(() => recognize(bytes)),

  async read(bytes, options) {
    const entries = await reading(async () => {
      const { format } = await recognize(bytes)
      return read(bytes, format, options)
    })
    if (!entries.ok || entries.value.length > 0) return entries
    return err(appError('import.empty'))
  },

  async write(format, tokens, { passphrase, now }) {
    switch (format) {
      case 'json':
        return writeOwnJson(tokens, now)
      case 'csv':
        return writeOwnCsv(tokens)
      case 'age': {
        const clear = writeOwnJson(tokens, now)
        const sealed = await sealAge(clear, passphrase)
        clear.fill(0)
        return sealed
      }
      case 'kdbx':
        return writeKdbx(tokens, passphrase, { now })
    }
  },
}

const known = (format: Format, needs = false): Recognition => ({
  format,
  needsPassword: needs,
  columns: null,
})

async function recognize(bytes: Uint8Array): Promise<Recognition> {
  if (bytes.length === 0) throw new Unreadable(appError('import.empty'))
  if (bytes.length > FILE_MAX) throw new Unreadable(fileTooLarge())
  if (isAge(bytes)) return known('age', true)
  const keePass = isKeePassFile(bytes)
  if (keePass === 'kdb') throw new Unreadable(unsupported('kdb'))
  if (keePass === 'kdbx') return known('kdbx', true)
  if (isZip(bytes)) {
    if (await hasOnePuxData(bytes)) return known('1pux')
    throw new Unreadable(appError('import.unknown'))
  }
  if (!looksLikeText(bytes)) throw new Unreadable(appError('import.unknown'))
  return recognizeText(textOf(bytes))
}

function recognizeText(text: string): Recognition {
  const start = text.trimStart()
  if (start.startsWith('<')) {
    if (/<KeePassFile[\s>]/.test(start.slice(0, 4096))) return known('keepass-xml')
    throw new Unreadable(appError('import.unknown'))
  }
  if (start.startsWith('{')) {
    const value = jsonOf(text)
    if (isOwnJson(value)) return known('keyglot-json')
    const bitwarden = bitwardenOf(value)
    if (bitwarden === 'account') throw new Unreadable(unsupported('account'))
    if (bitwarden === 'password') return known('bitwarden-encrypted', true)
    if (bitwarden === 'plain') return known('bitwarden')
    throw new Unreadable(appError('import.unknown'))
  }
  const table = csvOf(text)
  if (!table) throw new Unreadable(appError('import.unknown'))
  const { format, columns } = table
  if (format === 'keyglot-csv') return known(format)
  return { ...known(format), columns: { names: columns, guess: guessMapping(columns) } }
}

async function read(
  bytes: Uint8Array,
  format: Format,
  { password, mapping }: ReadOptions,
): Promise<ForeignEntry[]> {
  const given = (): string => {
    if (password === null || password === '') throw new Unreadable(needsPassword())
    return password
  }
  switch (format) {
    case 'age': {
      const clear = await openAge(bytes, given())
      const entries = await readInner(clear, mapping)
      clear.fill(0)
      return entries
    }
    case 'kdbx':
      return openKdbx(bytes, given())
    case '1pux':
      return readOnePux(bytes)
    case 'bitwarden-encrypted':
      return readBitwarden(await openBitwarden(jsonOf(textOf(bytes)), given()))
    case 'bitwarden':
    case 'keepass-xml':
    case 'keepass-csv':
    case 'keepassxc-csv':
    case 'keyglot-json':
    case 'keyglot-csv':
    case 'csv':
      return readText(textOf(bytes), format, mapping)
  }
}

function readText(text: string, format: Format, mapping: ReadOptions['mapping']): ForeignEntry[] {
  if (format === 'keepass-xml') return readKeePassXml(text, null)
  if (format === 'bitwarden') return readBitwarden(jsonOf(text))
  if (format === 'keyglot-json') return readOwnJson(jsonOf(text))
  return readCsv(text, mapping)
}

/** What lies in an age file: our own export, or any file that is read without a password. */
async function readInner(
  clear: Uint8Array,
  mapping: ReadOptions['mapping'],
): Promise<ForeignEntry[]> {
  const { format, needsPassword: sealed } = await recognize(clear)
  if (sealed) throw new Unreadable(unsupported('variant'))
  return read(clear, format, { password: null, mapping })
}
