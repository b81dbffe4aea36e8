import { dirname } from 'node:path'

/** What a process did to files, and what it said on its standard output, in this order. */
export type Event =
  | {
      readonly do: 'write'
      readonly path: string
      readonly at: number | 'on'
      readonly data: Buffer
    }
  | { readonly do: 'truncate'; readonly path: string; readonly size: number }
  | { readonly do: 'sync'; readonly path: string }
  | { readonly do: 'folder' | 'create' | 'remove'; readonly path: string }
  | { readonly do: 'rename'; readonly path: string; readonly to: string }
  | { readonly do: 'say'; readonly text: string }

/** The system calls that change files, or make changes durable; each has to be in `READERS`. */
export const CALLS = [
  ...['openat', 'mkdir', 'pwrite64', 'write', 'ftruncate', 'fsync', 'fdatasync'],
  ...['unlink', 'unlinkat', 'rename', 'renameat', 'renameat2', 'rmdir'],
  // nothing does these to a vault; if anything begins to, the replay has to learn it
  ...['pwritev', 'pwritev2', 'writev', 'truncate', 'fallocate', 'link', 'linkat', 'symlink'],
  ...['symlinkat', 'mkdirat', 'copy_file_range', 'sendfile', 'sync_file_range', 'msync'],
] as const

const TEXT = /"((?:\\x[0-9a-f]{2})*)"/g
const FILE = /^(\d+)<((?:\\x[0-9a-f]{2})*)>(\(deleted\))?/

/** One call of the trace, its arguments still as strace wrote them. */
interface Call {
  readonly name: string
  readonly args: string
  readonly result: string
  /** Of the thread that the program began with; only that one says something. */
  readonly first: boolean
}

/**
 * Reads what `strace -f -y -xx` wrote. What is not under `root` is left out; what is and cannot be
 * read throws, since a replay that leaves something out proves nothing.
 */
export function readTrace(text: string, root: string): Event[] {
  const events: Event[] = []
  for (const call of callsIn(text)) {
    if (call.result.startsWith('-') || call.result.startsWith('?')) continue
    const found = eventsOf(call, root)
    if (found === null) throw new Error(`Cannot replay ${call.name}(${call.args.slice(0, 300)})`)
    events.push(...found)
  }
  return events
}

/** A call that another thread interrupted stands in two lines; it counts where it ends. */
function* callsIn(text: string): Generator<Call> {
  const begun = new Map<string, string>()
  const main = /^\d+/.exec(text)?.[0]
  for (const line of text.split('\n')) {
    const [, thread = '', rest = ''] = /^(\d+) +(.*)$/.exec(line) ?? []
    const unfinished = rest.endsWith(' <unfinished ...>')
    if (unfinished) {
      begun.set(thread, rest.slice(0, -' <unfinished ...>'.length))
      continue
    }
    const resumed = /^<\.\.\. \w+ resumed>/.exec(rest)
    const whole = resumed ? `${begun.get(thread) ?? ''}${rest.slice(resumed[0].length)}` : rest
    const end =
      whole.lastIndexOf(') = ') >= 0 ? whole.lastIndexOf(') = ') : whole.lastIndexOf(')  ')
    const open = whole.indexOf('(')
    if (end < 0 || open < 0) continue
    yield {
      name: whole.slice(0, open),
      args: whole.slice(open + 1, end),
      result: whole.slice(whole.indexOf('=', end) + 1).trim(),
      first: thread === main,
    }
  }
}

type Reader = (call: Call) => readonly Event[] | null

const READERS: Readonly<Record<string, Reader>> = {
  pwrite64: (call) => {
    const [, size, at] = /, (\d+), (\d+)$/.exec(call.args) ?? []
    return written(call, Number(size), Number(at))
  },
  write: (call) => {
    const [, size] = /, (\d+)$/.exec(call.args) ?? []
    if (isSaid(call)) return [{ do: 'say', text: dataOf(call).toString('utf8') }]
    return written(call, Number(size), 'on')
  },
  ftruncate: (call) => {
    const size = Number(/, (\d+)$/.exec(call.args)?.[1])
    return [{ do: 'truncate', path: fileOf(call), size }]
  },
  fsync: (call) => [{ do: 'sync', path: fileOf(call) }],
  fdatasync: (call) => [{ do: 'sync', path: fileOf(call) }],
  openat: (call) => {
    const path = pathsOf(call)[0] ?? ''
    const made: Event[] = call.args.includes('O_CREAT') ? [{ do: 'create', path }] : []
    if (call.args.includes('O_APPEND') && call.args.includes('O_CREAT')) return null
    return call.args.includes('O_TRUNC') ? [...made, { do: 'truncate', path, size: 0 }] : made
  },
  mkdir: (call) => [{ do: 'folder', path: pathsOf(call)[0] ?? '' }],
  rmdir: (call) => [{ do: 'remove', path: pathsOf(call)[0] ?? '' }],
  unlink: (call) => [{ do: 'remove', path: pathsOf(call)[0] ?? '' }],
  unlinkat: (call) => [{ do: 'remove', path: pathsOf(call)[0] ?? '' }],
  rename: (call) => renamed(call),
  renameat: (call) => renamed(call),
  renameat2: (call) => renamed(call),
}

function eventsOf(call: Call, root: string): readonly Event[] | null {
  const isOurs = (path: string) => path === root || path.startsWith(`${root}/`)
  const says = isSaid(call)
  const paths = [...pathsOf(call), fileOf(call)]
  if (!says && !paths.some(isOurs)) return []
  // what goes to a file without a name is never seen again
  if (FILE.exec(call.args)?.[3] !== undefined) return []
  return READERS[call.name]?.(call) ?? null
}

function isSaid({ name, args, first }: Call): boolean {
  return first && name === 'write' && args.startsWith('1<')
}

function written(call: Call, size: number, at: number | 'on'): readonly Event[] | null {
  const data = dataOf(call)
  // a cut argument, or a call that did less than it was asked to
  if (data.length !== size || Number(call.result) !== size) return null
  return [{ do: 'write', path: fileOf(call), at, data }]
}

function renamed(call: Call): readonly Event[] | null {
  const [path, to] = pathsOf(call)
  if (path === undefined || to === undefined || dirname(path) !== dirname(to)) return null
  return [{ do: 'rename', path, to }]
}

/** The text arguments; only the first of a write is data, and that is not asked for here. */
function pathsOf({ name, args }: Call): string[] {
  if (name === 'pwrite64' || name === 'write') return []
  return Array.from(args.matchAll(TEXT), ([, hex = '']) => bytesOf(hex).toString('utf8'))
}

function dataOf({ args }: Call): Buffer {
  const start = args.indexOf(', "') + 3
  return bytesOf(args.slice(start, args.indexOf('"', start)))
}

/** The path of the open file that a call is about; '' if it is about none. */
function fileOf({ args }: Call): string {
  return bytesOf(FILE.exec(args)?.[2] ?? '').toString('utf8')
}

function bytesOf(hex: string): Buffer {
  return Buffer.from(hex.replaceAll('\\x', ''), 'hex')
}
