import { UserError } from '../user-error'

/** What can be measured, by the name for `--only`. */
export const PARTS = [
  'start',
  'memory',
  'list',
  'unlock',
  'seal',
  'secret',
  'insert',
  'copy',
] as const
export type Part = (typeof PARTS)[number]

export interface BenchOptions {
  /** Fewer samples: shows that everything can be measured; the figures are rough. */
  readonly quick: boolean
  readonly parts: ReadonlySet<Part>
}

const USAGE = `Usage: npm run bench -- [--quick] [--only NAME]...
  --quick      fewer samples
  --only NAME  one of: ${PARTS.join(', ')}; may be given several times`

function partOf(name: string | undefined): Part {
  const part = PARTS.find((known) => known === name)
  if (part === undefined) throw new UserError(`--only ${name ?? ''}: unknown\n${USAGE}`)
  return part
}

/** Reads the command line; throws UserError with the usage for anything it does not know. */
export function parseOptions(args: readonly string[]): BenchOptions {
  const only = new Set<Part>()
  let quick = false
  for (let at = 0; at < args.length; at += 1) {
    const argument = args[at]
    if (argument === '--quick') quick = true
    else if (argument === '--only') only.add(partOf(args[(at += 1)]))
    else throw new UserError(`${argument ?? ''}: unknown\n${USAGE}`)
  }
  return { quick, parts: only.size === 0 ? new Set(PARTS) : only }
}
