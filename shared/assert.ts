/** Marks a place no value can reach; a new member of a union makes it fail to compile. */
export function assertNever(value: never): never {
  throw new Error(`Unhandled case: ${typeof value}`)
}

/** Stops on a broken invariant: a defect of the program, never of its input. */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`Invariant broken: ${message}`)
}
