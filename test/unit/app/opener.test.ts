import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { canOpen } from '../../../electron/app/opener'

let folder = ''
afterEach(() => rm(folder, { recursive: true, force: true }))

describe('whether the system can open a page', () => {
  it('asks on Linux for the program that does it', async () => {
    folder = await mkdtemp(join(tmpdir(), 'keyglot-opener-'))
    const path = ['', join(folder, 'not-there'), folder].join(delimiter)
    expect(canOpen('linux', path)).toBe(false)
    await writeFile(join(folder, 'xdg-open'), '#!/bin/sh\n')
    await chmod(join(folder, 'xdg-open'), 0o755)
    expect(canOpen('linux', path)).toBe(true)
    expect(canOpen('linux', '')).toBe(false)
  })

  it('takes it for granted elsewhere', () => {
    expect(canOpen('darwin', '')).toBe(true)
    expect(canOpen('win32', '')).toBe(true)
  })
})
