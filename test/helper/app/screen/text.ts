/** Signs with which the window keeps the writing direction of a foreign text inside itself. */
const ISOLATES = '[\\u2066-\\u2069]?'

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** An expression for a sentence of the window, in which `{}` stands for a name that it isolates. */
export function sentence(pattern: string, name: string): RegExp {
  const parts = pattern.split('{}').map(escaped)
  return new RegExp(`^${parts.join(`${ISOLATES}${escaped(name)}${ISOLATES}`)}$`)
}

/** What begins with a text, followed by a comma: the name of a row that starts with its label. */
export function startingWith(text: string): RegExp {
  return new RegExp(`^${escaped(text)}, `)
}
