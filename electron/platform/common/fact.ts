import { cleanText } from './text'
import type { Fact, FactSource } from '../../../shared/model/token'

/** Facts are built as lists, so that an absent value adds nothing. */
export function textFact(
  key: string,
  value: string | null | undefined,
  source: FactSource = 'platform',
): Fact[] {
  if (value === null || value === undefined) return []
  const clean = cleanText(value)
  return clean === '' ? [] : [{ key, value: clean, format: 'text', source }]
}

/** Epoch ms. */
export function dateFact(key: string, value: number | null | undefined): Fact[] {
  return value == null ? [] : [{ key, value, format: 'date', source: 'platform' }]
}

export function numberFact(key: string, value: number | null | undefined): Fact[] {
  return value == null ? [] : [{ key, value, format: 'number', source: 'platform' }]
}

export function flagFact(
  key: string,
  value: boolean | null | undefined,
  source: FactSource = 'platform',
): Fact[] {
  return value == null ? [] : [{ key, value, format: 'yes-no', source }]
}

/** At most 200 entries; an empty list says something too, and is kept. */
export function listFact(key: string, values: readonly string[] | null | undefined): Fact[] {
  if (values == null) return []
  const clean = values.slice(0, 200).map((value) => cleanText(value))
  return [{ key, value: clean, format: 'list', source: 'platform' }]
}
