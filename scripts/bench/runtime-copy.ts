import { cp } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { sandboxArguments } from '../setup/sandbox'

/**
 * A copy of the runtime in `folder`. Programs that run from the same file share its memory, so
 * that another Electron on this machine would make the measured one seem smaller than it is.
 * Where a copy cannot run (its sandbox helper would belong to the wrong user), the original.
 */
export async function ownRuntime(electronPath: string, folder: string): Promise<string> {
  if (process.platform !== 'linux') return electronPath
  const target = join(folder, 'electron')
  const copy = join(target, basename(electronPath))
  try {
    await cp(dirname(electronPath), target, { recursive: true })
    sandboxArguments(copy)
    return copy
  } catch {
    return electronPath
  }
}
