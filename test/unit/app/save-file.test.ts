import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { saveFile } from '../../../electron/app/save-file'
import { appError } from '../../../shared/error'
import { err, ok, type Result } from '../../../shared/result'
import { codeOf } from '../../helper/vault'

let folder: string
/** Where the program keeps its own files. */
let own: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keyglot-save-'))
  own = mkdtempSync(join(tmpdir(), 'keyglot-own-'))
})
afterEach(() => {
  for (const each of [folder, own]) rmSync(each, { recursive: true })
})

/** Gives these pieces, and then what they end with. */
function pieces(texts: readonly string[], end: Result<string | null> = ok(null)) {
  const rest = [...texts]
  return () => Promise.resolve(rest.length > 0 ? ok(rest.shift() ?? '') : end)
}

describe('a file that is saved', () => {
  it('holds all pieces, and is for its owner only', async () => {
    const path = join(folder, 'a.csv')
    expect(codeOf(await saveFile(path, own, pieces(['é\r\n', '', 'b'])))).toBe('ok')
    expect(readFileSync(path, 'utf8')).toBe('é\r\nb')
    if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(readdirSync(folder)).toEqual(['a.csv'])
  })

  it('takes the place of an older one only when it is whole', async () => {
    const path = join(folder, 'a.csv')
    writeFileSync(path, 'old', { mode: 0o644 })
    const broken = pieces(['half'], err(appError('vault.not-open')))
    expect(codeOf(await saveFile(path, own, broken))).toBe('vault.not-open')
    expect(readFileSync(path, 'utf8')).toBe('old')
    expect(readdirSync(folder)).toEqual(['a.csv'])
    expect(codeOf(await saveFile(path, own, pieces(['new'])))).toBe('ok')
    expect(readFileSync(path, 'utf8')).toBe('new')
    if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600)
  })

  it('may have as long a name as the system allows', async () => {
    const name = `${'a'.repeat(251)}.csv`
    expect(codeOf(await saveFile(join(folder, name), own, pieces(['x'])))).toBe('ok')
    expect(readdirSync(folder)).toEqual([name])
  })

  it('says what is in the way', async () => {
    const none = join(folder, 'no', 'a.csv')
    expect(codeOf(await saveFile(none, own, pieces(['x'])))).toBe('file.failed')
    const isFolder = join(folder, 'sub')
    expect(codeOf(await saveFile(join(isFolder, '..'), own, pieces(['x'])))).not.toBe('ok')
    expect(readdirSync(folder)).toEqual([])
  })

  it('never takes the place of the program’s own files, under whatever name', async () => {
    const vault = join(own, 'vault.db')
    writeFileSync(vault, 'the vault')
    mkdirSync(join(own, 'backups'))
    symlinkSync(own, join(folder, 'elsewhere'), 'junction')
    const places = [
      vault,
      join(own, 'backups', 'a.db'),
      join(own, 'backups', '..', 'vault.db'),
      join(folder, 'elsewhere', 'vault.db'),
    ]
    for (const place of places) {
      expect(codeOf(await saveFile(place, own, pieces(['x']))), place).toBe('file.own-folder')
    }
    expect(readFileSync(vault, 'utf8')).toBe('the vault')
    expect(readdirSync(own)).toEqual(['backups', 'vault.db'])
    // beside it, under a name that begins like it
    const beside = `${own}-copy.db`
    expect(codeOf(await saveFile(beside, own, pieces(['x'])))).toBe('ok')
    rmSync(beside)
  })
})
