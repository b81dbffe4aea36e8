import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { describe, expect, it } from 'vitest'
import { memoryOf, parsePss, parseStat, treeOf } from '../../../scripts/bench/process-tree'

const stat = (pid: number, parent: number, session: number) => ({ pid, parent, session, ticks: 0 })

describe('parseStat', () => {
  it('reads past brackets and spaces in the name', () => {
    const line = '42 (a (odd) name) S 7 42 40 0 -1 4194560 9 0 0 0 13 29 0 0 20 0 1 0 1 2 3'
    expect(parseStat(line)).toEqual({ pid: 42, parent: 7, session: 40, ticks: 42 })
  })
})

describe('parsePss', () => {
  it('takes the whole, not its parts', () => {
    expect(parsePss('Rss:  900 kB\nPss:    300 kB\nPss_Anon:  100 kB\n')).toBe(300)
  })
  it('does not take nothing for zero', () => {
    expect(() => parsePss('Rss: 900 kB\n')).toThrow('Pss')
  })
})

describe('treeOf', () => {
  it('finds grandchildren, and orphans of the session', () => {
    const all = [stat(3, 2, 1), stat(2, 1, 1), stat(1, 0, 1), stat(9, 0, 1), stat(10, 0, 5)]
    const pids = treeOf(1, all).map(({ pid }) => pid)
    expect(pids.sort((a, b) => a - b)).toEqual([1, 2, 3, 9])
  })
})

describe.runIf(process.platform === 'linux')('memoryOf', () => {
  it('counts a child with its parent', async () => {
    const before = memoryOf(process.pid)
    const child = spawn(process.execPath, ['-e', 'process.stdin.resume(); console.log()'])
    await once(child.stdout, 'data')
    const one = memoryOf(child.pid ?? 0)
    expect(one).toBeGreaterThan(1)
    expect(memoryOf(process.pid)).toBeGreaterThan(before + one / 2)
    child.kill()
    await once(child, 'exit')
  })
})
