import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** One thing that the tour did. */
export interface StepRecord {
  readonly name: string
  readonly ms: number
  readonly outcome: 'done' | 'failed'
  /** Why it failed, without values. */
  readonly problem?: string
}

export interface Report {
  readonly steps: readonly StepRecord[]
  readonly pictures: readonly string[]
  /** How many tokens stood in the list, by what its view says. */
  readonly tokens: Readonly<Record<string, number>>
  readonly runtime: Readonly<Record<string, string>>
  readonly versions: Readonly<Record<string, string>>
  readonly ms: number
}

/** Writes down what is done, how long it took, and how it ended. */
export class Recorder {
  readonly steps: StepRecord[] = []
  readonly pictures: string[] = []
  tokens: Record<string, number> = {}
  readonly #started = performance.now()

  constructor(private readonly say: (line: string) => void) {}

  /** A failed step does not end the tour, so that the report tells of every one. */
  async step(name: string, work: () => Promise<void>): Promise<boolean> {
    const started = performance.now()
    try {
      await work()
      this.#add({ name, ms: Math.round(performance.now() - started), outcome: 'done' })
      return true
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error)
      const ms = Math.round(performance.now() - started)
      this.#add({ name, ms, outcome: 'failed', problem })
      return false
    }
  }

  get failed(): readonly StepRecord[] {
    return this.steps.filter(({ outcome }) => outcome === 'failed')
  }

  async write(folder: string, facts: Pick<Report, 'runtime' | 'versions'>): Promise<void> {
    const { steps, pictures, tokens } = this
    const ms = Math.round(performance.now() - this.#started)
    const report: Report = { steps, pictures, tokens, ...facts, ms }
    await mkdir(folder, { recursive: true })
    await writeFile(join(folder, 'report.json'), `${JSON.stringify(report, null, 2)}\n`)
  }

  #add(record: StepRecord): void {
    this.steps.push(record)
    const mark = record.outcome === 'done' ? 'ok  ' : 'FAIL'
    this.say(`${mark} ${record.name} (${record.ms} ms)`)
    if (record.problem !== undefined) this.say(`     ${record.problem.split('\n')[0] ?? ''}`)
  }
}
