import { readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { UserError } from '../user-error'
import { isRoot } from './system'

/** What decides whether Chromium can build its sandbox on Linux. */
export interface SandboxFacts {
  readonly root: boolean
  /** The helper beside the executable belongs to root and is set-uid. */
  readonly helperReady: boolean
  /** /proc/sys/kernel/unprivileged_userns_clone; undefined where the kernel has no such switch. */
  readonly userNamespaces: string | undefined
  /** /proc/sys/kernel/apparmor_restrict_unprivileged_userns. */
  readonly apparmorRestricts: string | undefined
  /** /proc/sys/user/max_user_namespaces. */
  readonly maxNamespaces: string | undefined
}

/** `refused`: Chromium would end with an error; `as-root`: it has to be told to do without. */
export function sandboxState(facts: SandboxFacts): 'works' | 'as-root' | 'refused' {
  if (facts.root) return 'as-root'
  if (facts.helperReady) return 'works'
  const closed =
    facts.userNamespaces === '0' || facts.apparmorRestricts === '1' || facts.maxNamespaces === '0'
  return closed ? 'refused' : 'works'
}

/** Whether this system lets ordinary users make the sandbox without a helper. */
export function hasNamespaces(): boolean {
  const facts = readFacts(false)
  return sandboxState({ ...facts, root: false }) === 'works'
}

function readFacts(helperReady: boolean): SandboxFacts {
  return {
    root: isRoot(),
    helperReady,
    userNamespaces: readSwitch('/proc/sys/kernel/unprivileged_userns_clone'),
    apparmorRestricts: readSwitch('/proc/sys/kernel/apparmor_restrict_unprivileged_userns'),
    maxNamespaces: readSwitch('/proc/sys/user/max_user_namespaces'),
  }
}

function readSwitch(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch {
    return undefined
  }
}

function isHelperReady(helper: string): boolean {
  try {
    const { uid, mode } = statSync(helper)
    return uid === 0 && (mode & 0o4001) === 0o4001
  } catch {
    return false
  }
}

const AS_ROOT =
  'You are root: Chromium refuses its sandbox to root, so the app runs with --no-sandbox. ' +
  'Use an account of your own for real tokens.'
let told = false

/**
 * The flag that root needs for development and tests, and is told of; nobody else ever gets it. Where this system
 * keeps Chromium from making its sandbox, throws with what to type.
 */
export function sandboxArguments(electronPath: string): readonly string[] {
  if (process.platform !== 'linux') return []
  const helper = join(dirname(electronPath), 'chrome-sandbox')
  const state = sandboxState(readFacts(isHelperReady(helper)))
  if (state === 'works') return []
  if (state === 'as-root') {
    if (!told) console.warn(AS_ROOT)
    told = true
    return ['--no-sandbox']
  }
  throw new UserError(
    'This system does not let Chromium make its sandbox. Once, as root:\n' +
      `  chown root:root ${helper} && chmod 4755 ${helper}`,
  )
}
