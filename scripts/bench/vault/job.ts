import { z } from 'zod'

/** A folder for the vault, and the name under which the keychain keeps its key. */
export const vaultPlace = z.object({ folder: z.string(), keychainService: z.string() })
export type VaultPlace = z.infer<typeof vaultPlace>

/** What a worker is told to do. `scratch`: an empty folder on the same disk. */
export const job = z.discriminatedUnion('name', [
  z.object({ name: z.literal('fill'), place: vaultPlace, tokens: z.number().int() }),
  z.object({
    name: z.enum(['list', 'unlock', 'seal', 'secret', 'insert']),
    place: vaultPlace,
    scratch: z.string(),
    rounds: z.number().int(),
  }),
])
export type Job = z.infer<typeof job>
export type MeasureJob = Extract<Job, { name: 'list' | 'unlock' | 'seal' | 'secret' | 'insert' }>

/** What it gives back: one number a round, in milliseconds, by name. */
export const series = z.record(z.string(), z.array(z.number()))
export type Series = z.infer<typeof series>

/** Collects numbers by name. */
export class Recorder {
  readonly #series: Record<string, number[]> = {}

  add(name: string, value: number): void {
    const list = (this.#series[name] ??= [])
    list.push(value)
  }

  series(): Series {
    return this.#series
  }
}

/** Milliseconds that `run` takes, and what it gives. */
export function timed<T>(run: () => T): { readonly took: number; readonly value: T } {
  const start = performance.now()
  const value = run()
  return { took: performance.now() - start, value }
}
