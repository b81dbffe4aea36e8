import { describe, expect, it } from 'vitest'
import { groupedMedian, median, pairedRatio, quantile } from '../../../scripts/bench/stats'

describe('quantile', () => {
  it('interpolates between neighbours, whatever the order', () => {
    expect(median([3, 1, 2])).toBe(2)
    expect(median([4, 1, 2, 3])).toBe(2.5)
    expect(quantile([0, 10, 20, 30, 40], 0.9)).toBe(36)
    expect(quantile([7], 0.99)).toBe(7)
  })

  it('has no value for no samples', () => {
    expect(median([])).toBeNaN()
  })
})

describe('groupedMedian', () => {
  it('leans to the side where more samples lie', () => {
    const low = groupedMedian([0.1, 0.1, 0.1, 0.2, 0.2], 0.1)
    const high = groupedMedian([0.1, 0.1, 0.2, 0.2, 0.2], 0.1)
    expect(low).toBeGreaterThan(0.1)
    expect(low).toBeLessThan(0.15)
    expect(high).toBeGreaterThan(0.15)
    expect(high).toBeLessThan(0.2)
  })

  it('comes close to the true median of what a coarse clock rounded', () => {
    const real = Array.from({ length: 1001 }, (_, at) => 0.2 + at * 0.0003)
    const seen = real.map((value) => Math.round(value * 10) / 10)
    expect(groupedMedian(seen, 0.1)).toBeCloseTo(median(real), 2)
  })

  it('is the plain median where that falls between two steps', () => {
    expect(groupedMedian([0.1, 0.1, 0.5, 0.5], 0.1)).toBeCloseTo(0.3)
  })
})

describe('pairedRatio', () => {
  it('does not mind a machine that becomes twice as slow half-way', () => {
    const floor = [10, 10, 10, 20, 20]
    const measured = floor.map((value) => value * 1.2)
    expect(pairedRatio(measured, floor)).toBeCloseTo(1.2)
  })

  it('leaves out what has no neighbour', () => {
    expect(pairedRatio([2, 4, 100], [1, 2])).toBe(2)
  })
})
