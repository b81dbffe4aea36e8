import { scrub } from '../../shared/redact'
import {
  accessLayer,
  expiry as expirySchema,
  fact,
  FACT_TEXT_MAX,
  type AccessLayer,
  type Expiry,
  type Fact,
  type Identity,
} from '../../shared/model/token'
import type { Description } from '../platform/adapter'
import { cut, plainLine } from './label'

/** A description that is fit to be stored and shown: cut, one line each, without the secret. */
export interface Described {
  readonly account: string | null
  readonly project: string | null
  readonly identity: Identity
  readonly access: AccessLayer[]
  readonly expiry: Expiry | undefined
  readonly facts: Fact[]
}

const FACTS_MAX = 100
const LAYERS_MAX = 4
const VALUES_MAX = 200
const ID_MAX = 200
const VALUE_MAX = 100

/**
 * Cleans what a platform told. Adapters cut and check already; this is the last gate before
 * storage, so nothing a server answers can break a record, whichever adapter is new.
 */
export function described(description: Description, secret: string): Described {
  const text = (value: string | undefined, max: number): string | null => {
    const clean = cut(plainLine(scrub(value ?? '', [secret])), max)
    return clean === '' ? null : clean
  }
  const list = (values: readonly string[], max: number): string[] =>
    values.flatMap((value) => text(value, max) ?? []).slice(0, VALUES_MAX)

  const cleanFact = (each: Fact): Fact[] => {
    const value = Array.isArray(each.value)
      ? list(each.value, FACT_TEXT_MAX)
      : typeof each.value === 'string'
        ? text(each.value, FACT_TEXT_MAX)
        : each.value
    const parsed = fact.safeParse({ ...each, value })
    return parsed.success ? [parsed.data] : []
  }
  const cleanLayer = (each: AccessLayer): AccessLayer[] => {
    const parsed = accessLayer.safeParse({ ...each, values: list(each.values, VALUE_MAX) })
    return parsed.success ? [parsed.data] : []
  }
  const expiry = expirySchema.safeParse(description.expiry)
  return {
    account: text(description.account, FACT_TEXT_MAX),
    project: text(description.project, FACT_TEXT_MAX),
    identity: {
      account: text(description.accountId, ID_MAX),
      project: text(description.projectId, ID_MAX),
    },
    access: (description.access ?? []).flatMap(cleanLayer).slice(0, LAYERS_MAX),
    expiry: expiry.success ? expiry.data : undefined,
    facts: (description.facts ?? []).flatMap(cleanFact).slice(0, FACTS_MAX),
  }
}

/** New facts over old ones with the same key; the rest stays. */
export function mergeFacts(before: readonly Fact[], after: readonly Fact[]): Fact[] {
  const fresh = new Set(after.map((each) => each.key))
  return [...after, ...before.filter((each) => !fresh.has(each.key))].slice(0, FACTS_MAX)
}

/** Layers that a later answer tells replace their own kind; a short check leaves the others be. */
export function mergeAccess(
  before: readonly AccessLayer[],
  after: readonly AccessLayer[],
): AccessLayer[] {
  const told = new Map(after.map((layer) => [layer.layer, layer]))
  const kept = before.map((layer) => told.get(layer.layer) ?? layer)
  const known = new Set(before.map(({ layer }) => layer))
  return [...kept, ...after.filter(({ layer }) => !known.has(layer))].slice(0, LAYERS_MAX)
}
