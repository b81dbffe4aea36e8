import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { cacheDirOf } from '../../../scripts/setup/cache-dir'
import { namesKeychain } from '../../../scripts/setup/keychain'
import { requireNode } from '../../../scripts/setup/index'
import { isStale } from '../../../scripts/setup/lock'
import { findNodeGyp, findNodeHeaders, findNpmCli } from '../../../scripts/setup/npm'
import { archiveFolderName, downloadUrl, nodeApiOfElectron } from '../../../scripts/setup/official'
import {
  BELIEVED_MS,
  chooseRuntime,
  stillBelieved,
  type RuntimeFacts,
} from '../../../scripts/setup/reach'
import { sandboxState } from '../../../scripts/setup/sandbox'
import { needsRebuild, rebuiltName } from '../../../scripts/setup/sqlite'

describe('chooseRuntime', () => {
  const fresh: RuntimeFacts = {
    forced: undefined,
    overridden: false,
    installed: false,
    direct: false,
    knownUnreachable: false,
    platform: 'linux',
    arch: 'x64',
  }

  it.each<[string, Partial<RuntimeFacts>, ReturnType<typeof chooseRuntime>]>([
    ['asks the host first', {}, 'probe'],
    ['takes what was downloaded before', { installed: true }, 'installed'],
    ['prefers that to an old answer', { installed: true, knownUnreachable: true }, 'installed'],
    ['needs no host for a cached archive', { direct: true, knownUnreachable: true }, 'download'],
    ['does not ask an unreachable host again', { knownUnreachable: true }, 'fallback'],
    ['has no fallback on arm64', { knownUnreachable: true, arch: 'arm64' }, 'none'],
    ['has no fallback on macOS', { knownUnreachable: true, platform: 'darwin' }, 'none'],
    ['lets the user force the fallback', { forced: 'fallback', installed: true }, 'fallback'],
    ['lets the user force a download', { forced: 'official', knownUnreachable: true }, 'download'],
    ['lets the user name a copy', { overridden: true, forced: 'fallback' }, 'override'],
  ])('%s', (_, facts, choice) => {
    expect(chooseRuntime({ ...fresh, ...facts })).toBe(choice)
  })
})

describe('a remembered "not reachable"', () => {
  const answer = { url: 'https://example.test/a.zip', why: 'ENOTFOUND', at: 1_000 }

  it('is believed for some hours, for the same address', () => {
    expect(stillBelieved(answer, answer.url, 1_000)).toBe(true)
    expect(stillBelieved(answer, answer.url, 999 + BELIEVED_MS)).toBe(true)
    expect(stillBelieved(answer, answer.url, 1_000 + BELIEVED_MS)).toBe(false)
    expect(stillBelieved(answer, 'https://mirror.test/a.zip', 1_000)).toBe(false)
  })

  it('is not believed when the clock went back', () => {
    expect(stillBelieved(answer, answer.url, 999)).toBe(false)
  })
})

describe('downloadUrl', () => {
  const file = 'electron-v45.4.1-linux-x64.zip'

  it('is where the electron package looks', () => {
    expect(downloadUrl({}, file)).toBe(
      'https://github.com/electron/electron/releases/download/v45.4.1/electron-v45.4.1-linux-x64.zip',
    )
  })

  it('follows a mirror and its folder', () => {
    const env = { ELECTRON_MIRROR: 'https://m.test/', ELECTRON_CUSTOM_DIR: '{{ version }}' }
    expect(downloadUrl(env, file)).toBe(`https://m.test/45.4.1/${file}`)
    expect(downloadUrl({ npm_config_electron_mirror: 'https://n.test/' }, file)).toBe(
      `https://n.test/v45.4.1/${file}`,
    )
  })
})

describe('archiveFolderName', () => {
  it('is the hash that the downloader makes of the folder of the URL', () => {
    const url = 'https://example.test/v1/electron-v1-linux-x64.zip?token=x'
    expect(archiveFolderName(url)).toBe(
      createHash('sha256').update('https://example.test/v1').digest('hex'),
    )
  })
})

describe('better-sqlite3', () => {
  it('is rebuilt if Node or the runtime is too old for its prebuilt file', () => {
    expect(needsRebuild([10, 10])).toBe(false)
    expect(needsRebuild([9, 10])).toBe(true)
    expect(needsRebuild([10, nodeApiOfElectron('33.2.1')])).toBe(true)
    expect(needsRebuild([10, nodeApiOfElectron('45.4.1')])).toBe(false)
  })

  it('is cached apart for all that it depends on', () => {
    const key = { version: '13.2.0', platform: 'linux', arch: 'x64', flags: '-DA', libc: 'glibc' }
    expect(rebuiltName(key)).toMatch(/^better-sqlite3-13\.2\.0-linux-glibc-x64-[0-9a-f]{8}\.node$/)
    const others = [
      { ...key, version: '13.2.1' },
      { ...key, platform: 'darwin', libc: '' },
      { ...key, arch: 'arm64' },
      { ...key, flags: '-DB' },
      { ...key, libc: 'musl' },
    ]
    expect(new Set([key, ...others].map(rebuiltName)).size).toBe(6)
  })
})

describe('cacheDirOf', () => {
  const place = { env: {}, platform: 'linux', home: '/home/ada' } as const

  it('follows the convention of the system', () => {
    expect(cacheDirOf(place)).toBe('/home/ada/.cache/keyglot')
    expect(cacheDirOf({ ...place, platform: 'darwin' })).toBe('/home/ada/Library/Caches/keyglot')
    expect(cacheDirOf({ ...place, env: { XDG_CACHE_HOME: '/c' } })).toBe('/c/keyglot')
  })

  it('ignores a relative XDG_CACHE_HOME, and lets itself be named', () => {
    expect(cacheDirOf({ ...place, env: { XDG_CACHE_HOME: 'c' } })).toBe('/home/ada/.cache/keyglot')
    const env = { XDG_CACHE_HOME: '/c', KEYGLOT_CACHE_DIR: '/mine' }
    expect(cacheDirOf({ ...place, env })).toBe('/mine')
  })
})

describe('isStale', () => {
  const owner = { pid: 7, host: 'here' }
  const held = { owner, ageMs: 1_000, host: 'here', isAlive: () => true }

  it('leaves a lock whose owner is at work', () => {
    expect(isStale(held)).toBe(false)
    expect(isStale({ ...held, owner: undefined })).toBe(false)
  })

  it('takes the lock of a process that ended, but only on the same machine', () => {
    expect(isStale({ ...held, isAlive: () => false })).toBe(true)
    expect(isStale({ ...held, isAlive: () => false, host: 'there' })).toBe(false)
  })

  it('takes a lock that nobody has touched for long', () => {
    expect(isStale({ ...held, owner: undefined, ageMs: 61_000 })).toBe(true)
  })
})

describe('npm and its tools', () => {
  const place = (files: readonly string[], env: NodeJS.ProcessEnv = {}) => ({
    env,
    execPath: '/opt/node/bin/node',
    exists: (path: string) => files.includes(path),
    realpath: (path: string) => path,
  })
  const beside = '/opt/node/lib/node_modules/npm'

  it('are found where npm says it is', () => {
    const env = { npm_execpath: '/x/npm/bin/npm-cli.js' }
    const files = ['/x/npm/bin/npm-cli.js', `${beside}/bin/npm-cli.js`]
    expect(findNpmCli(place(files, env))).toBe('/x/npm/bin/npm-cli.js')
  })

  it('are found beside node', () => {
    const gyp = `${beside}/node_modules/node-gyp/bin/node-gyp.js`
    const files = [`${beside}/bin/npm-cli.js`, gyp]
    expect(findNpmCli(place(files))).toBe(`${beside}/bin/npm-cli.js`)
    expect(findNodeGyp(place(files))).toBe(gyp)
  })

  it('may not be there', () => {
    expect(findNpmCli(place([]))).toBeUndefined()
    expect(findNodeGyp(place([]))).toBeUndefined()
  })

  it('finds the headers: configured, beside node, of the system, or nowhere', () => {
    const header = (folder: string): string => `${folder}/include/node/node_api.h`
    const all = [header('/cfg'), header('/opt/node'), header('/usr')]
    expect(findNodeHeaders(place(all, { npm_config_nodedir: '/cfg' }))).toBe('/cfg')
    expect(findNodeHeaders(place(all))).toBe('/opt/node')
    expect(findNodeHeaders(place([header('/usr')]))).toBe('/usr')
    expect(findNodeHeaders(place([]))).toBeUndefined()
  })
})

describe('sandboxState', () => {
  const facts = {
    root: false,
    helperReady: false,
    userNamespaces: undefined,
    apparmorRestricts: undefined,
    maxNamespaces: '1000',
  }

  it('tells where Chromium would refuse to start', () => {
    expect(sandboxState(facts)).toBe('works')
    expect(sandboxState({ ...facts, root: true })).toBe('as-root')
    expect(sandboxState({ ...facts, userNamespaces: '0' })).toBe('refused')
    expect(sandboxState({ ...facts, apparmorRestricts: '1' })).toBe('refused')
    expect(sandboxState({ ...facts, maxNamespaces: '0' })).toBe('refused')
    expect(sandboxState({ ...facts, apparmorRestricts: '1', helperReady: true })).toBe('works')
  })
})

describe('namesKeychain', () => {
  it('finds the service among the names of the bus', () => {
    expect(namesKeychain('   string "org.freedesktop.secrets"\n')).toBe(true)
    expect(namesKeychain('   string "org.freedesktop.DBus"\n')).toBe(false)
  })
})

describe('requireNode', () => {
  it('refuses what package.json rules out', () => {
    expect(() => requireNode('18.20.4')).toThrow('needs 20.19')
    expect(() => requireNode('20.18.9')).toThrow('needs 20.19')
    expect(() => requireNode('20.19.0')).not.toThrow()
    expect(() => requireNode('24.1.0')).not.toThrow()
  })
})
