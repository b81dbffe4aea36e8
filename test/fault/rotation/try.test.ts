import { expect, it } from 'vitest'
import { combinations, Matrix } from '../../helper/rotation/matrix'

const name = (process.env['M'] ?? 'tolgee-pat') as 'tolgee-pat'
it(name, async () => {
  const matrix = new Matrix(name)
  const awaits = await matrix.awaits()
  const all = combinations(awaits.length)
  let bad = 0
  const started = performance.now()
  for (const each of all) {
    try { await matrix.run(each) } catch (cause) {
      bad++
      console.log('BAD', awaits[each.at], JSON.stringify(each), (cause as Error).message.split('\n').slice(0,2).join(' ').slice(0, 300))
    }
  }
  console.log(name, all.length, 'bad', bad, Math.round(performance.now() - started), 'ms')
  await matrix.close()
  expect(bad).toBe(0)
}, 1_000_000)
