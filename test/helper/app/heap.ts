import { readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ElectronApplication } from '@playwright/test'

/** Longer texts would be cut in a snapshot, and what is looked for with them. */
const WHOLE_TEXTS = '--heap-snapshot-string-limit=10000000'

/** Start the app with it, so that a snapshot of the window has all texts whole. */
export const WHOLE_TEXTS_ARGUMENT = `--js-flags=${WHOLE_TEXTS}`

async function read(path: string): Promise<Buffer> {
  try {
    return await readFile(path)
  } finally {
    await rm(path, { force: true })
  }
}

/** Everything that scripts of the window's present process can still reach. */
export async function windowHeap(app: ElectronApplication): Promise<Buffer> {
  const path = join(tmpdir(), `keyglot-window-${process.pid}.heapsnapshot`)
  await app.evaluate(async ({ BrowserWindow }, file) => {
    const [window] = BrowserWindow.getAllWindows()
    await window?.webContents.takeHeapSnapshot(file)
  }, path)
  return read(path)
}

/** The same of the main process, after its garbage was collected. */
export async function mainHeap(app: ElectronApplication): Promise<Buffer> {
  const path = join(tmpdir(), `keyglot-main-${process.pid}.heapsnapshot`)
  await app.evaluate(
    async (_electron, { file, flag }) => {
      const v8 = process.getBuiltinModule('node:v8')
      const { runInNewContext } = process.getBuiltinModule('node:vm')
      v8.setFlagsFromString('--expose-gc')
      v8.setFlagsFromString(flag)
      const collect = runInNewContext('gc') as () => void
      for (let times = 0; times < 3; times++) {
        collect()
        await new Promise((resolve) => setImmediate(resolve))
      }
      v8.writeHeapSnapshot(file)
    },
    { file: path, flag: WHOLE_TEXTS },
  )
  return read(path)
}
