import { basename, join } from 'node:path'
import { app, dialog, type BrowserWindow } from 'electron'
import type { FileSaver, Words } from '../service/port'
import { readWhole } from './read-file'
import { saveFile } from './save-file'

/** Asks with the system's own dialog. The path stays in here. */
export function systemFileSaver(window: () => BrowserWindow | null, words: Words): FileSaver {
  return {
    async choose({ name, kind, anywhere }) {
      const options: Electron.SaveDialogOptions = {
        defaultPath: anywhere ? name : join(app.getPath('documents'), name),
        filters: [{ name: words.text(`file.${kind}`), extensions: [kind] }],
        properties: ['createDirectory', 'showOverwriteConfirmation'],
      }
      const own = window()
      const { canceled, filePath } = await (own
        ? dialog.showSaveDialog(own, options)
        : dialog.showSaveDialog(options))
      if (canceled || filePath === '') return null
      return {
        name: basename(filePath),
        write: (next) => saveFile(filePath, app.getPath('userData'), next),
        read: () => readWhole(filePath, Number.MAX_SAFE_INTEGER),
      }
    },
  }
}
