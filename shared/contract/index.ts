import type { z } from 'zod'
import type { Result } from '../result'
import { appCalls } from './app'
import { auditCalls } from './audit'
import { backupCalls } from './backup'
import { destinationCalls } from './destination'
import { exchangeCalls } from './exchange'
import { inventoryCalls } from './inventory'
import type { CallName } from './names'
import { rotationCalls } from './rotation'
import { tokenCalls } from './token'
import { transferCalls } from './transfer'
import { vaultCalls } from './vault'

/** Every call of the window to the main process. No code: both sides derive from it. */
export const contract = {
  ...appCalls,
  ...vaultCalls,
  ...backupCalls,
  ...tokenCalls,
  ...destinationCalls,
  ...rotationCalls,
  ...inventoryCalls,
  ...exchangeCalls,
  ...auditCalls,
  ...transferCalls,
}
export type Contract = typeof contract

type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : never) : never
/** Fails to compile if the list of names and the contract differ. @public */
export const NAMES_AGREE: Same<keyof Contract, CallName> = true

export type Input<N extends CallName> = z.infer<Contract[N]['input']>
export type Output<N extends CallName> = z.infer<Contract[N]['output']>

/** What a call answers: a value, or a named failure. */
export type Answer<N extends CallName> = Result<Output<N>>

/** One function per call; a missing or extra one does not compile. */
export type Handlers = {
  readonly [N in CallName]: (input: Input<N>) => Promise<Answer<N>> | Answer<N>
}
