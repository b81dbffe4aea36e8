import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

/** A line of /proc/PID/stat, as far as it is used here. */
export interface ProcessStat {
  readonly pid: number
  readonly parent: number
  readonly session: number
  /** Processor time used so far, in clock ticks (10 ms). */
  readonly ticks: number
}

/** Reads /proc/PID/stat; the program's name in brackets may itself hold spaces and brackets. */
export function parseStat(text: string): ProcessStat {
  const open = text.indexOf('(')
  const rest = text.slice(text.lastIndexOf(')') + 2).split(' ')
  const field = (at: number): number => Number(rest[at - 3])
  return {
    pid: Number(text.slice(0, open)),
    parent: field(4),
    session: field(6),
    ticks: field(14) + field(15),
  }
}

/** The proportional set size of /proc/PID/smaps_rollup in KiB: shared pages count in parts. */
export function parsePss(text: string): number {
  const found = /^Pss:\s+(\d+) kB$/m.exec(text)
  if (found === null) throw new Error('smaps_rollup has no Pss')
  return Number(found[1])
}

/** A process may end between being listed and being read. */
function orNothing<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ESRCH') return undefined
    throw error
  }
}

function allProcesses(): ProcessStat[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      const text = orNothing(() => readFileSync(`/proc/${name}/stat`, 'latin1'))
      return text === undefined ? [] : [parseStat(text)]
    })
}

/** `root`, its descendants, and whoever is in the session that it leads. */
export function treeOf(root: number, all: readonly ProcessStat[]): ProcessStat[] {
  const inside = new Set([root])
  for (let size = 0; size !== inside.size;) {
    size = inside.size
    for (const { pid, parent } of all) if (inside.has(parent)) inside.add(pid)
  }
  return all.filter(({ pid, session }) => inside.has(pid) || session === root)
}

/** Processor time that the tree has used so far, in milliseconds. */
export function processorTime(root: number): number {
  return treeOf(root, allProcesses()).reduce((sum, { ticks }) => sum + ticks * 10, 0)
}

/** Memory of the whole tree in MiB, as the sum of the proportional set sizes. */
export function memoryOf(root: number): number {
  const kib = treeOf(root, allProcesses()).reduce((sum, { pid }) => {
    const text = orNothing(() => readFileSync(`/proc/${pid}/smaps_rollup`, 'latin1'))
    return sum + (text === undefined ? 0 : parsePss(text))
  }, 0)
  return kib / 1024
}

/**
 * Processes outside the tree that run the same program file. They share its pages, so that each
 * seems to need less memory than it does alone.
 */
export function othersLike(root: number): number {
  const all = allProcesses()
  const mine = new Set(treeOf(root, all).map(({ pid }) => pid))
  const programOf = (pid: number): string | undefined => {
    try {
      return readlinkSync(`/proc/${pid}/exe`)
    } catch {
      return undefined // another user's process, or one that has ended
    }
  }
  const program = programOf(root)
  return all.filter(({ pid }) => !mine.has(pid) && programOf(pid) === program).length
}
