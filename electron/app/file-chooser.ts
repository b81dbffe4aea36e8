import { createReadStream, lstatSync } from 'node:fs'
import { basename } from 'node:path'
import type { BrowserWindow } from 'electron'
import type { FileChooser } from '../service/backup-port'
import type { Words } from '../service/port'
import { askForFile } from './ask-for-file'

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
      const path = await askForFile(window(), options)
      if (path === null) return null
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
