import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { repoRoot } from '../../../../scripts/repo'

/** A place in the built program and what stands there instead. */
export type Undoing = readonly [before: string | RegExp, after: string]

/** Takes away what can be taken away together, so that the page still works. */
export const UNDONE: readonly Undoing[] = [
  ['sandbox: true,', 'sandbox: false,'],
  ['nodeIntegration: false,', 'nodeIntegrationInWorker: true,'],
  [
    'webviewTag: false,',
    "webviewTag: true, webSecurity: false, allowRunningInsecureContent: true, experimentalFeatures: true, enableBlinkFeatures: 'CSSVariables',",
  ],
  ['installSessionRules();\n', '\n'],
  ['installNavigationRules();\n', '\n'],
  [/var CONTENT_SECURITY_POLICY = \[[^\]]*\]/, "var CONTENT_SECURITY_POLICY = ['img-src *']"],
  ['answer(file === void 0 ? NOT_FOUND :', "answer(file === void 0 ? { data: 'x' } :"],
  [/if \(!mayOpen\(url\)\) return [^\n]*\n/, '\n'],
  [/return frame\.origin === APP_ORIGIN/, 'return true'],
  [/if \(event\.sender !== own\.webContents[^\n]*\n/, '\n'],
  [
    'ipcMain.handle(CALL_CHANNEL',
    "ipcMain.handle('debug', () => 1);\n\tipcMain.handle(CALL_CHANNEL",
  ],
  [
    'electron.contextBridge.exposeInMainWorld',
    "electron.contextBridge.exposeInMainWorld('electron', { send() {} });\nelectron.contextBridge.exposeInMainWorld",
  ],
]

/** Takes away what keeps the page and the preload script apart: then there is no bridge either. */
export const NOT_ISOLATED: readonly Undoing[] = [
  ['sandbox: true,', 'sandbox: false,'],
  ['contextIsolation: true,', 'contextIsolation: false,'],
  ['nodeIntegration: false,', 'nodeIntegration: true,'],
]

async function undoIn(folder: string, undoings: readonly Undoing[]): Promise<readonly Undoing[]> {
  const found = new Set<Undoing>()
  for (const part of ['main', 'preload']) {
    const place = join(folder, 'out', part)
    for (const name of readdirSync(place).filter((each) => /\.c?js$/.test(each))) {
      const file = join(place, name)
      const code = await readFile(file, 'utf8')
      const undone = undoings.reduce((text, undoing) => {
        const next = text.replace(undoing[0], () => undoing[1])
        if (next !== text) found.add(undoing)
        return next
      }, code)
      if (undone !== code) await writeFile(file, undone)
    }
  }
  return undoings.filter((each) => !found.has(each))
}

/** A copy of the built app without some of its protections, to see that their checks notice. */
export async function makeUndone(
  undoings: readonly Undoing[],
): Promise<{ readonly folder: string; readonly remove: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'keyglot-undone-'))
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true })
  for (const part of ['main', 'preload', 'renderer']) {
    await cp(join(repoRoot, 'out', part), join(folder, 'out', part), { recursive: true })
  }
  await cp(join(repoRoot, 'package.json'), join(folder, 'package.json'))
  await symlink(join(repoRoot, 'node_modules'), join(folder, 'node_modules'), 'junction')
  const missing = await undoIn(folder, undoings)
  if (missing.length === 0) return { folder, remove }
  await remove()
  throw new Error(
    `not in the built program: ${missing.map(([before]) => String(before)).join('; ')}`,
  )
}
