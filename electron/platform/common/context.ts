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

/**
 * How something beside a value names the platform: its variable, header or host; the text around,
 * which may be about another value; or nothing.
 */
type Nearness = 'named' | 'around' | 'none'

export function nearnessOf(context: PasteContext, near: Surroundings): Nearness {
  const { variable, header, around } = context
  const named =
    variable?.includes(near.word) === true ||
    (header !== null && (near.headers.includes(header) || header.includes(near.word))) ||
    isHostOf(context, near.hosts)
  if (named) return 'named'
  return around.includes(near.word) ? 'around' : 'none'
}

/** Whether the address beside a value is one of these hosts, or below them. */
export function isHostOf({ host }: PasteContext, hosts: readonly string[]): boolean {
  return hosts.some((name) => host === name || host?.endsWith(`.${name}`) === true)
}

/** A shape without a prefix of its own: likely beside its platform's name, else only possible. */
export function byContext(
  kind: Recognized['kind'],
  near: Nearness,
  facts: Recognized['facts'] = [],
): Recognized {
  const confidence = near === 'none' ? 'possible' : 'likely'
  return { kind, confidence, facts, ...(near === 'around' ? { byText: true } : {}) }
}

/** A field as it may stand beside a value. */
export interface FieldBeside {
  readonly key: string
  /** What it is called there, in lower case. */
  readonly name: RegExp
  readonly fits: RegExp
}

/** The field's value where one stood beside; two different ones are none. */
export function withField(context: PasteContext, field: FieldBeside): Pick<Recognized, 'fields'> {
  const values = (context.beside ?? [])
    .filter(({ name, value }) => field.name.test(name) && field.fits.test(value))
    .map(({ value }) => value)
  const [first, ...others] = new Set(values)
  return first === undefined || others.length > 0 ? {} : { fields: { [field.key]: first } }
}

/** A JSON Web Token: made to live for minutes or hours, so never worth keeping. */
export function isJwt(value: string): boolean {
  return /^eyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*$/.test(value)
}
