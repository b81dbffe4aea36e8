/* global __dirname */
// The least that an Electron app can do: a window like Keyglot's (electron/app/window.ts), with a
// line of text. What it takes is the floor of the start and of the memory.
const { join } = require('node:path')
const { app, BrowserWindow } = require('electron')

if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox()
app.on('window-all-closed', () => app.quit())
app.whenReady().then(() => {
  const window = new BrowserWindow({
    width: 1180,
    height: 760,
    minWidth: 420,
    minHeight: 420,
    title: 'Bare window',
    show: true,
    backgroundColor: '#ffffff',
    autoHideMenuBar: true,
    webPreferences: {
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
    },
  })
  window.loadFile(join(__dirname, 'index.html'))
})
