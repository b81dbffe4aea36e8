import { createReadStream, lstatSync } from 'node:fs'
import { basename } from 'node:path'
import { dialog, type BrowserWindow } from 'electron'
import type { FileChooser } from '../service/backup-port'
import type { Words } from '../service/port'

/** Asks with the system's own dialog. The path stays in here. */
export function systemFileChooser(window: () => BrowserWindow | null, words: Words): FileChooser {
  return {
    async choose(kind) {
      const options: Electron.OpenDialogOptions = {
        filters: [
          { name: words.text(`file.${kind}`), extensions: ['db'] },
          { name: words.text('file.any'), extensions: ['*'] },
        ],
        properties: ['openFile', 'dontAddToRecent'],
      }
      const own = window()
      const { canceled, filePaths } = await (own
        ? dialog.showOpenDialog(own, options)
        : dialog.showOpenDialog(options))
      const [path] = filePaths
      if (canceled || path === undefined) return null
      return {
        name: basename(path),
        pieces: (end) =>
          end === '' || lstatSync(path + end, { throwIfNoEntry: false })?.isFile()
            ? createReadStream(path + end)
            : null,
      }
    },
  }
}
