import { readdirSync, readFileSync } from 'node:fs'
import type { KoffiFunc } from 'koffi'

/**
 * Keeps the memory of this process from others of the same user, where the system lets it: no core
 * dumps, no debugger. KeePassXC does the same ("src/core/Bootstrap.cpp"), and so does Bitwarden.
 */
type Call = KoffiFunc<(...args: unknown[]) => number>
type Outcome = Readonly<Record<string, boolean>>

// the same number on Linux and macOS: setrlimit(2)
const RLIMIT_CORE = 4
// prctl(2)
const PR_SET_DUMPABLE = 4
// ptrace(2) of macOS
const PT_DENY_ATTACH = 31
/** Two 64-bit numbers, now and at most: none. */
const NONE = Buffer.alloc(16)

let outcome: Outcome = {}

/** What was asked of the system, and whether it did it; empty before, and where nothing is known. */
export const processRules = (): Outcome => outcome

/**
 * Asks the system. Never throws: an app that cannot be kept from a debugger is still an app.
 * `undebuggable` is for packed builds: profilers and test drivers look into others.
 */
export async function hardenProcess(undebuggable: boolean): Promise<void> {
  const rules = RULES[process.platform]
  if (rules === undefined) return
  try {
    const { default: koffi } = await import('koffi')
    // null: what this process itself is linked with, which is the C library
    const library = koffi.load(null)
    const find = (signature: string): Call => library.func(signature) as Call
    outcome = rules(find, undebuggable)
  } catch {
    outcome = { library: false }
  }
}

type Rules = (find: (signature: string) => Call, undebuggable: boolean) => Outcome

const RULES: Readonly<Partial<Record<NodeJS.Platform, Rules>>> = {
  linux(find, undebuggable) {
    const prlimit = find('int prlimit(int pid, int resource, void *now, void *before)')
    const noDumps = (pid: number): boolean => prlimit(pid, RLIMIT_CORE, NONE, null) === 0
    // the window's process, and the one that it and its successors are forked from
    const family = descendants(process.pid).map(noDumps)
    const dumps = { coreDumps: noDumps(0), coreDumpsOfChildren: !family.includes(false) }
    if (!undebuggable) return dumps
    const prctl = find('int prctl(int what, ulong to, ulong, ulong, ulong)')
    return { ...dumps, debugger: prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) === 0 }
  },
  darwin(find, undebuggable) {
    const setrlimit = find('int setrlimit(int resource, void *limit)')
    const dumps = { coreDumps: setrlimit(RLIMIT_CORE, NONE) === 0 }
    if (!undebuggable) return dumps
    const ptrace = find('int ptrace(int request, int pid, void *address, int data)')
    return { ...dumps, debugger: ptrace(PT_DENY_ATTACH, 0, null, 0) === 0 }
  },
}

/** Processes below one, as Linux tells it; those of a kernel that does not are not found. */
function descendants(pid: number): readonly number[] {
  const children = tasksOf(pid).flatMap(childrenOf)
  return [...children, ...children.flatMap(descendants)]
}

/** Its threads, any of which may have started something. */
function tasksOf(pid: number): readonly string[] {
  try {
    const folder = `/proc/${pid}/task`
    return readdirSync(folder).map((task) => `${folder}/${task}/children`)
  } catch {
    return []
  }
}

function childrenOf(file: string): readonly number[] {
  try {
    return readFileSync(file, 'utf8').split(' ').filter(Boolean).map(Number)
  } catch {
    return []
  }
}
