import { protocol } from 'electron'

/** The scheme and the only host that the window's pages come from. */
export const APP_SCHEME = 'app'
export const APP_ORIGIN = 'app://keyglot'
/** Nothing is there: a page of another origin, so that the window’s process ends. */
export const AWAY = 'app://away/'

/** Must run before Electron is ready. `codeCache` keeps compiled scripts between starts. */
export function declareScheme(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: APP_SCHEME,
      privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
    },
  ])
}
