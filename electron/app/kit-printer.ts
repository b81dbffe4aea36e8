import { basename, join } from 'node:path'
import { app, dialog, type BrowserWindow } from 'electron'
import { appError } from '../../shared/error'
import type { KitPrinter } from '../ipc/vault-handler'
import { err, ok } from '../../shared/result'
import type { Words } from '../service/port'
import { saveFile } from './save-file'

/** The kit is what the window shows with its styles for print: nothing else of it is on paper. */
export function windowKitPrinter(window: () => BrowserWindow | null, words: Words): KitPrinter {
  return {
    async savePdf() {
      const own = window()
      if (!own) return ok({ file: null })
      const { canceled, filePath } = await dialog.showSaveDialog(own, {
        defaultPath: join(app.getPath('documents'), words.text('file.kit-name')),
        filters: [{ name: 'PDF', extensions: ['pdf'] }],
        properties: ['createDirectory', 'showOverwriteConfirmation'],
      })
      if (canceled || filePath === '') return ok({ file: null })
      const pdf = await own.webContents
        .printToPDF({ pageSize: 'A4', printBackground: false })
        .catch(() => null)
      if (pdf === null) return err(appError('file.failed'))
      const pieces = [pdf]
      const saved = await saveFile(filePath, () => Promise.resolve(ok(pieces.shift() ?? null)))
      pdf.fill(0)
      return saved.ok ? ok({ file: basename(filePath) }) : saved
    },
    print() {
      const own = window()
      if (!own) return Promise.resolve(err(appError('file.failed')))
      return new Promise((resolve) => {
        own.webContents.print({ silent: false, printBackground: false }, (done, reason) => {
          // a dialog that was closed is no failure
          const given = done || reason === 'Print job canceled' || reason === 'cancelled'
          resolve(given ? ok() : err(appError('file.failed')))
        })
      })
    },
  }
}
