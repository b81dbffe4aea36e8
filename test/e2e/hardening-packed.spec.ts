/* eslint no-empty-pattern: ["error", { "allowObjectPatternsAsParameters": true }] -- Playwright reads what a test needs from its pattern */
import { chmodSync, chownSync, copyFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { FUSES, readWire } from '../../scripts/pack/fuses'
import { pack, type Packed } from '../../scripts/pack/index'
import { repoRoot } from '../../scripts/repo'
import { ensureRuntime } from '../../scripts/setup/index'
import { hasNamespaces } from '../../scripts/setup/sandbox'
import { isRoot } from '../../scripts/setup/system'
import { judgeFuse, judgeLength } from '../helper/app/hardening/fuse-lines'
import { LINE, report } from '../helper/app/hardening/line'
import {
  folderOfNobody,
  linkTree,
  makeTelling,
  NOBODY,
  openFolder,
  runToEnd,
  watch,
  type Watched,
} from '../helper/app/hardening/packed'
import { measurePacked, PACKED_CHECKS, type PackedFacts } from '../helper/app/hardening/packed-app'
import {
  coreDumps,
  processSandbox,
  readProcesses,
  rendererOf,
  undebuggable,
} from '../helper/app/hardening/process'
import { appBeside, WAYS_IN, type Target } from '../helper/app/hardening/ways-in'
import { expect, test } from './fixture'

const line = { tag: LINE }

/** The release folder, made anew where something in it has changed. */
let packed: Packed
let electron: string
let wire: readonly string[]
let work: string
const stops: (() => Promise<unknown>)[] = []

test.skip(process.platform !== 'linux', 'not on this system: it is packed for Linux only')

test.beforeAll(async () => {
  const runtime = await ensureRuntime({ say: () => undefined })
  packed = await pack(runtime)
  wire = await readWire(packed.executable)
  electron = runtime.version
  work = await openFolder('packed')
  stops.push(() => rm(work, { recursive: true, force: true }))
})
test.afterAll(async () => {
  for (const stop of stops.splice(0).reverse()) await stop()
})

/** The same without fuses: the runtime of development. */
const unfused = (electronPath: string): Target => ({
  executable: electronPath,
  args: [repoRoot],
  work,
})

test.describe('Fuses', () => {
  test('19 Fuses', line, ({}, info) => report(info, judgeLength(wire)))

  for (const fuse of FUSES) {
    test(`19 Fuse ${fuse.name}`, line, ({}, info) => {
      const there = FUSES.indexOf(fuse) < wire.length
      test.skip(!there, `not on this Electron: ${electron} has no such fuse`)
      report(info, judgeFuse(fuse, wire))
    })
  }

  for (const way of WAYS_IN) {
    test(`19 ${way.name} has no effect`, line, async ({}, info) => {
      report(info, await way.attempt({ executable: packed.executable, args: [], work }))
    })
  }

  test(`19 ${appBeside.name} has no effect`, line, async ({}, info) => {
    const copy = join(work, 'beside')
    await linkTree(packed.folder, copy)
    report(info, await appBeside.attempt({ executable: join(copy, 'keyglot'), args: [], work }))
  })

  test('19 A changed archive is refused', line, () => {
    test.skip(true, 'not on this system: Electron checks archives on macOS and Windows only')
  })

  test('An Electron without these fuses is told from one with them', async ({ electronPath }) => {
    const copy = join(work, 'unfused')
    await linkTree(dirname(electronPath), copy)
    const ways = [...WAYS_IN.map((way) => [way, unfused(electronPath)] as const)]
    ways.push([appBeside, { executable: join(copy, 'electron'), args: [], work }])
    for (const [way, target] of ways) {
      expect((await way.attempt(target)).ok, way.name).toBe(false)
    }
  })
})

test.describe('The packed app', () => {
  let facts: PackedFacts

  test.beforeAll(async ({ desktop }) => {
    const copy = join(work, 'telling')
    await makeTelling(packed.folder, copy)
    facts = await measurePacked(join(copy, 'keyglot'), desktop.env)
  })

  for (const check of PACKED_CHECKS) {
    test(`Packed: ${check.name}`, line, ({}, info) => report(info, check.judge(facts)))
  }
})

test('A development build is told from a packed one', async ({ electronPath, desktop }) => {
  const copy = join(work, 'development')
  await makeTelling(dirname(electronPath), copy)
  const env = { ...desktop.env, XDG_CONFIG_HOME: join(work, 'config') }
  const awaited = ['Debugger listening', 'its DevTools opened']
  const facts = await measurePacked(join(copy, 'electron'), env, awaited)
  const passed = PACKED_CHECKS.filter((check) => check.judge(facts).ok)
  // nothing starts the crash reporter there either
  expect(passed.map(({ name }) => name)).toEqual(['No crash reports'])
})

test.describe('Processes', () => {
  let running: Watched
  let renderer: string

  test.skip(
    process.platform === 'linux' && !hasNamespaces(),
    'not on this system: it lets no ordinary user make a sandbox (user namespaces are closed)',
  )

  test.beforeAll(async ({ desktop }) => {
    const asNobody = isRoot()
    const home = asNobody ? await folderOfNobody('nobody') : await openFolder('nobody')
    stops.push(() => rm(home, { recursive: true, force: true }))
    const copy = join(work, 'release')
    await linkTree(packed.folder, copy)
    const authority = join(home, 'Xauthority')
    copyFileSync(desktop.env['XAUTHORITY'] ?? '', authority)
    if (asNobody) chownSync(authority, NOBODY, NOBODY)
    chmodSync(authority, 0o600)
    const { PATH, DISPLAY, NO_AT_BRIDGE } = desktop.env
    const places = { HOME: home, XDG_RUNTIME_DIR: home, XAUTHORITY: authority }
    const env = { PATH, DISPLAY, NO_AT_BRIDGE, ...places, XDG_SESSION_TYPE: 'x11' }
    const profile = `--user-data-dir=${join(home, 'profile')}`
    running = watch([join(copy, 'keyglot'), profile], { env, asNobody })
    stops.push(() => running.stop())
    const read = (): string => rendererOf(running.pid) ?? running.output()
    await expect.poll(read, { timeout: 30_000 }).toMatch(/^\d+$/)
    renderer = read()
  })

  test(`4 ${processSandbox.name}`, line, ({}, info) => {
    report(info, processSandbox.judge(readProcesses(running.pid, renderer)))
  })

  test(coreDumps.name, line, async ({}, info) => {
    const judge = () => coreDumps.judge(readProcesses(running.pid, renderer))
    // the rule is set while the window's process starts
    await expect.poll(judge).toMatchObject({ ok: true })
    report(info, judge())
  })

  test(undebuggable.name, line, async ({}, info) => {
    const other = watch(['sleep', '60'], { env: process.env, asNobody: isRoot() })
    stops.push(() => other.stop())
    const look = async (pid: number | string) => ({
      mem: await lookInto(`/proc/${pid}/mem`),
      environ: await lookInto(`/proc/${pid}/environ`),
      maps: await lookInto(`/proc/${pid}/maps`),
    })
    report(
      info,
      undebuggable.judge({ main: await look(running.pid), other: await look(other.pid) }),
    )
  })
})

/** Reads a byte as the user that the app runs as: 'read', or what the system said. */
async function lookInto(file: string): Promise<string> {
  const env = { ...process.env, LC_ALL: 'C' }
  const { output, code } = await runToEnd(['head', '-c', '1', file], { env, asNobody: isRoot() })
  return code === 0 ? 'read' : output.trim()
}
