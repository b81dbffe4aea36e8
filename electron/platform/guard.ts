import type { AccessLayer, Fact } from '../../shared/model/token'
import type { Evidence } from '../../shared/model/verdict'
import type { Description } from './adapter'

/** Whether a text repeats a secret. */
export type Taint = (text: string) => boolean

/**
 * Recognizes secrets in what a server said. A hostile or careless server can repeat one in a name
 * or a code; from there it would reach the list, the log and the screen.
 */
export function taintOf(secrets: readonly string[]): Taint {
  const forms = secrets.filter((secret) => secret.length >= 8).flatMap(formsOf)
  return (text) => {
    const lower = text.toLowerCase()
    return forms.some((form) => lower.includes(form) || endsInside(lower, form))
  }
}

/** The same evidence without a code that repeats a secret. */
export function cleanEvidence(evidence: Evidence, taint: Taint): Evidence {
  return evidence.code !== null && taint(evidence.code) ? { ...evidence, code: null } : evidence
}

/** The same description without every text that repeats a secret. */
export function cleanDescription(description: Description, taint: Taint): Description {
  const { access, facts, expiry, ...texts } = description
  const kept = Object.entries(texts).filter(([, value]) => !taint(value))
  return {
    ...(Object.fromEntries(kept) as typeof texts),
    ...(expiry === undefined ? {} : { expiry }),
    ...(access === undefined ? {} : { access: access.map((layer) => cleanLayer(layer, taint)) }),
    ...(facts === undefined ? {} : { facts: facts.flatMap((fact) => cleanFact(fact, taint)) }),
  }
}

function cleanLayer(layer: AccessLayer, taint: Taint): AccessLayer {
  return { ...layer, values: layer.values.filter((value) => !taint(value)) }
}

function cleanFact(fact: Fact, taint: Taint): Fact[] {
  if (Array.isArray(fact.value)) {
    return [{ ...fact, value: fact.value.filter((value) => !taint(value)) }]
  }
  return typeof fact.value === 'string' && taint(fact.value) ? [] : [fact]
}

/** The forms in which a secret can come back, in lower case. */
function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret, 'utf8')
  const forms = [
    secret,
    encodeURIComponent(secret),
    bytes.toString('base64').replace(/=+$/, ''),
    bytes.toString('base64url'),
    bytes.toString('hex'),
    Array.from(secret).reverse().join(''),
  ]
  bytes.fill(0)
  return forms.map((form) => form.toLowerCase())
}

/** A text that was cut can end in the middle of a secret; twelve characters of it are too many. */
function endsInside(text: string, form: string): boolean {
  const at = text.lastIndexOf(form.slice(0, 12))
  return at >= 0 && form.length > 12 && form.startsWith(text.slice(at).replace(/…$/, ''))
}
