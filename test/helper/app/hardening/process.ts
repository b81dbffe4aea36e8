import { existsSync, readFileSync, readlinkSync } from 'node:fs'
import { processTree } from '../process-texts'
import { finding, type Check } from './finding'

/** What Linux says of a running app and of its window's process. */
export interface ProcessFacts {
  /** /proc/PID/limits of every process of the app. */
  readonly limits: readonly string[]
  /** /proc/PID/status of the window's process. */
  readonly status: string
  /** Whether that process shares a namespace with the main process, by its name. */
  readonly shared: Readonly<Record<string, boolean>>
  readonly noSandbox: boolean
}

const NAMESPACES = ['user', 'pid', 'net']

/** The process that a page runs in; undefined as long as there is none. */
export function rendererOf(main: number): string | undefined {
  return processTree(main).find((pid) => commandOf(pid).includes('--type=renderer'))
}

function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  } catch {
    return ''
  }
}

/** Needs the right to look into the app's processes: its user has it not, root has. */
export function readProcesses(main: number, renderer: string): ProcessFacts {
  const spaces = NAMESPACES.map((name) => {
    const [own, other] = [main, renderer].map((pid) => readlinkSync(`/proc/${pid}/ns/${name}`))
    return [name, own === other] as const
  })
  return {
    limits: processTree(main).flatMap(limitsOf),
    status: readFileSync(`/proc/${renderer}/status`, 'utf8'),
    shared: Object.fromEntries(spaces),
    noSandbox: commandOf(renderer).includes('--no-sandbox'),
  }
}

const field = (status: string, name: string): string =>
  new RegExp(`^${name}:\\s*(\\S+)$`, 'm').exec(status)?.[1] ?? 'not told'

export const processSandbox: Check<ProcessFacts> = {
  name: 'Sandbox, as a user without rights',
  judge: ({ status, shared, noSandbox }) => {
    const [seccomp, privileges] = [field(status, 'Seccomp'), field(status, 'NoNewPrivs')]
    const common = Object.keys(shared).filter((name) => shared[name] === true)
    return finding(
      `seccomp filter, no new privileges, namespaces of its own: ${Object.keys(shared).join(', ')}`,
      [
        noSandbox && 'started with --no-sandbox',
        seccomp !== '2' && `Seccomp is ${seccomp}`,
        privileges !== '1' && `NoNewPrivs is ${privileges}`,
        common.length > 0 && `namespaces shared with the main process: ${common.join(', ')}`,
      ],
    )
  },
}

export const coreDumps: Check<Pick<ProcessFacts, 'limits'>> = {
  name: 'No core dumps',
  judge: ({ limits }) => {
    const found = limits.map((text) => /^Max core file size\s+(\S+)\s+(\S+)/m.exec(text))
    const open = found.filter((match) => match?.[1] !== '0' || match[2] !== '0')
    return finding(`at most 0 bytes in each of ${limits.length} processes`, [
      limits.length === 0 && 'no process was found',
      open.length > 0 && `${open.length} of ${limits.length} processes may dump`,
    ])
  },
}

/** What came of looking into processes as the user who runs them. */
export interface LookFacts {
  /** Message or 'read', by what was looked into. */
  readonly main: Readonly<Record<string, string>>
  /** The same for a program without such a rule: shows that the way of looking works. */
  readonly other: Readonly<Record<string, string>>
}

export const undebuggable: Check<LookFacts> = {
  name: 'Memory is closed to other programs of the user',
  judge: ({ main, other }) => {
    const open = Object.keys(main).filter((name) => !main[name]?.includes('Permission denied'))
    return finding(`refused: ${Object.keys(main).join(', ')} of the main process`, [
      Object.keys(main).length === 0 && 'nothing was tried',
      ...open.map((name) => `${name}: ${main[name] ?? ''}`),
      other['environ'] !== 'read' && 'another program refused it too: this shows nothing',
    ])
  },
}

/** None of a process that has ended since it was listed. */
function limitsOf(pid: string): string[] {
  try {
    return [readFileSync(`/proc/${pid}/limits`, 'utf8')]
  } catch (error) {
    if (!existsSync(`/proc/${pid}`)) return []
    throw error
  }
}
