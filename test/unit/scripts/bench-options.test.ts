import { describe, expect, it } from 'vitest'
import { parseOptions, PARTS } from '../../../scripts/bench/options'

describe('parseOptions', () => {
  it('measures everything with all samples unless told otherwise', () => {
    const { quick, parts } = parseOptions([])
    expect(quick).toBe(false)
    expect([...parts]).toEqual([...PARTS])
  })

  it('takes several names', () => {
    const { quick, parts } = parseOptions(['--only', 'list', '--quick', '--only', 'copy'])
    expect(quick).toBe(true)
    expect([...parts]).toEqual(['list', 'copy'])
  })

  it.each([['--only'], ['--only', 'speed'], ['--fast'], ['list']])('refuses %s %s', (...args) => {
    expect(() => parseOptions(args)).toThrow(/Usage/)
  })
})
