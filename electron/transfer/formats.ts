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
import { onePuxDataOf, readOnePuxData } from './onepux'
import { writeOwnCsv } from './own-csv'
import { isOwnJson, readOwnJson, writeOwnJson } from './own-json'
import type { ReadOptions, Recognition, TransferFormats } from './port'
import { jsonOf, looksLikeText, textOf } from './text'
import { isZip } from './zip'

/** Every format, behind one port. What a file is follows from its content, never from its name. */
export const transferFormats: TransferFormats = {
  recognize: (bytes) => reading(async () => (await known(bytes)).recognition),

  async read(bytes, options) {
    const entries = await reading(async () => read(await known(bytes), options))
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

/** What a file is, with what was made of it to see that: taken apart once, however large it is. */
type Known = { readonly recognition: Recognition } & (
  | { readonly as: 'bytes' | 'archive'; readonly content: Uint8Array }
  | { readonly as: 'json'; readonly content: unknown }
  | { readonly as: 'text'; readonly content: string }
)

const plain = (format: Format, needsPassword = false): Recognition => ({
  ...{ format, needsPassword },
  columns: null,
})

async function known(bytes: Uint8Array): Promise<Known> {
  if (bytes.length === 0) throw new Unreadable(appError('import.empty'))
  if (bytes.length > FILE_MAX) throw new Unreadable(fileTooLarge())
  if (isAge(bytes)) return { recognition: plain('age', true), as: 'bytes', content: bytes }
  const keePass = isKeePassFile(bytes)
  if (keePass === 'kdb') throw new Unreadable(unsupported('kdb'))
  if (keePass === 'kdbx') return { recognition: plain('kdbx', true), as: 'bytes', content: bytes }
  if (isZip(bytes)) {
    const content = await onePuxDataOf(bytes)
    if (content !== null) return { recognition: plain('1pux'), as: 'archive', content }
    throw new Unreadable(appError('import.unknown'))
  }
  if (!looksLikeText(bytes)) throw new Unreadable(appError('import.unknown'))
  return knownText(textOf(bytes))
}

async function knownText(content: string): Promise<Known> {
  const start = /\S/.exec(content)?.[0]
  if (start === '<') {
    if (/<KeePassFile[\s>]/.test(content.trimStart().slice(0, 4096))) {
      return { recognition: plain('keepass-xml'), as: 'text', content }
    }
    throw new Unreadable(appError('import.unknown'))
  }
  if (start === '{') return knownJson(await jsonOf(content))
  const table = csvOf(content)
  if (!table) throw new Unreadable(appError('import.unknown'))
  const { format, columns } = table
  const recognition = plain(format)
  if (format === 'keyglot-csv') return { recognition, as: 'text', content }
  const told = { ...recognition, columns: { names: columns, guess: guessMapping(columns) } }
  return { recognition: told, as: 'text', content }
}

function knownJson(content: unknown): Known {
  if (isOwnJson(content)) return { recognition: plain('keyglot-json'), as: 'json', content }
  const bitwarden = bitwardenOf(content)
  if (bitwarden === 'account') throw new Unreadable(unsupported('account'))
  if (bitwarden === null) throw new Unreadable(appError('import.unknown'))
  const sealed = bitwarden === 'password'
  const recognition = plain(sealed ? 'bitwarden-encrypted' : 'bitwarden', sealed)
  return { recognition, as: 'json', content }
}

async function read(file: Known, { password, mapping }: ReadOptions): Promise<ForeignEntry[]> {
  const { format } = file.recognition
  if (file.as === 'archive') return readOnePuxData(file.content)
  if (file.as === 'text') {
    return format === 'keepass-xml'
      ? readKeePassXml(file.content, null)
      : readCsv(file.content, mapping)
  }
  if (file.as === 'json' && format === 'keyglot-json') return readOwnJson(file.content)
  if (file.as === 'json' && format === 'bitwarden') return readBitwarden(file.content)
  if (password === null || password === '') throw new Unreadable(needsPassword())
  if (file.as === 'json') return readBitwarden(await openBitwarden(file.content, password))
  if (format === 'kdbx') return openKdbx(file.content, password)
  const clear = await openAge(file.content, password)
  try {
    return await readInner(clear, mapping)
  } finally {
    clear.fill(0)
  }
}

/** What lies in an age file: our own export, or any file that is read without a password. */
async function readInner(
  clear: Uint8Array,
  mapping: ReadOptions['mapping'],
): Promise<ForeignEntry[]> {
  const inner = await known(clear)
  if (inner.recognition.needsPassword) throw new Unreadable(unsupported('variant'))
  return read(inner, { password: null, mapping })
}
