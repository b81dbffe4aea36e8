import type { Figure, Measured, Missing } from './figure'
import type { Part } from './options'
import type { Program } from './program'
import { sampleWindow, type WindowPlace, type WindowSample } from './window'

/** An app with so many tokens in its vault. */
export interface FilledApp {
  readonly program: Program
  readonly tokens: number
}

export interface StartPlan {
  readonly place: WindowPlace
  readonly bare: Program
  readonly apps: readonly FilledApp[]
  /** Starts that count, of each; one more before them fills the code caches. */
  readonly rounds: number
  readonly parts: ReadonlySet<Part>
  readonly say: (line: string) => void
}

const TARGETS: Readonly<Record<number, number>> = { 1_000: 1.25 }
const LEAST_SAMPLES = 3

/** `round` of all windows, one after the other; each round begins with another one. */
export function turn<T>(items: readonly T[], round: number): T[] {
  const at = items.length === 0 ? 0 : round % items.length
  return [...items.slice(at), ...items.slice(0, at)]
}

type Samples = Map<Program, WindowSample[]>

async function collect(plan: StartPlan): Promise<Samples> {
  const subjects = [{ program: plan.bare, tokens: null }, ...plan.apps]
  const samples: Samples = new Map(subjects.map(({ program }) => [program, []]))
  for (let round = 0; round <= plan.rounds; round += 1) {
    plan.say(round === 0 ? 'starts: warming up' : `starts: round ${round} of ${plan.rounds}`)
    for (const { program, tokens } of turn(subjects, round)) {
      const sample = await sampleWindow(plan.place, program, tokens)
      if (round > 0) samples.get(program)?.push(sample)
    }
  }
  return samples
}

interface Pairing {
  readonly head: Pick<Measured, 'part' | 'name' | 'unit' | 'target'>
  readonly floorName: string
  readonly app: readonly WindowSample[]
  readonly bare: readonly WindowSample[]
  readonly of: (sample: WindowSample) => number | string
  readonly ofBare: (sample: WindowSample) => number | string
}

/** A figure from the rounds in which both sides gave a number. */
export function pair(pairing: Pairing): Figure {
  const { head, floorName, app, bare, of, ofBare } = pairing
  const samples: number[] = []
  const floor: number[] = []
  const reasons = new Set<string>()
  for (const [at, sample] of app.entries()) {
    const beside = bare[at]
    if (beside === undefined) continue
    const both = [of(sample), ofBare(beside)] as const
    for (const side of both) if (typeof side === 'string') reasons.add(side)
    if (typeof both[0] === 'string' || typeof both[1] === 'string') continue
    samples.push(both[0])
    floor.push(both[1])
  }
  if (samples.length >= Math.min(LEAST_SAMPLES, app.length)) {
    return { ...head, samples, floor: { name: floorName, samples: floor } }
  }
  const missing: Missing = { part: head.part, name: head.name, missing: [...reasons].join('; ') }
  return missing
}

function figuresOf(plan: StartPlan, samples: Samples, app: FilledApp): Figure[] {
  const words = `${app.tokens.toLocaleString('en')} tokens`
  const target = TARGETS[app.tokens] ?? null
  const sides = {
    app: samples.get(app.program) ?? [],
    bare: samples.get(plan.bare) ?? [],
  }
  const painted = { ...sides, floorName: 'bare window, first paint' }
  const firstPaint = (sample: WindowSample): number => sample.firstPaint
  const start = [
    pair({
      ...painted,
      head: { part: 'start', name: `start to usable list, ${words}`, unit: 'ms', target },
      of: ({ usable }) => usable,
      ofBare: firstPaint,
    }),
    pair({
      ...painted,
      head: { part: 'start', name: `  its first paint, ${words}`, unit: 'ms', target: null },
      of: firstPaint,
      ofBare: firstPaint,
    }),
  ]
  const memory = pair({
    ...sides,
    floorName: 'bare window',
    head: { part: 'memory', name: `memory at rest, ${words}`, unit: 'MiB', target },
    of: (sample) => sample.memory,
    ofBare: (sample) => sample.memory,
  })
  return [...start, memory]
}

/** Starts and memory of the app with differently filled vaults, beside a bare window. */
export async function measureStarts(plan: StartPlan): Promise<Figure[]> {
  const samples = await collect(plan)
  const figures = plan.apps.flatMap((app) => figuresOf(plan, samples, app))
  return ['start' as const, 'memory' as const].flatMap((part) =>
    plan.parts.has(part) ? figures.filter((figure) => figure.part === part) : [],
  )
}
