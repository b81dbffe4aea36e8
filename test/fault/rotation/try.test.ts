import { appendFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { combinations, Matrix } from '../../helper/rotation/matrix'

const name = (process.env['M'] ?? 'tolgee-pat') as 'tolgee-pat'
const every = Number(process.env['EVERY'] ?? 1)
const out = (...parts: unknown[]) =>
  appendFileSync(`/tmp/matrix-${name}.txt`, parts.map(String).join(' ') + '\n')
it(
  name,
  async () => {
    const matrix = new Matrix(name)
    const awaits = await matrix.awaits()
    const all = combinations(awaits.length).filter((_, index) => index % every === 0)
    let bad = 0
    const started = performance.now()
    for (const each of all) {
      const from = performance.now()
      try {
        await Promise.race([
          matrix.run(each),
          new Promise((_, reject) => setTimeout(() => reject(new Error('HANGS')), 8000)),
        ])
      } catch (cause) {
        bad++
        out(
          'BAD',
          awaits[each.at],
          JSON.stringify(each),
          (cause as Error).message.split('\n').slice(0, 2).join(' ').slice(0, 400),
        )
      }
      const took = performance.now() - from
      if (took > 1500) out('SLOW', awaits[each.at], JSON.stringify(each), Math.round(took))
    }
    out(name, all.length, 'bad', bad, Math.round(performance.now() - started), 'ms')
    await matrix.close()
    expect(bad).toBe(0)
  },
  1_000_000,
)
