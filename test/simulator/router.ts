/** Gives the part of the path that stands for a name of the pattern. */
export type PathParams = (name: string) => string

type Entry<H> = { readonly method: string; readonly parts: readonly string[]; readonly handler: H }

/** Finds handlers by method and path; a part of a pattern that starts with `:` fits any text. */
export class Router<H> {
  private readonly entries: Entry<H>[] = []

  on(method: string, pattern: string, handler: H): this {
    this.entries.push({ method, parts: pattern.split('/'), handler })
    return this
  }

  /** `wrong-method`: the path is there, but not for this method. */
  find(method: string, path: string): { handler: H; params: PathParams } | 'wrong-method' | null {
    const parts = path.split('/')
    const fitting = this.entries.filter((entry) => fits(entry.parts, parts))
    const entry = fitting.find((candidate) => candidate.method === method)
    if (entry === undefined) return fitting.length > 0 ? 'wrong-method' : null
    return { handler: entry.handler, params: paramsOf(entry.parts, parts) }
  }
}

function fits(pattern: readonly string[], parts: readonly string[]): boolean {
  return (
    pattern.length === parts.length &&
    pattern.every((part, index) =>
      part.startsWith(':') ? parts[index] !== '' : part === parts[index],
    )
  )
}

function paramsOf(pattern: readonly string[], parts: readonly string[]): PathParams {
  return (name) => {
    const value = parts[pattern.indexOf(`:${name}`)]
    if (value === undefined) throw new Error(`The pattern has no part :${name}`)
    return value
  }
}
