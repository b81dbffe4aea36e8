import { describe, expect, it } from 'vitest'
import { KeyedQueue } from '../../../electron/service/keyed-queue'

function gate() {
  let open = (): void => undefined
  const opened = new Promise<void>((resolve) => (open = resolve))
  return { opened, open }
}

describe('KeyedQueue', () => {
  it('runs acts of one key one after another, and of others meanwhile', async () => {
    const queue = new KeyedQueue<string>()
    const done: string[] = []
    const first = gate()
    const a1 = queue.run('a', async () => {
      await first.opened
      done.push('a1')
    })
    const a2 = queue.run('a', () => void done.push('a2'))
    await queue.run('b', () => void done.push('b'))
    expect(done).toEqual(['b'])
    first.open()
    await Promise.all([a1, a2])
    expect(done).toEqual(['b', 'a1', 'a2'])
  })

  it('goes on after an act that failed, and hands its failure to its caller only', async () => {
    const queue = new KeyedQueue<string>()
    const failed = queue.run('a', () => Promise.reject(new Error('no')))
    const next = queue.run('a', () => 2)
    await expect(failed).rejects.toThrow('no')
    expect(await next).toBe(2)
    expect(await queue.run('a', () => 3)).toBe(3)
  })
})
