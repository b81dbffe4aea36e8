import { describe, expect, it } from 'vitest'
import {
  missingMessage,
  missingNeeds,
  needsFor,
  notFoundBy,
  packagesFor,
  sonamesOf,
} from '../../../scripts/setup/needs'

const appOnly = { desktop: false, tests: false, compile: false, unpack: false }
const everything = { desktop: true, tests: true, compile: true, unpack: true }
const nothing = { hasCommand: () => false, hasLibrary: () => false }
const bookworm = (name: string): boolean => !name.endsWith('t64')

describe('needsFor', () => {
  it('asks for libraries alone where nothing is built, unpacked or tested', () => {
    expect(new Set(needsFor(appOnly).map(({ kind }) => kind))).toEqual(new Set(['library']))
  })

  it.each([
    ['desktop', 'Xvfb'],
    ['desktop', 'gnome-keyring-daemon'],
    ['tests', 'strace'],
    ['tests', 'age'],
    ['tests', 'keepassxc-cli'],
    ['compile', 'g++'],
    ['unpack', 'unzip'],
  ] as const)('asks for what %s needs: %s', (purpose, command) => {
    const names = needsFor({ ...appOnly, [purpose]: true }).map(({ name }) => name)
    expect(names).toContain(command)
  })
})

describe('missing packages', () => {
  it('are none where everything is there', () => {
    const system = { hasCommand: () => true, hasLibrary: () => true }
    expect(missingNeeds(needsFor(everything), system)).toEqual([])
  })

  it('are exactly what is not there', () => {
    const system = {
      hasCommand: (name: string) => name !== 'Xvfb',
      hasLibrary: (name: string) => name !== 'libsecret-1.so.0',
    }
    const missing = missingNeeds(needsFor(everything), system)
    expect(packagesFor(missing, bookworm)).toEqual(['libsecret-1-0', 'xvfb'])
  })

  it('have the names of Debian 12', () => {
    const missing = missingNeeds(needsFor(everything), nothing)
    expect(packagesFor(missing, bookworm)).toEqual([
      'libnss3',
      'libgtk-3-0',
      'libasound2',
      'libgbm1',
      'libnotify4',
      'libxss1',
      'libxtst6',
      'libsecret-1-0',
      'xvfb',
      'dbus-daemon',
      'dbus-bin',
      'gnome-keyring',
      'strace',
      'age',
      'keepassxc',
      'bsdutils',
      'python3',
      'make',
      'g++',
      'tar',
      'unzip',
    ])
  })

  it('have the names of a newer release that renamed them', () => {
    const missing = missingNeeds(needsFor(appOnly), nothing)
    expect(packagesFor(missing, () => true)).toContain('libasound2t64')
  })

  it('have the older names, each once, where the package lists are empty', () => {
    const missing = missingNeeds(needsFor({ ...appOnly, desktop: true }), nothing)
    const packages = packagesFor(missing, () => false)
    expect(packages).toContain('libgtk-3-0')
    expect(packages.filter((name) => name === 'dbus')).toHaveLength(1)
  })

  it('are told with the line to type', () => {
    const missing = missingNeeds(needsFor(appOnly), {
      hasCommand: () => true,
      hasLibrary: (name) => name !== 'libsecret-1.so.0',
    })
    const message = missingMessage(missing, ['libsecret-1-0'])
    expect(message).toContain('The system lacks: libsecret-1.so.0\n')
    expect(message).toContain('apt-get install -y --no-install-recommends libsecret-1-0\n')
  })
})

describe('what the system tells', () => {
  it('reads sonames out of ldconfig -p', () => {
    const listed =
      "512 libs found in cache `/etc/ld.so.cache'\n" +
      '\tlibzstd.so.1 (libc6,x86-64) => /lib/x86_64-linux-gnu/libzstd.so.1\n' +
      '\tlibnss3.so (libc6,x86-64) => /lib/x86_64-linux-gnu/libnss3.so\n'
    expect(sonamesOf(listed)).toEqual(new Set(['libzstd.so.1', 'libnss3.so']))
  })

  it('reads missing libraries out of ldd, each once', () => {
    const listed =
      '\tlinux-vdso.so.1 (0x00007ffc)\n' +
      '\tlibgbm.so.1 => not found\n' +
      '\tlibc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f)\n' +
      '\tlibgbm.so.1 => not found\n'
    expect(notFoundBy(listed)).toEqual(['libgbm.so.1'])
  })
})
