import type { z } from 'zod'
import type { CallEntry } from '../../shared/contract/call'
import { appError, type AppError } from '../../shared/error'
import { err, ok, type Result } from '../../shared/result'
import type { Logger } from '../service/port'

/** A handler as the guard calls it: its input is parsed, its output is not yet. */
type AnyHandler = (input: never) => unknown

export interface RegisterOptions<Event> {
  readonly contract: Readonly<Record<string, CallEntry>>
  readonly handlers: Readonly<Record<string, AnyHandler>>
  /** Whether the call comes from the main frame of our own window at our own origin. */
  readonly trusted: (event: Event) => boolean
  /** A promise while the vault is being opened at the start: calls that need it wait so long. */
  readonly vaultOpen: () => boolean | Promise<boolean>
  readonly log: Logger
}

/**
 * The one gate between window and main process. In this order: sender, name, input, lock state,
 * handler, output. Whatever happens behind it, an answer is a value; the message of an exception
 * never crosses, and neither does any part of an input that was refused.
 */
export function createGuard<Event>(
  options: RegisterOptions<Event>,
): (event: Event, ...args: unknown[]) => Promise<Result<unknown>> {
  return (event, name, input) => guard(options, event, { name, input })
}

async function guard<Event>(
  options: RegisterOptions<Event>,
  event: Event,
  call: { name: unknown; input: unknown },
): Promise<Result<unknown>> {
  const { contract, handlers, log } = options
  if (!options.trusted(event)) {
    log.warn('refused a call from a foreign sender')
    return err(appError('call.refused'))
  }
  const { name } = call
  if (typeof name !== 'string') return err(appError('call.unknown'))
  const entry = own(contract, name)
  const handler = own(handlers, name)
  if (!entry || !handler) return err(appError('call.unknown'))

  try {
    const input = entry.input.safeParse(call.input)
    if (!input.success) return err(appError('call.invalid', { path: pathOf(input.error) }))
    if (entry.needs === 'open-vault' && !(await options.vaultOpen()))
      return err(appError('vault.not-open'))
    const answer = (await handler(input.data as never)) as Result<unknown>
    if (!answer.ok) return err(plain(answer.error))
    const output = entry.output.safeParse(answer.value)
    if (output.success) return ok(output.data)
    throw new Error(`output does not fit the contract at ${pathOf(output.error)}`)
  } catch (cause) {
    return err(appError('internal', { log: log.fault(`call ${name} failed`, cause) }))
  }
}

/** Only what an object itself has: `constructor` and `__proto__` name nothing. */
function own<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined
}

/** A failure as it crosses: nothing that a service may have hung onto it. */
function plain(error: AppError): AppError {
  return appError(error.code, error.params)
}

/** Where an input is wrong, in names of the schema; a key that may be the user's own is masked. */
function pathOf(error: z.ZodError): string {
  const path = error.issues[0]?.path ?? []
  return path.map((part) => (isPlainName(part) ? String(part) : '?')).join('.')
}

function isPlainName(part: PropertyKey): boolean {
  return (
    typeof part === 'number' || (typeof part === 'string' && /^[a-z][a-zA-Z]{0,23}$/.test(part))
  )
}
