import { join } from 'node:path'
import { repoRoot } from '../repo'
import type { Program } from './program'
import type { FilledApp } from './start'
import { runJob } from './vault-figures'
import type { VaultPlace } from './vault/job'

/** Makes the folders in which the bare window and the app keep their data, each filled once. */
export class Profiles {
  readonly #folder: string
  readonly #env: NodeJS.ProcessEnv
  readonly #made = new Map<number, FilledApp>()

  /** `env` leads to a keychain that may be written. */
  constructor(folder: string, env: NodeJS.ProcessEnv) {
    this.#folder = folder
    this.#env = env
  }

  bare(): Program {
    const folder = join(repoRoot, 'scripts', 'bench', 'bare')
    return { folder, data: join(this.#folder, 'bare') }
  }

  /** The app on a vault with so many tokens. */
  async app(tokens: number): Promise<FilledApp> {
    const known = this.#made.get(tokens)
    if (known !== undefined) return known
    const data = join(this.#folder, `app-${tokens}`)
    const app = { tokens, program: { folder: repoRoot, data } }
    await runJob({ name: 'fill', place: placeOf(app.program), tokens }, this.#env)
    this.#made.set(tokens, app)
    return app
  }

  /** The vault of that app. */
  async vault(tokens: number): Promise<VaultPlace> {
    return placeOf((await this.app(tokens)).program)
  }

  /** A place where there is no vault yet. */
  newVault(): VaultPlace {
    return { folder: join(this.#folder, 'new-vault'), keychainService: KEYCHAIN_SERVICE }
  }
}

/** Where the app has its vault, and under which name its key: see electron/app/compose.ts. */
function placeOf(program: Program): VaultPlace {
  return { folder: program.data, keychainService: KEYCHAIN_SERVICE }
}

/** The app's own, as in electron/app/surroundings.ts. */
const KEYCHAIN_SERVICE = 'Keyglot'
