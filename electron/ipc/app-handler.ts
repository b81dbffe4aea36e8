import { appError } from '../../shared/error'
import type { Output } from '../../shared/contract'
import { err, ok, type Result } from '../../shared/result'
import type { Logger } from '../service/port'
import type { PlatformService } from '../service/platform-service'
import type { HandlersOf } from './handlers-of'

export interface AppHandlerDeps {
  readonly info: Omit<Output<'app.info'>, 'platform'>
  readonly desktop: () => Promise<Output<'app.desktop'>>
  /** Opens the folder in the system's file manager; answers an empty text, or what went wrong. */
  readonly showDataFolder: () => Promise<string>
  readonly dataFolder: string
  readonly reload: () => void
  /** Makes the window a small one beside a page, or brings it back. */
  readonly companion: (on: boolean) => void
  readonly platforms: PlatformService
  readonly log: Logger
}

const SYSTEMS = ['linux', 'darwin', 'win32'] as const

export function appHandlers({
  info,
  desktop,
  showDataFolder,
  dataFolder,
  reload,
  companion,
  platforms,
  log,
}: AppHandlerDeps): HandlersOf<'app'> {
  const platform = SYSTEMS.find((each) => each === process.platform) ?? 'other'
  return {
    'app.info': () => ok({ ...info, platform }),
    'app.desktop': async () => ok(await desktop()),
    'app.showDataFolder': async () =>
      (await showDataFolder()) === ''
        ? ok(null)
        : err(appError('link.failed', { place: dataFolder })),
    'app.reportFault': ({ name, places }) =>
      ok({ log: log.fault('the window broke', brokenAt(name, places)) }),
    'app.reload': () => {
      reload()
      return ok(null)
    },
    'app.companion': ({ on }) => {
      companion(on)
      return ok(null)
    },
    'app.openSource': async ({ kind, index }) => nothing(await platforms.openSource(kind, index)),
  }
}

/** The exception as the log reads one: a name, and lines of a stack. */
function brokenAt(name: string, places: readonly string[]): Error {
  const cause = new Error()
  cause.name = name
  cause.stack = [name, ...places.map((place) => `    at ${place}`)].join('\n')
  return cause
}

/** A result without a value, as the contract writes it. */
export function nothing(result: Result<unknown>): Result<null> {
  return result.ok ? ok(null) : result
}
