import { basename } from 'node:path'
import { app, type BrowserWindow } from 'electron'
import type { FileOpener, Words } from '../service/port'
import { askForFile } from './ask-for-file'
import { readWhole } from './read-file'

/** What the dialog shows first. What a file is follows from its content, whatever it is called. */
const ENDINGS = ['age', 'kdbx', '1pux', 'json', 'xml', 'csv', 'txt']

/** Asks with the system's own dialog. The path stays in here. */
export function systemFileOpener(window: () => BrowserWindow | null, words: Words): FileOpener {
  return {
    async choose() {
      const options: Electron.OpenDialogOptions = {
        defaultPath: app.getPath('documents'),
        filters: [
          { name: words.text('file.import'), extensions: ENDINGS },
          { name: words.text('file.any'), extensions: ['*'] },
        ],
        properties: ['openFile'],
      }
      const path = await askForFile(window(), options)
      if (path === null) return null
      return { name: basename(path).slice(0, 255), read: (max) => readWhole(path, max) }
    },
  }
}
