import type { FieldSpec, FieldValues, KindInfo } from '../../../shared/model/service'

export type FieldValue = FieldValues[string]

export function isEmpty(value: FieldValue | undefined): boolean {
  return value === undefined || (typeof value === 'string' ? value.trim() : value).length === 0
}

/**
 * The values with one changed. A text stays as it is typed, with the space that its next word
 * follows; whoever takes it over cuts its ends.
 */
export function withField(values: FieldValues, key: string, value: FieldValue): FieldValues {
  const next = new Map(Object.entries(values)).set(key, value)
  return Object.fromEntries([...next].filter(([, each]) => !isEmpty(each)))
}

/** Whether a text has the form that its platform uses. */
export function fitsPattern(field: FieldSpec, value: FieldValue | undefined): boolean {
  if (field.pattern === null || typeof value !== 'string' || value.trim() === '') return true
  return new RegExp(field.pattern).test(value.trim())
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
