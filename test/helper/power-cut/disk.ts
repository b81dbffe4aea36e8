import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import type { Event } from './trace'

/** What a disk may tear apart: a write reaches it in whole sectors, in any order. */
const SECTOR = 512

/** A change to the bytes of a file. */
type Change = { readonly at: number; readonly data: Buffer } | { readonly size: number }

class FileOnDisk {
  /** As of the last sync. */
  durable: Buffer = Buffer.alloc(0)
  /** Everything since. */
  changes: Change[] = []
  /** Where the next plain write goes. */
  end = 0

  now(): Buffer {
    return this.changes.reduce(changed, this.durable)
  }

  sync(): void {
    this.durable = this.now()
    this.changes = []
  }
}

type Entry = FileOnDisk | 'folder'
type Names = Map<string, Entry>

type NameEvent = Extract<Event, { do: 'folder' | 'create' | 'remove' | 'rename' }>

/** A change to the names in a folder. */
interface NameChange {
  readonly folder: string
  readonly apply: (names: Names) => unknown
}

/** What of the changes that were not synchronized is on disk after the power is back. */
export interface Cut {
  /** How many of the changes to names, which a file system keeps in their order. */
  readonly names: (pending: number) => number
  /** Whether this sector of this change is. */
  readonly sector: () => boolean
}

/** The strictest disk that is allowed: what was not synchronized is not there. */
export const STRICT: Cut = { names: () => 0, sector: () => false }
/** No cut at all: what another process sees after a kill. */
export const KILLED: Cut = { names: (pending) => pending, sector: () => true }

/** What is to be restored, and what of it as it is now, as if it had been synchronized. */
export interface Restored {
  readonly wanted: (path: string) => boolean
  readonly always: (path: string) => boolean
}

/** A folder as a process changes it, and as a power cut at any moment may leave it. */
export class Disk {
  readonly #root: string
  readonly #now: Names = new Map()
  readonly #durable: Names = new Map()
  #pending: NameChange[] = []

  constructor(root: string) {
    this.#root = root
  }

  apply(event: Event): void {
    switch (event.do) {
      case 'say':
        break
      case 'write':
        this.#write(event)
        break
      case 'truncate':
        this.#file(event.path).changes.push({ size: event.size })
        break
      case 'sync':
        this.#sync(event.path)
        break
      default:
        this.#name(event)
    }
  }

  /** Names that are there now count as durable, with what is in them: the state before the process. */
  settle(): void {
    this.#pending.splice(0).forEach(({ apply }) => apply(this.#durable))
    for (const file of this.#now.values()) if (file !== 'folder') file.sync()
  }

  /** Writes what is left of some files after a cut to another folder. */
  restore(folder: string, cut: Cut, of: Restored): void {
    const left: Names = new Map(this.#durable)
    this.#pending.slice(0, cut.names(this.#pending.length)).forEach(({ apply }) => apply(left))
    for (const [path, entry] of this.#now) if (of.always(path)) left.set(path, entry)
    // what stands in a folder that is not there is not there either
    const reached = (path: string): boolean =>
      path === this.#root || (left.has(path) && reached(dirname(path)))
    for (const [path, entry] of [...left].sort(([a], [b]) => a.length - b.length)) {
      if (!reached(path) || !of.wanted(path)) continue
      const target = join(folder, relative(this.#root, path))
      if (entry === 'folder') mkdirSync(target, { recursive: true, mode: 0o700 })
      else
        writeFileSync(target, of.always(path) ? entry.now() : remains(entry, cut), { mode: 0o600 })
    }
  }

  #write(event: Extract<Event, { do: 'write' }>): void {
    const file = this.#file(event.path)
    const at = event.at === 'on' ? file.end : event.at
    if (event.at === 'on') file.end = at + event.data.length
    file.changes.push({ at, data: event.data })
  }

  #sync(path: string): void {
    const entry = this.#now.get(path)
    if (entry instanceof FileOnDisk) {
      entry.sync()
      return
    }
    const here = this.#pending.filter(({ folder }) => folder === path)
    here.forEach(({ apply }) => apply(this.#durable))
    this.#pending = this.#pending.filter(({ folder }) => folder !== path)
  }

  #name(event: NameEvent): void {
    const apply = renaming(event, this.#now)
    apply(this.#now)
    this.#pending.push({ folder: dirname(event.path), apply })
  }

  #file(path: string): FileOnDisk {
    const entry = this.#now.get(path)
    if (entry instanceof FileOnDisk) return entry
    throw new Error(`${path} was never made`)
  }
}

function renaming(event: NameEvent, now: Names): NameChange['apply'] {
  const { path } = event
  const known = now.get(path)
  switch (event.do) {
    case 'remove':
      return (names) => names.delete(path)
    case 'rename':
      return (names) => {
        names.delete(path)
        if (known !== undefined) names.set(event.to, known)
      }
    case 'folder':
      return (names) => names.set(path, 'folder')
    case 'create': {
      // opening what is there makes nothing
      const file = known ?? new FileOnDisk()
      return (names) => names.set(path, file)
    }
  }
}

function changed(before: Buffer, change: Change): Buffer {
  if ('size' in change) {
    return Buffer.concat([before.subarray(0, change.size)], change.size)
  }
  const after = Buffer.alloc(Math.max(before.length, change.at + change.data.length))
  before.copy(after)
  change.data.copy(after, change.at)
  return after
}

function remains(file: FileOnDisk, cut: Cut): Buffer {
  return file.changes.reduce((bytes, change) => {
    if ('size' in change) return cut.sector() ? changed(bytes, change) : bytes
    return sectors(change).reduce((now, each) => (cut.sector() ? changed(now, each) : now), bytes)
  }, file.durable)
}

/** A write in the pieces that a disk keeps or loses as a whole. */
function sectors({ at, data }: { at: number; data: Buffer }): { at: number; data: Buffer }[] {
  const pieces: { at: number; data: Buffer }[] = []
  for (let done = 0; done < data.length;) {
    const size = Math.min(SECTOR - ((at + done) % SECTOR), data.length - done)
    pieces.push({ at: at + done, data: data.subarray(done, done + size) })
    done += size
  }
  return pieces
}
