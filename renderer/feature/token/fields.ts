import type { FieldSpec, FieldValues, KindInfo } from '../../../shared/model/service'

export type FieldValue = FieldValues[string]

export function isEmpty(value: FieldValue | undefined): boolean {
  return value === undefined || value.length === 0
}

/** Whether a text has the form that its platform uses. */
export function fitsPattern(field: FieldSpec, value: FieldValue | undefined): boolean {
  if (field.pattern === null || typeof value !== 'string' || value === '') return true
  return new RegExp(field.pattern).test(value)
}

/** The names under which tools read a token: what its own fields tell first. */
export function envNamesOf(
  kind: Pick<KindInfo, 'fields' | 'envNames'>,
  values: FieldValues,
): readonly string[] {
  const own = kind.fields.flatMap(({ key, envNames = {} }) => {
    const name = new Map(Object.entries(envNames)).get(String(values[key] ?? ''))
    return name === undefined ? [] : [name]
  })
  return [...new Set([...own, ...kind.envNames])]
}
