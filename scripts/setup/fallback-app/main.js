// What Electron's own default app does, for a runtime that comes without it: `electron FOLDER`
// loads the app in FOLDER. It stands in the runtime's resources/app.
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { app } from 'electron'

function fail(message) {
  process.stderr.write(`${message}\n`)
  process.exit(1)
}

const given = process.argv.slice(1).find((argument) => !argument.startsWith('-'))
if (given === undefined) fail('Usage: electron FOLDER [flags]')

const folder = resolve(given)
const manifestFile = join(folder, 'package.json')
if (!existsSync(manifestFile)) fail(`There is no app at ${folder}`)

const manifest = JSON.parse(readFileSync(manifestFile, 'utf8'))
const name = manifest.productName ?? manifest.name
if (name !== undefined) app.setName(name)
if (manifest.version !== undefined) app.setVersion(manifest.version)
app.setDesktopName(manifest.desktopName ?? `${app.getName()}.desktop`)
app.setAppPath(folder)
// Electron fixed it when it read the package.json of this stand-in; a folder given stays.
if (!app.commandLine.hasSwitch('user-data-dir'))
  app.setPath('userData', join(app.getPath('appData'), app.getName()))
Object.defineProperty(process, 'defaultApp', { value: true, enumerable: true })

const main = createRequire(manifestFile).resolve(join(folder, manifest.main ?? 'index.js'))
// Awaited at the top level: Electron holds its `ready` event until this has settled, as the app
// has to register its schemes before it.
await import(pathToFileURL(main).href)
