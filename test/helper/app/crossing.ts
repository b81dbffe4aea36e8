import type { ElectronApplication } from '@playwright/test'

interface Kept {
  keptCrossings?: string[]
}

type Handler = (...args: unknown[]) => unknown

/**
 * From now on a copy is kept of all that the main process tells the window, in answers and in
 * events; answers what came so far. Throws where Electron keeps its handlers no longer as here.
 */
export async function catchCrossings(app: ElectronApplication): Promise<() => Promise<string[]>> {
  await app.evaluate(({ ipcMain, BrowserWindow }) => {
    const kept: string[] = []
    Object.assign(globalThis, { keptCrossings: kept })
    const keep = (what: string, value: unknown): void => {
      kept.push(`${what} ${JSON.stringify(value)}`)
    }
    const { _invokeHandlers: handlers } = ipcMain as unknown as {
      readonly _invokeHandlers?: Map<string, Handler>
    }
    if (handlers === undefined || handlers.size === 0) throw new Error('No handlers were found')
    for (const [channel, handler] of handlers) {
      handlers.set(channel, async (...args) => {
        const answer = await handler(...args)
        keep(`answer to ${String(args[1])}`, answer)
        return answer
      })
    }
    for (const { webContents } of BrowserWindow.getAllWindows()) {
      const send = webContents.send.bind(webContents)
      webContents.send = (channel, ...args: unknown[]) => {
        keep(`event ${String(args[0])}`, args)
        send(channel, ...args)
      }
    }
  })
  return () => app.evaluate(() => [...((globalThis as unknown as Kept).keptCrossings ?? [])])
}
