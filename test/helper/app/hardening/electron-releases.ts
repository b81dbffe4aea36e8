/**
 * The newest stable major version of Electron on a day, by hand with each update. The newest three
 * are supported: Electron, "Electron Releases", https://www.electronjs.org/docs/latest/tutorial/electron-timelines
 */
export const NEWEST_ELECTRON = { major: 45, on: '2026-11-22' } as const

/** How many of the newest majors get security fixes. */
export const SUPPORTED_MAJORS = 3
