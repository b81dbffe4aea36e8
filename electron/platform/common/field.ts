import type { FieldValues } from '../../../shared/model/service'
import type { AccessLayer } from '../../../shared/model/token'
import { cleanText } from './text'

/** A field's text; undefined if nothing was entered. */
export function fieldText(fields: FieldValues, key: string): string | undefined {
  const value = fields[key]
  const text = typeof value === 'string' ? value.trim() : ''
  return text === '' ? undefined : text
}

/** A field's values: one for a text, several for a choice of several, parts of a list with commas. */
export function fieldList(fields: FieldValues, key: string): string[] {
  const value = fields[key]
  const parts = typeof value === 'string' ? value.split(',') : (value ?? [])
  return parts.map((part) => cleanText(part, 100)).filter((part) => part !== '')
}

/** Layers of rights that only the user can tell, because the platform has no way to ask. */
export function enteredAccess(
  fields: FieldValues,
  layers: Readonly<Partial<Record<AccessLayer['layer'], string>>>,
): AccessLayer[] {
  return Object.entries(layers).flatMap(([layer, key]) => {
    const values = fieldList(fields, key)
    const named = layer as AccessLayer['layer']
    return values.length === 0 ? [] : [{ layer: named, values, source: 'user' }]
  })
}
