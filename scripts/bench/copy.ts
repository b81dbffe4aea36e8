import { z } from 'zod'
import { messageOf } from '../user-error'
import { connectPage, type DevTools } from './devtools'
import type { Figure } from './figure'
import { start, untilQuiet, type Program } from './program'
import { groupedMedian, quantile } from './stats'
import type { WindowPlace } from './window'

const CALLS = 300
/** The clock of a page that is not isolated moves in steps of this many milliseconds. */
const CLOCK_STEP_MS = 0.1
const NAMES = ['copy through the window, median', 'copy through the window, p99'] as const

/** Runs in the page: both calls in turn, each awaited, as a click would. Milliseconds. */
const script = (count: number, skip: number): string => `(async () => {
  const { call } = window.keyglot
  const listed = await call['token.list'](null)
  if (!listed.ok) throw new Error('token.list: ' + listed.error.code)
  const ids = JSON.parse(listed.value.rows).map(({ id }) => id)
  const time = async (name, input) => {
    const start = performance.now()
    const answer = await call[name](input)
    const took = performance.now() - start
    if (!answer.ok) throw new Error(name + ': ' + answer.error.code)
    return took
  }
  const times = { empty: [], copy: [] }
  for (let at = 0; at < ${count}; at += 1) {
    const id = ids[((${skip} + at) * 7) % ids.length]
    times.empty.push(await time('app.info', null))
    times.copy.push(await time('token.copy', { id }))
  }
  await call['clipboard.clear'](null)
  return times
})()`

const times = z.object({ empty: z.array(z.number()), copy: z.array(z.number()) })
type Times = z.infer<typeof times>

async function collect(page: DevTools, rounds: number): Promise<Times[]> {
  const taken: Times[] = []
  for (let round = 0; round <= rounds; round += 1) {
    const round_ = times.parse(await page.evaluate(script(CALLS, round * CALLS)))
    if (round > 0) taken.push(round_)
  }
  return taken
}

function figuresOf(taken: readonly Times[]): Figure[] {
  const middle = (samples: readonly number[]): number => groupedMedian(samples, CLOCK_STEP_MS)
  const slowest = (samples: readonly number[]): number => quantile(samples, 0.99)
  return [middle, slowest].map((of, at) => ({
    part: 'copy' as const,
    name: NAMES[at] ?? '',
    unit: 'ms' as const,
    samples: taken.map(({ copy }) => of(copy)),
    floor: { name: 'empty call (app.info)', samples: taken.map(({ empty }) => of(empty)) },
    target: null,
  }))
}

/** Copies secrets through the open window, beside a call that does nothing. */
export async function measureCopies(
  place: WindowPlace,
  program: Program,
  rounds: number,
): Promise<Figure[]> {
  try {
    const started = await start(place.electronPath, program, place.env)
    try {
      await untilQuiet(started.pid)
      const page = await connectPage(started.browser)
      const taken = await collect(page, rounds)
      page.close()
      return figuresOf(taken)
    } finally {
      await started.stop()
    }
  } catch (error) {
    const missing = messageOf(error).split('\n')[0] ?? ''
    return NAMES.map((name) => ({ part: 'copy', name, missing }))
  }
}
