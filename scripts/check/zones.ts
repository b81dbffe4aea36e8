import { ESLint } from 'eslint'
import ts from 'typescript-eslint'
import { repoRoot } from '../repo'
import { runMain } from '../user-error'

/** Wrong imports, one for each kind of line; each has to be refused by `npm run lint`. */
const WRONG = [
  ['shared/result.ts', 'node:fs'],
  ['shared/result.ts', '../electron/service/port'],
  ['electron/service/port.ts', 'electron'],
  ['electron/service/port.ts', 'better-sqlite3'],
  ['electron/ipc/register.ts', '../vault/open'],
  ['electron/platform/adapter.ts', 'undici'],
  ['electron/main.ts', 'keytar'],
  ['renderer/bridge.ts', '../electron/service/port'],
] as const

/** Lints a real file of the project, with the project's own configuration, but other contents. */
async function isRefused(eslint: ESLint, file: string, imported: string): Promise<boolean> {
  const code = `import * as wrong from '${imported}'\nexport const used = wrong\n`
  const [result] = await eslint.lintText(code, { filePath: file })
  return (
    result?.messages.some(
      ({ ruleId, severity }) => ruleId === 'no-restricted-imports' && severity === 2,
    ) === true
  )
}

await runMain(async () => {
  // The rules in question need no types; without them this takes a second instead of twelve.
  const overrideConfig = { files: ['**/*.{ts,tsx}'], ...ts.configs.disableTypeChecked }
  const eslint = new ESLint({ cwd: repoRoot, overrideConfig })
  let passed = 0
  for (const [file, imported] of WRONG) {
    if (await isRefused(eslint, file, imported)) passed += 1
    else console.error(`${file} may import ${imported}, but must not`)
  }
  console.log(`${passed} of ${WRONG.length} wrong imports were refused`)
  return passed === WRONG.length ? 0 : 1
})
