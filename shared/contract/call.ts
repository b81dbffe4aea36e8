import { z } from 'zod'

/** One entry of the contract: what goes in, what comes out, and whether it needs an open vault. */
export interface CallEntry<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  readonly input: I
  readonly output: O
  readonly needs: 'nothing' | 'open-vault'
}

export function call<I extends z.ZodType, O extends z.ZodType>(
  input: I,
  output: O,
  needs: CallEntry['needs'] = 'open-vault',
): CallEntry<I, O> {
  return { input, output, needs }
}

/** No input, or no output. */
export const nothing = z.null()

const jsonTextInner = new WeakMap<z.ZodType, z.ZodType>()

/**
 * A text that is the JSON of `inner`. Ten thousand rows cross to the window as one string in half
 * the time they take as objects, and are not parsed twice. Only for output that the main process
 * builds from its own typed values; tests parse it by `innerOf`.
 */
export function jsonText<T extends z.ZodType>(
  inner: T,
): z.ZodString & { readonly _json?: z.infer<T> } {
  const schema = z.string()
  jsonTextInner.set(schema, inner)
  return schema
}

export function innerOf(schema: z.ZodType): z.ZodType | undefined {
  return jsonTextInner.get(schema)
}
