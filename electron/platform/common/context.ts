import type { PasteContext, Recognized } from '../adapter'

/** What a platform's values stand beside. All lower case. */
export interface Surroundings {
  /** Part of a variable's name or of the text around. */
  readonly word: string
  /** Hosts, and all below them. */
  readonly hosts: readonly string[]
  /** Headers that are the platform's own. */
  readonly headers: readonly string[]
}

/** Whether something around a value names the platform. */
export function isNear(context: PasteContext, near: Surroundings): boolean {
  const { variable, header, host, around } = context
  if (variable?.includes(near.word) === true || around.includes(near.word)) return true
  if (header !== null && near.headers.includes(header)) return true
  return near.hosts.some((name) => host === name || host?.endsWith(`.${name}`) === true)
}

/** A shape without a prefix of its own: likely beside its platform's name, else only possible. */
export function byContext(
  kind: Recognized['kind'],
  near: boolean,
  facts: Recognized['facts'] = [],
): Recognized {
  return { kind, confidence: near ? 'likely' : 'possible', facts }
}

/** A JSON Web Token: made to live for minutes or hours, so never worth keeping. */
export function isJwt(value: string): boolean {
  return /^eyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*$/.test(value)
}
