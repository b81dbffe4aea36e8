import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { expect, it } from 'vitest'

it('A line is said whole, also to somebody who does not listen yet', async () => {
  const file = join(import.meta.dirname, 'say.child.ts')
  const child = spawn(process.execPath, ['--import', 'tsx', file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise((resolve) => child.once('close', resolve))
  let text = ''
  // one chunk is taken, and the pipe is full before the next one is
  for await (const chunk of child.stdout.setEncoding('utf8')) {
    text += chunk as string
    await new Promise((resolve) => setImmediate(resolve))
  }
  const numbers = text
    .trimEnd()
    .split('\n')
    .map((line) => Number(line.slice(0, line.indexOf(' '))))
  expect(numbers).toEqual(Array.from({ length: 200 }, (_, at) => at))
  expect(text.length).toBe(numbers.join('').length + 200 * 10_002)
  expect(await ended).toBe(0)
})
