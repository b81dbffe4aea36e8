import type { RefObject } from 'react'

export type InputRef = RefObject<HTMLInputElement | null>

/** Reads a field and empties it: what was in it is nowhere in the window any more. */
export function drain(field: InputRef): string {
  const text = field.current?.value ?? ''
  if (field.current) field.current.value = ''
  return text
}
