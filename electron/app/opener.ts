import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

/**
 * Whether the system can be asked to open something. Electron starts `xdg-open` on Linux and does
 * not say when there is none.
 */
export function canOpen(
  platform: NodeJS.Platform = process.platform,
  path = process.env['PATH'] ?? '',
): boolean {
  if (platform !== 'linux') return true
  return path
    .split(delimiter)
    .some((folder) => folder !== '' && isExecutable(join(folder, 'xdg-open')))
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
