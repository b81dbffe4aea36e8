import { session } from 'electron'
import { APP_SCHEME } from './scheme'

/**
 * The window needs no permission, loads nothing but its own files, keeps no dictionary and
 * downloads nothing. Electron's default is to allow.
 */
export function installSessionRules(): void {
  const own = session.defaultSession
  own.setPermissionRequestHandler((_contents, _permission, answer) => answer(false))
  own.setPermissionCheckHandler(() => false)
  own.setDevicePermissionHandler(() => false)
  own.setSpellCheckerEnabled(false)
  own.on('will-download', (event) => event.preventDefault())
  own.webRequest.onBeforeRequest((details, answer) => {
    const scheme = details.url.slice(0, details.url.indexOf(':'))
    answer({ cancel: scheme !== APP_SCHEME && scheme !== 'devtools' })
  })
}
