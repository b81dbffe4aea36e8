import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { saveFile } from '../../../electron/app/save-file'
import { appError } from '../../../shared/error'
import { err, ok, type Result } from '../../../shared/result'
import { codeOf } from '../../helper/vault'

let folder: string
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'keyglot-save-'))))
afterEach(() => rmSync(folder, { recursive: true }))

/** Gives these pieces, and then what they end with. */
function pieces(texts: readonly string[], end: Result<string | null> = ok(null)) {
  const rest = [...texts]
  return () => Promise.resolve(rest.length > 0 ? ok(rest.shift() ?? '') : end)
}

describe('a file that is saved', () => {
  it('holds all pieces, and is for its owner only', async () => {
    const path = join(folder, 'a.csv')
    expect(codeOf(await saveFile(path, pieces(['é\r\n', '', 'b'])))).toBe('ok')
    expect(readFileSync(path, 'utf8')).toBe('é\r\nb')
    if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(readdirSync(folder)).toEqual(['a.csv'])
  })

  it('takes the place of an older one only when it is whole', async () => {
    const path = join(folder, 'a.csv')
    writeFileSync(path, 'old', { mode: 0o644 })
    const broken = pieces(['half'], err(appError('vault.not-open')))
    expect(codeOf(await saveFile(path, broken))).toBe('vault.not-open')
    expect(readFileSync(path, 'utf8')).toBe('old')
    expect(readdirSync(folder)).toEqual(['a.csv'])
    expect(codeOf(await saveFile(path, pieces(['new'])))).toBe('ok')
    expect(readFileSync(path, 'utf8')).toBe('new')
    if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600)
  })

  it('says what is in the way', async () => {
    const none = join(folder, 'no', 'a.csv')
    expect(codeOf(await saveFile(none, pieces(['x'])))).toBe('file.failed')
    const isFolder = join(folder, 'sub')
    expect(codeOf(await saveFile(join(isFolder, '..'), pieces(['x'])))).not.toBe('ok')
    expect(readdirSync(folder)).toEqual([])
  })
})
