import type { BrowserWindow } from 'electron'
import { appError } from '../../shared/error'
import type { KitPrinter } from '../ipc/vault-handler'
import { err, ok } from '../../shared/result'
import type { FileSaver, Words } from '../service/port'

/** The kit is what the window shows with its styles for print: nothing else of it is on paper. */
export function windowKitPrinter(
  window: () => BrowserWindow | null,
  saver: FileSaver,
  words: Words,
): KitPrinter {
  return {
    async savePdf() {
      const own = window()
      if (!own) return ok({ file: null })
      const target = await saver.choose({ name: words.text('file.kit-name'), kind: 'pdf' })
      if (target === null) return ok({ file: null })
      const pdf = await own.webContents
        .printToPDF({ pageSize: 'A4', printBackground: false })
        .catch(() => null)
      if (pdf === null) return err(appError('file.failed'))
      const pieces = [pdf]
      const saved = await target.write(() => Promise.resolve(ok(pieces.shift() ?? null)))
      pdf.fill(0)
      return saved.ok ? ok({ file: target.name }) : saved
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
