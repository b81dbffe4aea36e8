import { ESLint } from 'eslint'
import parser from 'typescript-eslint'
import { describe, expect, it } from 'vitest'
import { zones } from '../../../scripts/lint/zones.js'

/** Lints one imaginary file by the import zones alone. */
const eslint = new ESLint({
  overrideConfigFile: true,
  overrideConfig: [
    { files: ['**/*.{ts,tsx}'], languageOptions: { parser: parser.parser } },
    ...zones,
  ],
})

const STATIC = (name: string): string => `import { x } from '${name}'\nexport const y = x\n`
const DYNAMIC = (name: string): string => `export const y = import('${name}')\n`

async function refusals(file: string, code: string): Promise<string[]> {
  const [result] = await eslint.lintText(code, { filePath: file })
  return result!.messages.map((message) => message.ruleId ?? message.message)
}

const FORBIDDEN: readonly (readonly [file: string, imported: string])[] = [
  ['shared/model/token.ts', 'node:fs'],
  ['shared/model/token.ts', '../../electron/service/port'],
  ['shared/contract/app.ts', '../../renderer/bridge'],
  ['shared/redact.ts', 'react'],
  ['renderer/bridge.ts', '../electron/service/port'],
  ['renderer/app.tsx', 'electron'],
  ['renderer/feature/list/list.tsx', 'node:path'],
  ['electron/service/token-service.ts', 'electron'],
  ['electron/service/token-service.ts', 'node:crypto'],
  ['electron/service/token-service.ts', '../vault/open'],
  ['electron/service/token-service.ts', '../keychain/os-keychain'],
  ['electron/service/token-service.ts', '../platform/registry'],
  ['electron/service/token-service.ts', '../ipc/register'],
  ['electron/service/token-service.ts', 'better-sqlite3'],
  ['electron/service/import-service.ts', '../transfer/csv'],
  ['electron/transfer/csv.ts', '../vault/open'],
  ['electron/transfer/csv.ts', '../service/token-service'],
  ['electron/transfer/csv.ts', '../platform/registry'],
  ['electron/transfer/csv.ts', 'electron'],
  ['electron/ipc/register.ts', '../transfer/formats'],
  ['electron/vault/open.ts', 'keytar'],
  ['electron/vault/open.ts', '../keychain/os-keychain'],
  ['electron/vault/open.ts', 'electron'],
  ['electron/keychain/os-keychain.ts', 'better-sqlite3'],
  ['electron/keychain/os-keychain.ts', '../vault/open'],
  ['electron/bus/bus.ts', '@jellybrick/dbus-next'],
  ['electron/bus/bus.ts', '../app/clock'],
  ['electron/bus/bus.ts', 'electron'],
  ['electron/service/lock-watch.ts', '../bus/bus'],
  ['electron/platform/registry.ts', 'undici'],
  ['electron/platform/registry.ts', '../vault/open'],
  ['electron/platform/tolgee/api.ts', 'undici'],
  ['electron/platform/tolgee/api.ts', '../phrase/api'],
  ['electron/platform/tolgee/api.ts', '../http'],
  ['electron/platform/tolgee/api.ts', '../../vault/open'],
  ['electron/platform/tolgee/api.ts', 'node:http'],
  ['electron/ipc/register.ts', 'electron'],
  ['electron/ipc/register.ts', '../vault/open'],
  ['electron/app/window.ts', 'keytar'],
  ['electron/main.ts', 'undici'],
  ['electron/vault/open.ts', 'koffi'],
  ['electron/main.ts', '../renderer/bridge'],
]

const ALLOWED: readonly (readonly [file: string, imported: string])[] = [
  ['shared/model/token.ts', 'zod'],
  ['renderer/bridge.ts', '../shared/contract'],
  ['renderer/app.tsx', 'react'],
  ['electron/service/token-service.ts', './port'],
  ['electron/service/token-service.ts', '../platform/adapter'],
  ['electron/service/import-service.ts', '../transfer/entry'],
  ['electron/transfer/csv.ts', '../service/secret'],
  ['electron/transfer/csv.ts', 'node:zlib'],
  ['electron/vault/open.ts', 'better-sqlite3'],
  ['electron/vault/open.ts', '../service/port'],
  ['electron/keychain/os-keychain.ts', 'keytar'],
  ['electron/bus/bus.ts', '../service/port'],
  ['electron/app/process-rules.ts', 'koffi'],
  ['electron/platform/http.ts', 'undici'],
  ['electron/platform/tolgee/api.ts', '../adapter'],
  ['electron/platform/tolgee/api.ts', '../../../shared/result'],
  ['electron/ipc/register.ts', '../service/port'],
  ['electron/main.ts', 'electron'],
  ['electron/main.ts', './vault/open'],
]

describe('import zones', () => {
  it.each(FORBIDDEN)('%s must not import %s', async (file, imported) => {
    expect(await refusals(file, STATIC(imported))).toEqual(['no-restricted-imports'])
    expect(await refusals(file, DYNAMIC(imported))).toEqual(['zones/dynamic-imports'])
  })

  it.each(ALLOWED)('%s may import %s', async (file, imported) => {
    expect(await refusals(file, STATIC(imported))).toEqual([])
    expect(await refusals(file, DYNAMIC(imported))).toEqual([])
  })

  it('refuses an import whose name cannot be read', async () => {
    const code = 'const name = "./x"\nexport const y = import(name)\n'
    expect(await refusals('electron/service/a.ts', code)).toEqual(['zones/dynamic-imports'])
  })
})
