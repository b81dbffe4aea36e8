import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { Figure, Measured } from '../../../scripts/bench/figure'
import { renderJson, type RunDescription } from '../../../scripts/bench/report'
import { pair, turn } from '../../../scripts/bench/start'
import { quantity, renderTable } from '../../../scripts/bench/table'
import type { WindowSample } from '../../../scripts/bench/window'

const figure: Measured = {
  part: 'start',
  name: 'start, 1,000 tokens',
  unit: 'ms',
  samples: [600, 620, 610],
  floor: { name: 'bare window', samples: [500, 500, 500] },
  target: 1.25,
}
const share: Measured = { ...figure, name: 'of it: parse', floor: null, target: null }
const gone: Figure = { part: 'copy', name: 'copy', missing: 'the window did not open' }

describe('renderTable', () => {
  it('says figure, floor, ratio and whether the target is met', () => {
    const lines = renderTable([figure, share]).split('\n')
    expect(lines[2]).toMatch(
      /^start, 1,000 tokens +bare window +500 ms +610 ms +1\.22 +≤ 1\.25 met$/,
    )
    expect(lines[3]).toMatch(/^of it: parse +610 ms$/)
  })

  it('does not hide a target that is not met, nor what is missing', () => {
    const slow = { ...figure, samples: [700, 700, 700] }
    const text = renderTable([slow, gone])
    expect(text).toContain('1.40  ≤ 1.25 not met')
    expect(text).toContain('NOT MEASURED  copy: the window did not open')
  })

  it('of rates says how many times the floor’s time it takes', () => {
    const floor = { name: 'the cipher alone', samples: [100_000, 120_000] }
    const rate = { ...figure, unit: '/s', samples: [50_000, 60_000], floor, target: null } as const
    expect(renderTable([rate]).split('\n')[2]).toMatch(/ 110,000 \/s +55,000 \/s +2\.00$/)
  })

  it('gives numbers three digits that count', () => {
    expect([quantity(1234.5, 'ms'), quantity(12.345, 'MiB'), quantity(0.5, 'µs')]).toEqual([
      '1235 ms',
      '12.3 MiB',
      '0.50 µs',
    ])
  })
})

describe('renderJson', () => {
  it('keeps every sample and the reason of what is missing', () => {
    const run = { at: '2026-01-01T00:00:00.000Z' } as RunDescription
    const parsed = z
      .object({ quick: z.boolean(), figures: z.array(z.record(z.string(), z.unknown())) })
      .parse(JSON.parse(renderJson(run, true, [figure, gone])))
    expect(parsed.quick).toBe(true)
    expect(parsed.figures[0]).toMatchObject({
      measured: 610,
      floor: 500,
      ratio: 1.22,
      met: true,
      samples: [600, 620, 610],
      floorSamples: [500, 500, 500],
    })
    expect(parsed.figures[1]).toEqual(gone)
  })
})

describe('pair', () => {
  const sample = (usable: number | string): WindowSample => ({ firstPaint: 500, usable, memory: 1 })
  const pairOf = (app: readonly WindowSample[]): Figure =>
    pair({
      head: { part: 'start', name: 'start', unit: 'ms', target: null },
      floorName: 'bare window',
      app,
      bare: app.map(() => sample('no list')),
      of: ({ usable }) => usable,
      ofBare: ({ firstPaint }) => firstPaint,
    })

  it('leaves out a round in which one side has no number', () => {
    const made = pairOf([sample(600), sample('no mark'), sample(620), sample(640)])
    expect(made).toMatchObject({ samples: [600, 620, 640], floor: { samples: [500, 500, 500] } })
  })

  it('says why there are too few', () => {
    const made = pairOf([sample(600), sample('no mark'), sample('no mark')])
    expect(made).toMatchObject({ missing: 'no mark' })
  })
})

describe('turn', () => {
  it('lets each take the first place once', () => {
    const firsts = [0, 1, 2].map((round) => turn(['a', 'b', 'c'], round)[0])
    expect(firsts).toEqual(['a', 'b', 'c'])
    expect(turn(['a', 'b', 'c'], 1)).toEqual(['b', 'c', 'a'])
  })
})
