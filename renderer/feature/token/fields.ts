import type { FieldSpec, FieldValues } from '../../../shared/model/service'

export type FieldValue = FieldValues[string]

export function isEmpty(value: FieldValue | undefined): boolean {
  return value === undefined || value.length === 0
}

/** Whether a text has the form that its platform uses. */
export function fitsPattern(field: FieldSpec, value: FieldValue | undefined): boolean {
  if (field.pattern === null || typeof value !== 'string' || value === '') return true
  return new RegExp(field.pattern).test(value)
}
