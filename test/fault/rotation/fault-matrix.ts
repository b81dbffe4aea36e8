import { afterAll, expect, it, vi } from 'vitest'
import { combinations, Matrix, whims, type Combination } from '../../helper/rotation/matrix'
import type { SettingName } from '../../helper/rotation/modes'

/** How many problems of one run are told in full. */
const TOLD = 10
/** All of them take seven minutes of two cores; `npm run test:durability` leaves none out. */
const STRIDE = process.env['KEYGLOT_THOROUGH'] === undefined ? 11 : 1
/** Shifts what is taken, so that no fault falls out at every call; shares no factor with the rest. */
const SHIFT_EVERY = 7

/**
 * One way of rotating, at every call that it waits for × every fault × everything that the platform
 * may answer, each seen through to its end. What has to hold is in `test/helper/rotation/books.ts`.
 */
export function faultMatrix(name: SettingName): void {
  vi.setConfig({ testTimeout: 900_000 })
  const matrix = new Matrix(name)
  afterAll(() => matrix.close())

  const runAll = async (title: string, of: typeof combinations): Promise<void> => {
    const awaits = await matrix.awaits()
    const every = of(awaits.length)
    const all = every.filter((_, index) => (index + Math.floor(index / SHIFT_EVERY)) % STRIDE === 0)
    const bad: string[] = []
    for (const each of all) {
      const problem = await problemOf(matrix, each)
      if (problem !== null) bad.push(`${awaits[each.at] ?? ''} ${JSON.stringify(each)}: ${problem}`)
    }
    process.stdout.write(
      `${title}, ${name}: ${all.length} of ${every.length} combinations over ${awaits.length} calls (${awaits.join(' ')}), ${bad.length} bad\n`,
    )
    expect(bad.slice(0, TOLD)).toEqual([])
  }

  it(`${name}: nothing is lost, whatever goes wrong where`, () =>
    runAll('Fault matrix', combinations))

  it(`${name}: nothing is lost, whatever else is done meanwhile`, () =>
    runAll('Second thoughts', whims))
}

async function problemOf(matrix: Matrix, combination: Combination): Promise<string | null> {
  try {
    await matrix.run(combination)
    return null
  } catch (cause) {
    return cause instanceof Error ? cause.message.split('\n')[0]! : String(cause)
  }
}
