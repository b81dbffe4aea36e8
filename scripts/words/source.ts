/** What a source text says about messages. */
export interface Mentions {
  /** All quoted texts: an id that stands among them is in use. */
  readonly literals: ReadonlySet<string>
  /** Template texts such as `nav.${id}`, as patterns of the ids they can give. */
  readonly templates: readonly RegExp[]
  /** Ids that are asked for by name and must exist. */
  readonly wanted: ReadonlySet<string>
}

const QUOTED = /'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"/g
const TEMPLATE = /`((?:[^`\\]|\\.)*)`/g
const ASKED = /\b(?:t|rich|text)\(\s*'([^'\n]+)'/g

/** An id begins with a word and a dot: other template texts are none of ours. */
const FAMILY = /^[a-z]+\.[^\s]*\$\{/

function patternOf(template: string): RegExp {
  const parts = template.split(/\$\{[^}]*\}/)
  const escaped = parts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${escaped.join('.*')}$`)
}

/** Reads one source text, without parsing it: comments count too, which does no harm. */
export function readMentions(source: string): Mentions {
  const literals = new Set<string>()
  for (const match of source.matchAll(QUOTED)) literals.add(match[1] ?? match[2] ?? '')
  const templates = [...source.matchAll(TEMPLATE)]
    .map((match) => match[1] ?? '')
    .filter((text) => FAMILY.test(text))
    .map(patternOf)
  const wanted = new Set([...source.matchAll(ASKED)].map((match) => match[1] ?? ''))
  return { literals, templates, wanted }
}

export function joinMentions(all: readonly Mentions[]): Mentions {
  return {
    literals: new Set(all.flatMap((each) => [...each.literals])),
    templates: all.flatMap((each) => each.templates),
    wanted: new Set(all.flatMap((each) => [...each.wanted])),
  }
}
