import { setTimeout as delay } from 'node:timers/promises'
import { messageOf } from '../user-error'
import { connectPage, type DevTools } from './devtools'
import { countTokens, readPaint, USABLE_MARK } from './paint'
import { memoryOf, othersLike } from './process-tree'
import { start, untilQuiet, type Program, type Started } from './program'

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
  /** A text says why there is none. */
  readonly usable: number | string
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

/** When the list was there, if it was the right one. */
async function usableAt(
  page: DevTools,
  started: Started,
  tokens: number,
): Promise<number | string> {
  const { usable } = await readPaint(page, USABLE_MARK)
  if (usable === null) return 'the window never set its mark'
  const shown = await countTokens(page)
  return shown === tokens ? usable - started.spawnedAt : `the window got ${shown} tokens`
}

/**
 * Starts an app, lets it come to rest, reads what it took, and ends it. `tokens`: how many its
 * list has to hold; null: it has none.
 */
export async function sampleWindow(
  place: WindowPlace,
  program: Program,
  tokens: number | null,
): Promise<WindowSample> {
  const started = await start(place.electronPath, program, place.env)
  try {
    await untilQuiet(started.pid)
    const memory = await restingMemory(started.pid)
    const page = await connectPage(started.browser)
    const { firstPaint } = await readPaint(page, null)
    const usable = tokens === null ? 'it has no list' : await usableAt(page, started, tokens)
    page.close()
    return { firstPaint: firstPaint - started.spawnedAt, usable, memory }
  } finally {
    await started.stop()
  }
}
