/** What was measured in a running app: plain data, so that the judges can be tried without one. */
export interface Facts {
  readonly page: PageFacts
  readonly main: MainFacts
  readonly code: CodeFacts
}

/** Seen by the page of the window itself. */
export interface PageFacts {
  readonly url: string
  /** Names of Node and Electron that the page knows. */
  readonly globals: readonly string[]
  readonly bridge: {
    readonly parts: readonly string[]
    readonly calls: readonly string[]
    readonly events: readonly string[]
    readonly types: readonly string[]
    /** It is still the same after the page tried to change it. */
    readonly same: boolean
  }
  /** The header that the page came with. */
  readonly policy: string
  /** What the policy did to what it forbids: the name of the error, or 'done'. */
  readonly tried: Readonly<Record<string, string>>
  /** What became of asking other places: 'refused' or 'reached'. */
  readonly reach: Readonly<Record<string, string>>
  /** The state of each permission. */
  readonly permissions: Readonly<Record<string, string>>
  /** Status by path of its own origin, or 'refused'. */
  readonly paths: Readonly<Record<string, string>>
  /** How many windows it opened, of those it tried to. */
  readonly opened: number
}

/** Seen in the main process. */
export interface MainFacts {
  /** `getLastWebPreferences()` of every page. */
  readonly preferences: readonly Readonly<Record<string, unknown>>[]
  /** Switches of Chromium that take protections away, and were given. */
  readonly switches: readonly string[]
  /** Channels that answer a page, and those that listen to one. */
  readonly channels: readonly string[]
  /** What a second window of this app got that called the main process; its error code. */
  readonly stranger: string
  /** What became of a page of another place in a window of its own. */
  readonly foreignPage: string
  /** What became of a `<webview>` in a page that was allowed to have some. */
  readonly webview: string
  readonly windows: number
  /** What became of the page's tries to leave, and where it is now. */
  readonly leaving: {
    readonly attempts: Readonly<Record<string, string>>
    readonly url: string
    readonly sameDocument: boolean
  }
}

/** Read in what was built, and in the project. */
export interface CodeFacts {
  /** Calls of `shell.openExternal` in the built main process, and those behind the rule. */
  readonly openers: { readonly all: number; readonly guarded: number }
  /** Whether the rule lets a URL out. */
  readonly links: Readonly<Record<string, boolean>>
  /** The Electron that releases are packed with. */
  readonly electron: string
}
