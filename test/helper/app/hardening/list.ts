import { CALL_CHANNEL, CALL_NAMES, EVENT_NAMES } from '../../../../shared/contract/names'
import { NEWEST_ELECTRON, SUPPORTED_MAJORS } from './electron-releases'
import type { Facts } from './facts'
import { difference, finding, type Check } from './finding'

type Item = Check<Facts>

const START = 'app://keyglot/index.html'

/** What a preference is in the pages that have it otherwise. */
function preference({ main }: Facts, name: string, wanted: unknown): string | undefined {
  const { preferences } = main
  if (preferences.length === 0) return 'there is no page'
  const wrong = preferences.map((each) => each[name]).filter((value) => !same(value, wanted))
  return wrong.length > 0 ? `${name} is ${wrong.map(String).join(', ')}` : undefined
}

/** Electron leaves out what was not set: to be off is to be false, empty or not there. */
function same(value: unknown, wanted: unknown): boolean {
  if (wanted !== false) return value === wanted
  return value === false || value === undefined || value === ''
}

function given({ main }: Facts, ...names: string[]): string | undefined {
  const found = main.switches.filter((name) => names.includes(name))
  return found.length > 0 ? `started with --${found.join(' --')}` : undefined
}

/** The names of those that did not come out as they should; undefined: all did. */
function unless(
  wanted: string | readonly string[],
  found: Readonly<Record<string, string>>,
): string | undefined {
  const wrong = Object.entries(found).filter(([, outcome]) => !wanted.includes(outcome))
  if (Object.keys(found).length === 0) return 'nothing was tried'
  if (wrong.length === 0) return undefined
  return wrong.map(([name, outcome]) => `${name}: ${outcome}`).join(', ')
}

const names = (found: Readonly<Record<string, unknown>>): string => Object.keys(found).join(', ')

const secureContent: Item = {
  name: 'Only load secure content',
  judge: ({ page, main }) =>
    finding(`refused to the page: ${names(page.reach)}; to a window: ${main.foreignPage}`, [
      unless('refused', page.reach),
      main.foreignPage !== 'ERR_BLOCKED_BY_CLIENT' &&
        `a page of another place: ${main.foreignPage}`,
    ]),
}

const noNode: Item = {
  name: 'No Node.js for pages',
  judge: (facts) =>
    finding('nodeIntegration off, also in frames and workers; the page knows none of its names', [
      preference(facts, 'nodeIntegration', false),
      preference(facts, 'nodeIntegrationInSubFrames', false),
      preference(facts, 'nodeIntegrationInWorker', false),
      difference('the page knows', facts.page.globals, []),
    ]),
}

const isolation: Item = {
  name: 'Context isolation',
  judge: (facts) => finding('contextIsolation on', [preference(facts, 'contextIsolation', true)]),
}

const sandbox: Item = {
  name: 'Process sandboxing',
  judge: (facts) => finding('sandbox on in every page', [preference(facts, 'sandbox', true)]),
}

const permissions: Item = {
  name: 'Permission requests are answered',
  judge: ({ page }) =>
    finding(`denied: ${names(page.permissions)}`, [unless('denied', page.permissions)]),
}

const webSecurity: Item = {
  name: 'webSecurity stays on',
  judge: (facts) =>
    finding('webSecurity on, no switch against it', [
      preference(facts, 'webSecurity', true),
      given(facts, 'disable-web-security'),
      given(facts, 'disable-site-isolation-trials', 'unsafely-treat-insecure-origin-as-secure'),
    ]),
}

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
]

const policy: Item = {
  name: 'Content Security Policy',
  judge: ({ page }) => {
    const directives = page.policy.split(';').map((each) => each.trim())
    const missing = POLICY.filter((each) => !directives.includes(each))
    const loose = ['unsafe', '*', 'http:', 'https:', 'data:', 'blob:', 'wasm']
    return finding(`${directives.length} directives; refused: ${names(page.tried)}`, [
      missing.length > 0 && `missing: ${missing.join('; ')}`,
      ...loose.map((each) => page.policy.includes(each) && `it has ${each}`),
      unless(['TypeError', 'EvalError', 'refused'], page.tried),
    ])
  },
}

const insecureContent: Item = {
  name: 'No allowRunningInsecureContent',
  judge: (facts) =>
    finding('off, no switch for it', [
      preference(facts, 'allowRunningInsecureContent', false),
      given(facts, 'allow-running-insecure-content'),
    ]),
}

const experimental: Item = {
  name: 'No experimental features',
  judge: (facts) =>
    finding('off, no switch for them', [
      preference(facts, 'experimentalFeatures', false),
      given(facts, 'enable-experimental-web-platform-features'),
    ]),
}

const blink: Item = {
  name: 'No enableBlinkFeatures',
  judge: (facts) =>
    finding('none, no switch for them', [
      preference(facts, 'enableBlinkFeatures', false),
      given(facts, 'enable-blink-features'),
    ]),
}

const popups: Item = {
  name: 'No allowpopups for webviews',
  judge: (facts) =>
    finding('webviewTag off: there is nothing to allow them to', [
      preference(facts, 'webviewTag', false),
    ]),
}

const webviews: Item = {
  name: 'Webviews are verified before they are made',
  judge: ({ main }) =>
    finding('a page that may have webviews got none', [
      main.webview !== 'refused' && `a webview was ${main.webview}`,
    ]),
}

const navigation: Item = {
  name: 'Navigation is limited',
  judge: ({ page, main: { leaving } }) =>
    finding(`refused: ${names(leaving.attempts)}`, [
      unless('refused', leaving.attempts),
      leaving.url !== START && `the page went to ${leaving.url}`,
      page.url !== START && `the page began at ${page.url}`,
      !leaving.sameDocument && 'it is another document',
    ]),
}

const newWindows: Item = {
  name: 'New windows are limited',
  judge: ({ page, main }) =>
    finding('window.open gave none; there is one window', [
      page.opened !== 0 && `window.open gave ${page.opened}`,
      main.windows !== 1 && `there are ${main.windows} windows`,
    ]),
}

const LET_OUT = ['https://app.tolgee.io/account/apiKeys', 'http://127.0.0.1:8200/account/apiKeys']

const openExternal: Item = {
  name: 'shell.openExternal by rule only',
  judge: ({ code: { openers, links } }) => {
    const out = Object.keys(links).filter((url) => links[url] === true)
    return finding(
      `${openers.all} call, behind the rule; ${out.length} of ${Object.keys(links).length} tried let out`,
      [
        openers.all === 0 && 'it was not found',
        openers.guarded !== openers.all && `${openers.all - openers.guarded} without the rule`,
        difference('let out', out, LET_OUT),
      ],
    )
  },
}

const current: Item = {
  name: 'A current version of Electron',
  judge: ({ code: { electron } }) => {
    const { major, on } = NEWEST_ELECTRON
    const oldest = major - SUPPORTED_MAJORS + 1
    return finding(`releases are packed with ${electron}; ${major} was the newest on ${on}`, [
      Number.parseInt(electron, 10) < oldest && `${electron} is older than ${oldest}`,
    ])
  },
}

const sender: Item = {
  name: 'The sender of every message is checked',
  judge: ({ main }) =>
    finding(`one channel; a second window with our own page got ${main.stranger}`, [
      difference('channels', main.channels, [CALL_CHANNEL]),
      main.stranger !== 'call.refused' && `a second window: ${main.stranger}`,
    ]),
}

const ownScheme: Item = {
  name: 'No file:// but a scheme of its own',
  judge: ({ page }) => {
    const { '/index.html': start, ...others } = page.paths
    return finding(`${page.url}; not there: ${names(others)}`, [
      !page.url.startsWith('app://') && `the page is at ${page.url}`,
      start !== '200' && `its own page: ${String(start)}`,
      unless('refused', others),
      page.reach['file'] !== 'refused' && 'it reads file:',
    ])
  },
}

const bridge: Item = {
  name: 'No API of Electron for pages',
  judge: ({ page: { bridge: found, globals } }) =>
    finding(`${found.calls.length} calls and ${found.events.length} events, frozen`, [
      difference('parts', found.parts, ['call', 'on']),
      difference('calls', found.calls, CALL_NAMES),
      difference('events', found.events, EVENT_NAMES),
      difference('types', found.types, ['function']),
      difference('names of Electron', globals, []),
      !found.same && 'the page could change it',
    ]),
}

/**
 * Electron's list, by its numbers: "Security", https://www.electronjs.org/docs/latest/tutorial/security
 * Number 19, the fuses, is judged on the packed app.
 */
export const ELECTRON_LIST: readonly (readonly [number, Item])[] = [
  [1, secureContent],
  [2, noNode],
  [3, isolation],
  [4, sandbox],
  [5, permissions],
  [6, webSecurity],
  [7, policy],
  [8, insecureContent],
  [9, experimental],
  [10, blink],
  [11, popups],
  [12, webviews],
  [13, navigation],
  [14, newWindows],
  [15, openExternal],
  [16, current],
  [17, sender],
  [18, ownScheme],
  [20, bridge],
]
