import { dialog, type BrowserWindow } from 'electron'

/** Asks for one file with the system's own dialog; null: the user has thought better of it. */
export async function askForFile(
  own: BrowserWindow | null,
  options: Electron.OpenDialogOptions,
): Promise<string | null> {
  const { canceled, filePaths } = await (own
    ? dialog.showOpenDialog(own, options)
    : dialog.showOpenDialog(options))
  return canceled ? null : (filePaths[0] ?? null)
}
