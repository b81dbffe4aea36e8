import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { readWhole } from '../../../electron/app/read-file'

let folder: string
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'keyglot-read-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const unreadable = { ok: false, error: { code: 'file.unreadable' } }

it('reads a whole file up to the limit, and no larger one', async () => {
  const path = join(folder, 'a')
  writeFileSync(path, 'abc')
  const read = await readWhole(path, 3)
  expect(read.ok && Buffer.from(read.value).toString()).toBe('abc')
  expect(await readWhole(path, 2)).toMatchObject({ ok: false, error: { code: 'import.too-large' } })
})

it('reads nothing that is no file', async () => {
  expect(await readWhole(join(folder, 'none'), 10)).toMatchObject(unreadable)
  expect(await readWhole(folder, 10)).toMatchObject(unreadable)
})

it.runIf(process.platform !== 'win32')('does not wait for who writes into a pipe', async () => {
  const pipe = join(folder, 'pipe')
  execFileSync('mkfifo', [pipe])
  expect(await readWhole(pipe, 10)).toMatchObject(unreadable)
})

// what the system writes itself says that it has no length at all
it.runIf(process.platform === 'linux')('reads no more of a file than it said it has', async () => {
  expect(await readWhole('/proc/self/status', 10)).toMatchObject(unreadable)
})
