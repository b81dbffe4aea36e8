import type { Input } from '../../shared/contract/index'

const PLACE = /([\w.-]{1,60}):(\d{1,7}):(\d{1,7})\)?$/
const PLACES_MAX = 6

/**
 * What the log may know of an exception: its name and where it was thrown, in our own files. Its
 * message is left out, since it may quote what a server or the user wrote.
 */
export function faultOf(cause: unknown): Input<'app.reportFault'> {
  if (!(cause instanceof Error)) return { name: 'Unknown', places: [] }
  const places = (cause.stack ?? '')
    .split('\n')
    .filter((line) => line.startsWith('    at '))
    .flatMap((line) => {
      const [, file, row, column] = PLACE.exec(line) ?? []
      return file === undefined ? [] : `${withoutHash(file)}:${row ?? ''}:${column ?? ''}`
    })
  const name = /^[A-Za-z]{1,40}$/.test(cause.name) ? cause.name : 'Error'
  return { name, places: places.slice(0, PLACES_MAX) }
}

/** `details-pane-D3xB_q1a.js` without what changes with every build, and would look like a secret. */
function withoutHash(file: string): string {
  return file.replace(/-[\w-]{8}(?=\.js$)/, '')
}
