/** What a set-up is for: it decides which parts of the system have to be there. */
export interface Purpose {
  /** A virtual display and a throw-away keyring: tests, the headless demo. */
  readonly desktop: boolean
  /** Programs that the tests alone use. */
  readonly tests: boolean
  /** better-sqlite3 has to be compiled. */
  readonly compile: boolean
  /** The fallback runtime has to be unpacked. */
  readonly unpack: boolean
}

/** One thing the system has to have. */
export interface Need {
  readonly kind: 'library' | 'command'
  /** The library's soname, or the command. */
  readonly name: string
  /** Debian packages that bring it, the name of newer releases first. */
  readonly packages: readonly [string, ...string[]]
}

const library = (name: string, ...packages: [string, ...string[]]): Need => ({
  kind: 'library',
  name,
  packages,
})
const command = (name: string, ...packages: [string, ...string[]]): Need => ({
  kind: 'command',
  name,
  packages,
})

/** What Chromium and keytar load: each stands for the package that brings its neighbours too. */
const appNeeds: readonly Need[] = [
  library('libnss3.so', 'libnss3'),
  library('libgtk-3.so.0', 'libgtk-3-0t64', 'libgtk-3-0'),
  library('libasound.so.2', 'libasound2t64', 'libasound2'),
  library('libgbm.so.1', 'libgbm1'),
  library('libnotify.so.4', 'libnotify4'),
  library('libXss.so.1', 'libxss1'),
  library('libXtst.so.6', 'libxtst6'),
  library('libsecret-1.so.0', 'libsecret-1-0'),
]

const desktopNeeds: readonly Need[] = [
  command('Xvfb', 'xvfb'),
  command('dbus-daemon', 'dbus-daemon', 'dbus'),
  command('dbus-send', 'dbus-bin', 'dbus'),
  command('gnome-keyring-daemon', 'gnome-keyring'),
]

/**
 * strace: the power cuts are replayed from what it sees. age and KeePassXC: files are exchanged with
 * them; `script` gives age the terminal on which alone it asks for a passphrase.
 */
const testNeeds: readonly Need[] = [
  command('strace', 'strace'),
  command('age', 'age'),
  command('keepassxc-cli', 'keepassxc'),
  command('script', 'bsdutils'),
]

const compileNeeds: readonly Need[] = [
  command('python3', 'python3'),
  command('make', 'make'),
  command('g++', 'g++'),
]

const unpackNeeds: readonly Need[] = [command('tar', 'tar'), command('unzip', 'unzip')]

/** Everything that has to be there on Linux. */
export function needsFor({ desktop, tests, compile, unpack }: Purpose): readonly Need[] {
  return [
    ...appNeeds,
    ...(desktop ? desktopNeeds : []),
    ...(tests ? testNeeds : []),
    ...(compile ? compileNeeds : []),
    ...(unpack ? unpackNeeds : []),
  ]
}

/** What the system says it has. */
export interface SystemView {
  readonly hasCommand: (name: string) => boolean
  readonly hasLibrary: (soname: string) => boolean
}

/** The needs that are not met. */
export function missingNeeds(needs: readonly Need[], system: SystemView): readonly Need[] {
  return needs.filter(({ kind, name }) =>
    kind === 'command' ? !system.hasCommand(name) : !system.hasLibrary(name),
  )
}

/** Packages to install, each once: of several names the first that this release knows. */
export function packagesFor(
  needs: readonly Need[],
  isKnown: (name: string) => boolean,
): readonly string[] {
  const chosen = needs.map(
    ({ packages }) => packages.find(isKnown) ?? packages[packages.length - 1],
  )
  return [...new Set(chosen)].filter((name) => name !== undefined)
}

/** Sonames in the output of `ldconfig -p`. */
export function sonamesOf(ldconfig: string): ReadonlySet<string> {
  const names = ldconfig.split('\n').map((line) => /^\s+(\S+) \(/.exec(line)?.[1])
  return new Set(names.filter((name) => name !== undefined))
}

/** Libraries that `ldd` did not find. */
export function notFoundBy(ldd: string): readonly string[] {
  const names = ldd.split('\n').map((line) => /^\s*(\S+) => not found/.exec(line)?.[1])
  return [...new Set(names.filter((name) => name !== undefined))]
}

const installCommand = 'apt-get update && apt-get install -y --no-install-recommends'

/** What to tell when something is missing and cannot be installed from here. */
export function missingMessage(missing: readonly Need[], packages: readonly string[]): string {
  const names = missing.map(({ name }) => name).join(', ')
  return (
    `The system lacks: ${names}\n` +
    'On Debian or Ubuntu, as root:\n' +
    `  ${installCommand} ${packages.join(' ')}\n` +
    'On other systems: the packages that bring the same.'
  )
}
