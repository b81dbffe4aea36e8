import { readdirSync, readFileSync } from 'node:fs'

function parentOf(pid: string): string | undefined {
  try {
    // the name in brackets may hold anything
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]
  } catch {
    return undefined
  }
}

/** A process and all below it. Linux only. */
export function processTree(root: number): string[] {
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  const parents = new Map(all.map((pid) => [pid, parentOf(pid)]))
  const tree = [String(root)]
  for (const pid of tree) tree.push(...all.filter((each) => parents.get(each) === pid))
  return tree
}

/** What others on this machine can read of the processes: command lines and environments. */
export function processTexts(root: number): Record<string, Buffer> {
  const texts: Record<string, Buffer> = {}
  for (const pid of processTree(root)) {
    for (const name of ['cmdline', 'environ']) {
      try {
        texts[`/proc/${pid}/${name}`] = readFileSync(`/proc/${pid}/${name}`)
      } catch {
        // it ended meanwhile
      }
    }
  }
  return texts
}
