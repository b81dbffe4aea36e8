import { app, Menu, type MenuItemConstructorOptions } from 'electron'
import type { Words } from '../service/port'

/** The command ids of the window that the menu names too. */
const COMMANDS = [
  ['token.add', 'CmdOrCtrl+N'],
  ['token.check-all', 'CmdOrCtrl+Shift+R'],
  ['search.focus', 'CmdOrCtrl+F'],
  ['palette.open', 'CmdOrCtrl+K'],
  ['vault.import', null],
  ['vault.export', null],
  ['vault.care', null],
  ['settings.open', 'CmdOrCtrl+,'],
  ['vault.lock', 'CmdOrCtrl+Shift+L'],
] as const

/**
 * The application's menu. The window handles the same shortcuts itself, so the menu shows them
 * without registering them: one key, one place.
 */
export function installMenu(words: Words, run: (command: string) => void): void {
  const commands = COMMANDS.map(([id, accelerator]): MenuItemConstructorOptions => ({
    label: words.text(`menu.${id}`),
    ...(accelerator !== null && { accelerator, registerAccelerator: false }),
    click: () => run(id),
  }))
  const view: MenuItemConstructorOptions[] = [
    { role: 'resetZoom' },
    { role: 'zoomIn' },
    { role: 'zoomOut' },
    { role: 'togglefullscreen' },
  ]
  if (!app.isPackaged) view.push({ type: 'separator' }, { role: 'toggleDevTools' })
  const template: MenuItemConstructorOptions[] = [
    {
      label: words.text('menu.file'),
      submenu: [...commands, { type: 'separator' }, { role: 'quit' }],
    },
    { role: 'editMenu' },
    { label: words.text('menu.view'), submenu: view },
    { role: 'windowMenu' },
  ]
  if (process.platform === 'darwin') template.unshift({ role: 'appMenu' })
  Menu.setApplicationMenu(Menu.buildFromTemplate(template))
}
