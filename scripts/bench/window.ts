import { setTimeout as delay } from 'node:timers/promises'
import { messageOf } from '../user-error'
import { connectPage } from './devtools'
import { readPaint, USABLE_MARK } from './paint'
import { memoryOf, othersLike } from './process-tree'
import { start, untilQuiet, type Program } from './program'

const IDLE_LIMIT_MS = 15_000
const IDLE_STEP_MS = 1_000
/** Two readings that differ by less than this share count as at rest. */
const IDLE_SHARE = 0.01

/** Where and how the windows run. */
export interface WindowPlace {
  readonly electronPath: string
  readonly env: NodeJS.ProcessEnv
}

/** One start of an app. Times are milliseconds after the process was made. */
export interface WindowSample {
  readonly firstPaint: number
  /** null: the page never said that its list is usable. */
  readonly usable: number | null
  /** MiB of all its processes at rest; a text says why there is none. */
  readonly memory: number | string
}

async function restingMemory(pid: number): Promise<number | string> {
  if (process.platform !== 'linux') return 'only Linux tells it (/proc/PID/smaps_rollup)'
  const shared = (): boolean => othersLike(pid) > 0
  const why = 'another program ran from the same Electron and shared its memory'
  if (shared()) return why
  const end = Date.now() + IDLE_LIMIT_MS
  try {
    for (let before = memoryOf(pid); Date.now() < end;) {
      await delay(IDLE_STEP_MS)
      const now = memoryOf(pid)
      if (Math.abs(now - before) <= before * IDLE_SHARE) return shared() ? why : now
      before = now
    }
  } catch (error) {
    return messageOf(error)
  }
  return 'it did not come to rest'
}

/** Starts an app on its profile, lets it come to rest, reads what it took, and ends it. */
export async function sampleWindow(
  place: WindowPlace,
  program: Program,
  expects: 'paint' | 'list',
): Promise<WindowSample> {
  const started = await start(place.electronPath, program, place.env)
  try {
    await untilQuiet(started.pid)
    const memory = await restingMemory(started.pid)
    const page = await connectPage(started.browser)
    const paint = await readPaint(page, expects === 'list' ? USABLE_MARK : null)
    page.close()
    return {
      firstPaint: paint.firstPaint - started.spawnedAt,
      usable: paint.usable === null ? null : paint.usable - started.spawnedAt,
      memory,
    }
  } finally {
    await started.stop()
  }
}
