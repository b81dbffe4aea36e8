/**
 * Who may import what. Each folder lists what it may NOT reach; crossing a line fails the lint,
 * and so the build. `test/unit/lint/zones.test.ts` shows that each of them bites.
 */

/** Packages that only one place may use. */
const guarded = {
  electron: 'Only electron/app, electron/main.ts and electron/preload.ts may use electron.',
  'better-sqlite3': 'Only electron/vault may use better-sqlite3.',
  keytar: 'Only electron/keychain may use keytar.',
  '@jellybrick/dbus-next': 'Tests only: electron/bus speaks with the buses of Linux.',
  undici: 'Only electron/platform/http.ts and what it is made of may use undici.',
  koffi: 'Only electron/app may call the system’s own libraries.',
}

const node = { regex: '^node:', message: 'This folder runs without Node.' }
const react = {
  regex: '^(react|react-dom|react-aria-components|react-intl|zustand)(/|$)',
  message: 'Only the renderer may use the window’s libraries.',
}

const folder = (name, message) => ({ regex: `^\\.{1,2}/(.*/)?${name}(/|$)`, message })

/**
 * The same lines for `import('…')`, which the built-in rule does not see. What cannot be read
 * (a computed name) is refused.
 */
const dynamicImports = {
  meta: { type: 'problem', schema: [{ type: 'object' }] },
  create(context) {
    const { paths, patterns } = context.options[0]
    return {
      ImportExpression(node) {
        const name = node.source.type === 'Literal' ? String(node.source.value) : null
        const broken =
          name === null
            ? 'Name what is imported by a literal.'
            : (paths.find((path) => path.name === name)?.message ??
              patterns.find((pattern) => new RegExp(pattern.regex).test(name))?.message)
        if (broken) context.report({ node, message: broken })
      },
    }
  },
}
const plugins = { zones: { rules: { 'dynamic-imports': dynamicImports } } }

function zone(name, { files, ignores = [], packages = [], patterns = [] }) {
  const paths = Object.entries(guarded)
    .filter(([id]) => !packages.includes(id))
    .map(([id, message]) => ({ name: id, message }))
  return {
    name: `zone/${name}`,
    files,
    ignores,
    plugins,
    rules: {
      'no-restricted-imports': ['error', { paths, patterns }],
      'zones/dynamic-imports': ['error', { paths, patterns }],
    },
  }
}

const intoElectron = folder('electron', 'This folder must not know the main process.')
const intoRenderer = folder('renderer', 'This folder must not know the window.')
const inner = (...names) =>
  names.map((name) => ({
    regex: `(^|/)\\.\\./${name}(/|$)`,
    message: `This folder must not know ${name}/; it goes through service/port.ts.`,
  }))

export const zones = [
  zone('shared', {
    files: ['shared/**/*.ts'],
    patterns: [node, react, intoElectron, intoRenderer],
  }),
  zone('renderer', {
    files: ['renderer/**/*.{ts,tsx}'],
    patterns: [node, intoElectron],
  }),
  zone('service', {
    files: ['electron/service/**/*.ts'],
    patterns: [
      node,
      react,
      intoRenderer,
      ...inner('app', 'ipc', 'vault', 'keychain', 'bus'),
      {
        regex: '(^|/)\\.\\./platform/(?!(adapter|management)$)',
        message: 'A service knows platforms by platform/adapter.ts and management.ts only.',
      },
      {
        regex: '(^|/)\\.\\./transfer/(?!(port|entry|record)$)',
        message: 'A service knows files by transfer/port.ts, entry.ts and record.ts only.',
      },
    ],
  }),
  zone('vault', {
    files: ['electron/vault/**/*.ts'],
    packages: ['better-sqlite3'],
    patterns: [react, intoRenderer, ...inner('app', 'ipc', 'keychain', 'platform')],
  }),
  zone('keychain', {
    files: ['electron/keychain/**/*.ts'],
    packages: ['keytar'],
    patterns: [react, intoRenderer, ...inner('app', 'ipc', 'vault', 'platform')],
  }),
  zone('bus', {
    files: ['electron/bus/**/*.ts'],
    patterns: [react, intoRenderer, ...inner('app', 'ipc', 'vault', 'keychain', 'platform')],
  }),
  zone('platform', {
    files: ['electron/platform/**/*.ts'],
    ignores: ['electron/platform/http.ts', 'electron/platform/http/**'],
    patterns: [react, intoRenderer, ...inner('app', 'ipc', 'vault', 'keychain')],
  }),
  zone('platform-folder', {
    files: ['electron/platform/*/**/*.ts'],
    ignores: ['electron/platform/http/**'],
    patterns: [
      node,
      react,
      intoRenderer,
      {
        regex: '^\\.\\./(?!adapter$|management$|common/|\\.\\./)',
        message:
          'One platform never imports another: only ../adapter, ../management, ../common/ and shared/.',
      },
      folder(
        '(app|ipc|vault|keychain)',
        'A platform knows nothing of the rest of the main process.',
      ),
    ],
  }),
  zone('http', {
    files: ['electron/platform/http.ts', 'electron/platform/http/**/*.ts'],
    packages: ['undici'],
    patterns: [react, intoRenderer, ...inner('app', 'ipc', 'vault', 'keychain')],
  }),
  zone('transfer', {
    files: ['electron/transfer/**/*.ts'],
    patterns: [
      react,
      intoRenderer,
      ...inner('app', 'ipc', 'vault', 'keychain', 'platform'),
      {
        regex: '(^|/)\\.\\./service/(?!secret$)',
        message: 'A format knows the masked secret of service/secret.ts, and no service.',
      },
    ],
  }),
  zone('ipc', {
    files: ['electron/ipc/**/*.ts'],
    patterns: [react, intoRenderer, ...inner('app', 'vault', 'keychain', 'platform', 'transfer')],
  }),
  zone('app', {
    files: ['electron/app/**/*.ts', 'electron/main.ts', 'electron/preload.ts'],
    packages: ['electron', 'koffi'],
    patterns: [react, intoRenderer],
  }),
]
