import { performance } from 'node:perf_hooks'

/** How long a file may keep the thread that draws the menus and answers the window, ms. */
const TURN_MS = 15

/**
 * Lets others have the processor, as often as it takes: what one piece of a file costs is the file's
 * to say.
 */
export function breath(): () => Promise<void> {
  let since = performance.now()
  return async () => {
    if (performance.now() - since < TURN_MS) return
    await new Promise<void>((go) => setImmediate(go))
    since = performance.now()
  }
}
