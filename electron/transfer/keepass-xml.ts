import { SaxesParser } from 'saxes'
import { EntryDraft, type ForeignEntry } from './entry'
import { atLine, damaged, tooMany, Unreadable } from './failure'
import { withOwn } from './keepass-own'
import { DEPTH_MAX, ENTRIES_MAX } from './limit'
import { breath } from './pause'

/** Undoes the inner stream cipher of a KDBX file: it goes on from value to value in their order. */
export type Unprotect = (bytes: Uint8Array) => Uint8Array

/** How much of a document is read before others have their turn. */
const PIECE = 64 * 1024

/** Seconds from the year 1, from which KDBX 4 counts, to 1970. */
const YEAR_ONE = 62_135_596_800

const ONE_TIME_CODE = /^(?:otp$|TOTP (?:Seed|Settings)$|TimeOtp-|HmacOtp-)/
const PASSKEY = /^KPEX_PASSKEY_/
const REFERENCE = /\{REF:[TUPANI]@/

interface Group {
  name: string
  isBin: boolean
}

interface Element {
  readonly name: string
  readonly isProtected: boolean
  readonly isHidden: boolean
  text: string
}

/**
 * The entries of a KeePass 2 XML document, as it is exported and as it lies in a KDBX file: the same
 * but for protected values and dates. Strict XML without a document type; history and attachments
 * are passed over. `headerHash`: what the document has to say of its header, where it says anything
 * (KDBX 3, whose header is not proved otherwise).
 */
export async function readKeePassXml(
  text: string,
  unprotect: Unprotect | null,
  headerHash: string | null = null,
): Promise<ForeignEntry[]> {
  const document = new Document(unprotect, headerHash)
  const parser = new SaxesParser({ xmlns: false, position: true })
  parser.on('error', () => {
    throw new Unreadable(unprotect === null ? atLine(parser.line) : damaged())
  })
  parser.on('doctype', () => {
    throw new Unreadable(damaged())
  })
  parser.on('opentag', ({ name, attributes }) => document.open(name, attributes))
  parser.on('text', (piece) => document.text(piece))
  parser.on('cdata', (piece) => document.text(piece))
  parser.on('closetag', () => document.close())
  const turn = breath()
  for (let at = 0; at < text.length; at += PIECE) {
    parser.write(text.slice(at, at + PIECE))
    await turn()
  }
  parser.close()
  return document.entries()
}

const isTrue = (value: string | undefined): boolean => value?.toLowerCase() === 'true'

class Document {
  readonly #unprotect: Unprotect | null
  readonly #headerHash: string | null
  readonly #open: Element[] = []
  readonly #groups: Group[] = []
  readonly #entries: ForeignEntry[] = []
  #bin: string | null = null
  #hasRoot = false
  #entry: EntryDraft | null = null
  /** How many `History` elements are open: what is in them is the past of an entry. */
  #history = 0
  #pair = { key: '', value: '', isProtected: false }
  #expiry: number | null = null
  #expires = false

  constructor(unprotect: Unprotect | null, headerHash: string | null) {
    this.#unprotect = unprotect
    this.#headerHash = headerHash
  }

  entries(): ForeignEntry[] {
    if (!this.#hasRoot) throw new Unreadable(damaged())
    return this.#entries
  }

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    const parent = this.#open.at(-1)?.name
    if (this.#open.length === 0 && name !== 'KeePassFile') throw new Unreadable(damaged())
    if (this.#open.length >= DEPTH_MAX) throw new Unreadable(damaged())
    const isProtected = isTrue(attributes['Protected'])
    const isHidden = isProtected || isTrue(attributes['ProtectInMemory'])
    this.#open.push({ name, isProtected, isHidden, text: '' })
    if (name === 'Root') this.#hasRoot = true
    if (name === 'History') this.#history++
    if (name === 'Group') this.#groups.push({ name: '', isBin: false })
    if (name === 'String') this.#pair = { key: '', value: '', isProtected: false }
    if (name !== 'Entry') return
    if (this.#history > 0) this.#entry?.leave('history')
    else if (parent === 'Group') this.#begin()
    else throw new Unreadable(damaged())
  }

  text(piece: string): void {
    const element = this.#open.at(-1)
    if (element) element.text += piece
  }

  close(): void {
    const element = this.#open.pop()
    if (!element) throw new Unreadable(damaged())
    const parent = this.#open.at(-1)?.name ?? ''
    // also where the value is not wanted: the cipher goes on through all of them
    const text = element.isProtected ? this.#clear(element.text) : element.text
    if (element.name === 'History') this.#history--
    else if (this.#history === 0) this.#take({ ...element, text }, parent)
  }

  #clear(base64: string): string {
    if (this.#unprotect === null || base64 === '') return base64
    const bytes = this.#unprotect(Buffer.from(base64, 'base64'))
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    } catch {
      throw new Unreadable(damaged())
    }
  }

  #begin(): void {
    if (this.#entries.length >= ENTRIES_MAX) throw new Unreadable(tooMany())
    this.#entry = new EntryDraft()
    // the outermost group is the database itself
    this.#entry.folder = this.#groups.slice(1).map(({ name }) => name)
    if (this.#groups.some(({ isBin }) => isBin)) this.#entry.state = 'deleted'
  }

  #take({ name, text, isHidden }: Element, parent: string): void {
    const group = this.#groups.at(-1)
    if (parent === 'Meta' && name === 'RecycleBinUUID') this.#bin = text.trim()
    if (parent === 'Meta' && name === 'HeaderHash' && this.#headerHash !== null) {
      if (text.trim() !== this.#headerHash) throw new Unreadable(damaged())
    }
    if (name === 'Group') this.#groups.pop()
    else if (parent === 'Group' && group && name === 'Name') group.name = text.slice(0, 500)
    else if (parent === 'Group' && group && name === 'UUID') {
      group.isBin = this.#bin !== null && this.#bin === text.trim()
    } else if (name === 'Entry') this.#finish()
    else if (parent === 'String' && name === 'Key') this.#pair.key = text
    else if (parent === 'String' && name === 'Value') {
      this.#pair.value = text
      this.#pair.isProtected = isHidden
    } else if (name === 'String' && parent === 'Entry') this.#field()
    else if (this.#entry) this.#about(this.#entry, name, { parent, text })
  }

  #about(
    entry: EntryDraft,
    name: string,
    { parent, text }: { readonly parent: string; readonly text: string },
  ): void {
    if (parent === 'Entry' && name === 'Tags') entry.tags(text.split(/[;,]/))
    if (parent === 'Entry' && name === 'Binary') entry.leave('attachment')
    if (parent !== 'Times') return
    if (name === 'CreationTime') entry.time('createdAt', instantOf(text))
    if (name === 'LastModificationTime') entry.time('modifiedAt', instantOf(text))
    if (name === 'ExpiryTime') this.#expiry = instantOf(text)
    if (name === 'Expires' && isTrue(text.trim())) this.#expires = true
  }

  #finish(): void {
    const entry = this.#entry
    if (!entry) throw new Unreadable(damaged())
    // a date stands there in any case; only the mark says whether it holds
    if (this.#expires) entry.time('expiresAt', this.#expiry)
    this.#entries.push(withOwn(entry.done()))
    this.#entry = null
    this.#expiry = null
    this.#expires = false
  }

  #field(): void {
    const { key, value, isProtected } = this.#pair
    const entry = this.#entry
    if (!entry) throw new Unreadable(damaged())
    if (key === 'Title') entry.text('title', value)
    else if (key === 'UserName') entry.text('username', value)
    else if (key === 'URL') entry.text('url', value)
    else if (key === 'Notes') entry.text('notes', value)
    else if (key === 'Password') {
      entry.password(value)
      if (REFERENCE.test(value)) entry.leave('reference')
    } else if (ONE_TIME_CODE.test(key)) entry.leave('one-time-code')
    else if (PASSKEY.test(key)) entry.leave('passkey')
    else entry.field(key, value, isProtected)
  }
}

/** ISO 8601 as in KDBX 3 and XML, or the seconds of KDBX 4 as 8 bytes in base64; else no date. */
function instantOf(text: string): number | null {
  const trimmed = text.trim()
  if (trimmed === '') return null
  if (/^\d{4}-/.test(trimmed)) return Date.parse(trimmed)
  const bytes = Buffer.from(trimmed, 'base64')
  if (bytes.length !== 8) return Number.NaN
  return (Number(bytes.readBigInt64LE()) - YEAR_ONE) * 1000
}
