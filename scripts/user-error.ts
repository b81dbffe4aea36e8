/** A failure the user can do something about: shown as its message alone, without a stack trace. */
export class UserError extends Error {
  override readonly name = 'UserError'
}

/** The words of anything thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** Runs a script's main function and turns its answer, or its failure, into the exit code. */
export async function runMain(main: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await main()
  } catch (error) {
    if (error instanceof UserError) console.error(error.message)
    else console.error(error)
    process.exitCode = 1
  }
}
