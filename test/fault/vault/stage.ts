import { join } from 'node:path'
import { systemClock } from '../../../electron/app/clock'
import type { Clock } from '../../../electron/service/port'
import { createVaultOpener } from '../../../electron/vault/open'
import type { SealedVault } from '../../../electron/vault/vault'
import { fileKeychain } from '../../helper/file-keychain'
import { say } from '../../helper/say'
import { lines, random } from '../../helper/vault'
import type { Content, Step } from './model'

/** Where the vaults of a run are, each in a folder of its own, and the keychain of all of them. */
export interface Ground {
  readonly root: string
}

export const folderOf = ({ root }: Ground, vault: string) => join(root, vault)
export const keychainOf = ({ root }: Ground) => join(root, 'keychain.json')

/** What a writing process says: what is about to be done, and that it was acknowledged. */
export type Said = { readonly try: Step } | { readonly did: Step }

/** What a scenario's process works with. */
export interface Stage extends Ground {
  /** Whether enough steps are done; without a limit it writes until it is killed. */
  readonly over: () => boolean
  /** Opens a vault by the real opener, or ends the process. */
  open(vault: string): Promise<SealedVault>
  /** Says what it is about to do, does it, and says that it is done. */
  step<T>(step: Step, act: () => T | Promise<T>): Promise<T>
}

/** One kind of writing, to be killed in the middle of. */
export interface Scenario {
  readonly name: string
  /** Makes what is there before, in the test's own process: what each vault holds then. */
  readonly prepare?: (ground: Ground) => Promise<Readonly<Record<string, Content>>>
  /** Runs in a process of its own. */
  readonly run: (stage: Stage) => Promise<void>
}

export function openerOf(ground: Ground, vault: string, clock: Clock = systemClock) {
  const folder = folderOf(ground, vault)
  const keychain = fileKeychain(keychainOf(ground))
  return createVaultOpener({ folder, keychain, clock, random, log: lines() })
}

export async function openVault(ground: Ground, vault: string): Promise<SealedVault> {
  const outcome = await openerOf(ground, vault).open(() => undefined)
  if (outcome.state !== 'open') throw new Error(`The vault did not open: ${outcome.state}`)
  return outcome.vault
}

/** `most` 0: without a limit. */
export function stageAt(root: string, most: number): Stage {
  let done = 0
  const tell = (what: Said): void => say(JSON.stringify(what))
  return {
    root,
    over: () => most > 0 && done >= most,
    open: (vault) => openVault({ root }, vault),
    async step(step, act) {
      tell({ try: step })
      const result = await act()
      tell({ did: step })
      done++
      return result
    },
  }
}
