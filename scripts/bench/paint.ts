import { z } from 'zod'
import type { DevTools } from './devtools'

/** The mark that the window sets in the frame after the list with all rows was painted. */
export const USABLE_MARK = 'keyglot:usable'

/** Epoch milliseconds, by the page's own clock. */
const paint = z.object({ firstPaint: z.number(), usable: z.number().nullable() })
export type Paint = z.infer<typeof paint>

/** Runs in the page: waits for an entry of the performance timeline, ten seconds at most. */
const script = (mark: string | null): string => `(async () => {
  const entry = (type, name) =>
    new Promise((resolve) => {
      const timer = setTimeout(() => resolve(null), 10000)
      new PerformanceObserver((list) => {
        const found = list.getEntriesByName(name)[0]
        if (!found) return
        clearTimeout(timer)
        resolve(performance.timeOrigin + found.startTime)
      }).observe({ type, buffered: true })
    })
  const mark = ${JSON.stringify(mark)}
  return {
    firstPaint: await entry('paint', 'first-contentful-paint'),
    usable: mark === null ? null : await entry('mark', mark),
  }
})()`

/** When the page painted its first content, and when it set `mark`; null: never. */
export async function readPaint(page: DevTools, mark: string | null): Promise<Paint> {
  return paint.parse(await page.evaluate(script(mark)))
}

const COUNT = `(async () => {
  const answer = await window.keyglot.call['token.list'](null)
  return answer.ok ? JSON.parse(answer.value.rows).length : answer.error.code
})()`

/** How many tokens the window gets; a text is the code of the error. */
export async function countTokens(page: DevTools): Promise<number | string> {
  return z.union([z.number(), z.string()]).parse(await page.evaluate(COUNT))
}
