import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { scanFolder, scanTexts } from '../../helper/canary'

const CANARY = 'Ab1~/+éclair?Ω token'

const encoders: Record<string, (text: string) => Buffer> = {
  'utf-8': (text) => Buffer.from(text),
  'utf-16 le': (text) => Buffer.from(text, 'utf16le'),
  'utf-16 be': (text) => Buffer.from(text, 'utf16le').swap16(),
  'lower case': (text) => Buffer.from(text.toLowerCase()),
  'upper case': (text) => Buffer.from(text.toUpperCase()),
  reversed: (text) => Buffer.from(Array.from(text).reverse().join('')),
  hex: (text) => Buffer.from(Buffer.from(text).toString('hex')),
  'hex, upper case': (text) => Buffer.from(Buffer.from(text).toString('hex').toUpperCase()),
  'percent-encoding': (text) => Buffer.from(encodeURIComponent(text)),
  'percent-encoding, + for space': (text) =>
    Buffer.from(encodeURIComponent(text).replaceAll('%20', '+')),
  'percent-encoding of every byte': (text) =>
    Buffer.from([...Buffer.from(text)].map((byte) => `%${byte.toString(16)}`).join('')),
  'json escapes': (text) =>
    Buffer.from(
      text.replace(/[é-ω]/gi, (c) => `\\u0${c.charCodeAt(0).toString(16).padStart(3, '0')}`),
    ),
  'json escapes, upper case': (text) =>
    Buffer.from(text.replaceAll('é', '\\u00E9').replaceAll('Ω', '\\u03A9')),
}

let folder: string
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'keyglot-canary-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('the scan for canaries', () => {
  it.each(Object.keys(encoders))('finds %s in the middle of a file', (name) => {
    const noise = Buffer.from([0, 255, 17, 10])
    mkdirSync(join(folder, 'deep', 'er'), { recursive: true })
    const encoded = encoders[name]!(CANARY)
    writeFileSync(join(folder, 'deep', 'er', 'file'), Buffer.concat([noise, encoded, noise]))
    const hits = scanFolder(folder, ['another canary', CANARY])
    expect(hits.map((hit) => hit.where)).toContain(join('deep', 'er', 'file'))
    expect(hits.every((hit) => hit.canary === CANARY)).toBe(true)
  })

  it('finds base64 and base64url at every position, whatever stands around', () => {
    const around = fc.uint8Array({ maxLength: 40 })
    fc.assert(
      fc.property(around, around, fc.constantFrom('base64', 'base64url'), (a, b, alphabet) => {
        const bytes = Buffer.concat([a, Buffer.from(CANARY), b])
        const text = bytes.toString(alphabet)
        expect(scanTexts({ text }, [CANARY])).not.toEqual([])
      }),
    )
  })

  it('looks at the names of files, and not at what links lead to', () => {
    writeFileSync(join(folder, 'my-canary-1'), '')
    symlinkSync('/proc/self/environ', join(folder, 'link'))
    expect(scanFolder(folder, ['my-canary-1', process.env['PATH']!])).toEqual([
      { where: 'names of files', canary: 'my-canary-1', encoding: 'utf-8' },
    ])
  })

  it('finds nothing where nothing is', () => {
    writeFileSync(join(folder, 'file'), Buffer.from(CANARY.slice(0, -1)))
    expect(scanFolder(folder, [CANARY])).toEqual([])
    expect(scanTexts({ log: 'all is well', out: new Uint8Array(1000) }, [CANARY])).toEqual([])
  })

  it('refuses what turns up by chance', () => {
    expect(() => scanTexts({}, ['short'])).toThrow('Too short')
  })
})
