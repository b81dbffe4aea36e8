import { fileURLToPath } from 'node:url'
import { run } from '../../../scripts/process'
import { packageCommand, repoRoot } from '../../../scripts/repo'
import { keychainServiceOf } from './launch'

const command = fileURLToPath(new URL('seed-command.ts', import.meta.url))

/**
 * Makes a vault with many tokens in a profile where there is none, by the vault's own code and in
 * a process of its own, which finds the keychain by its environment.
 */
export async function seedVault(
  profile: string,
  count: number,
  env: NodeJS.ProcessEnv,
): Promise<void> {
  const args = [command, profile, keychainServiceOf(profile), String(count)]
  const ran = await run(process.execPath, [packageCommand('tsx'), ...args], { cwd: repoRoot, env })
  if (ran.code !== 0) throw new Error(`The vault was not filled: ${ran.output}`)
}
