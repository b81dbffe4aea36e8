import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { hashInputs } from '../../../scripts/build'
import { hasDisplay } from '../../../scripts/desktop'
import { exitCodeOf, run } from '../../../scripts/process'
import { sweep } from '../../../scripts/setup/cache-dir'
import { authorityEntry } from '../../../scripts/session/display'

describe('authorityEntry', () => {
  it('is a wildcard entry with the cookie', () => {
    const entry = Buffer.from(authorityEntry(new Uint8Array([1, 2, 3])))
    const name = Buffer.from('MIT-MAGIC-COOKIE-1').toString('hex')
    expect(entry.toString('hex')).toBe(`ffff00000000` + `0012${name}` + `0003010203`)
  })
})

describe('hasDisplay', () => {
  it('sees X11 and Wayland, and no empty names', () => {
    expect(hasDisplay({})).toBe(false)
    expect(hasDisplay({ DISPLAY: '', WAYLAND_DISPLAY: '' })).toBe(false)
    expect(hasDisplay({ DISPLAY: ':0' })).toBe(true)
    expect(hasDisplay({ WAYLAND_DISPLAY: 'wayland-0' })).toBe(true)
  })
})

describe('run', () => {
  it('gives what was printed and the exit code', async () => {
    const code = 'console.log("out"); console.error("err"); process.exit(3)'
    const ran = await run(process.execPath, ['-e', code])
    expect(ran.code).toBe(3)
    expect(ran.stdout).toBe('out\n')
    expect(ran.output).toContain('err\n')
  })

  it('gives 127 for a program that is not there, and 128 + N for a signal', async () => {
    expect((await run('/no/such/program', [])).code).toBe(127)
    const code = 'process.kill(process.pid, "SIGTERM"); setInterval(() => {}, 1000)'
    expect((await run(process.execPath, ['-e', code])).code).toBe(143)
    expect(exitCodeOf(0, null)).toBe(0)
  })

  it('ends a program that takes too long', async () => {
    const ran = await run(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { timeout: 300 })
    expect(ran.code).toBe(143)
  })

  it('hands its input over', async () => {
    const ran = await run(process.execPath, ['-e', 'process.stdin.pipe(process.stdout)'], {
      input: 'ping',
    })
    expect(ran.stdout).toBe('ping')
  })
})

describe('hashInputs', () => {
  let root: string
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'keyglot-inputs-'))
    await mkdir(join(root, 'src', 'deep'), { recursive: true })
    await writeFile(join(root, 'src', 'deep', 'a.ts'), 'one')
    await writeFile(join(root, 'package.json'), '{}')
  })
  afterEach(() => rm(root, { recursive: true }))
  const hash = (): string => hashInputs(root, ['src', 'package.json', 'absent.ts', 'absent'])

  it('stays the same until a content, a name or the set of files changes', async () => {
    const first = hash()
    expect(hash()).toBe(first)
    await writeFile(join(root, 'src', 'deep', 'a.ts'), 'two')
    const second = hash()
    await writeFile(join(root, 'src', 'b.ts'), '')
    const third = hash()
    await writeFile(join(root, 'package.json'), '{"a":1}')
    expect(new Set([first, second, third, hash()]).size).toBe(4)
  })
})

describe('sweep', () => {
  it('removes old work folders and nothing else', async () => {
    const root = await mkdtemp(join(tmpdir(), 'keyglot-sweep-'))
    await mkdir(join(root, 'tmp-sqlite-x', 'deep'), { recursive: true })
    await mkdir(join(root, 'electron-33'))
    const day = 24 * 60 * 60_000
    sweep(root, Date.now() + day - 60_000)
    expect(await readdir(root)).toEqual(['electron-33', 'tmp-sqlite-x'])
    sweep(root, Date.now() + day + 60_000)
    expect(await readdir(root)).toEqual(['electron-33'])
    await rm(root, { recursive: true })
  })
})
