import fc from 'fast-check'
import { BinaryStream } from 'kdbxweb'
import Papa from 'papaparse'
import { describe, expect, it } from 'vitest'
import { sealAge } from '../../../electron/transfer/age'
import type { ForeignEntry } from '../../../electron/transfer/entry'
import { transferFormats } from '../../../electron/transfer/formats'
import { readHeader } from '../../../electron/transfer/kdbx-open'
import { writeKdbx } from '../../../electron/transfer/kdbx-write'
import { writeOwnCsv } from '../../../electron/transfer/own-csv'
import { writeOwnJson } from '../../../electron/transfer/own-json'
import type { OutgoingToken } from '../../../electron/transfer/port'
import { anyToken, fullToken } from '../../helper/transfer/tokens'

const PASS = 'correct horse battery staple'
const NOW = Date.UTC(2026, 10, 1)
/** The least that the formats allow, so that many files can be tried. */
const LIGHT = { memoryKib: 8, passes: 1, parallelism: 1 }

async function readBack(bytes: Uint8Array): Promise<readonly ForeignEntry[]> {
  const read = await transferFormats.read(bytes, { password: PASS, mapping: null })
  if (!read.ok) throw new Error(read.error.code)
  return read.value
}

/** What an export is for: the records and values as they were. */
const essence = (entries: readonly ForeignEntry[]) =>
  entries.map(({ own, password }) => ({ own, secret: password?.text() }))
const written = (tokens: readonly OutgoingToken[]) =>
  tokens.map(({ record, secret }) => ({ own: record, secret: secret.text() }))

const WAYS = {
  json: (tokens: readonly OutgoingToken[]) => Promise.resolve(writeOwnJson(tokens, NOW)),
  age: (tokens: readonly OutgoingToken[]) => sealAge(writeOwnJson(tokens, NOW), PASS, 1),
  kdbx: (tokens: readonly OutgoingToken[]) => writeKdbx(tokens, PASS, { now: NOW, work: LIGHT }),
} as const

describe.each(Object.entries(WAYS))('an own export as %s', (format, write) => {
  it('comes back without loss, whatever is in it', async () => {
    const tokens = fc.array(anyToken, { minLength: 1, maxLength: 4 })
    await fc.assert(
      fc.asyncProperty(tokens, async (some) => {
        expect(essence(await readBack(await write(some)))).toEqual(written(some))
      }),
      { numRuns: format === 'json' ? 100 : 40 },
    )
  })

  it('is recognized from its content', async () => {
    const found = await transferFormats.recognize(await write([fullToken()]))
    const expected = format === 'json' ? 'keyglot-json' : format
    expect(found).toMatchObject({
      ok: true,
      value: { format: expected, needsPassword: format !== 'json', columns: null },
    })
  })
})

describe('a sealed export', () => {
  it.each(['age', 'kdbx'] as const)('as %s opens with its passphrase alone', async (format) => {
    const bytes = await WAYS[format]([fullToken()])
    const wrong = await transferFormats.read(bytes, { password: 'other', mapping: null })
    expect(wrong).toMatchObject({ ok: false, error: { code: 'import.wrong-password' } })
    const none = await transferFormats.read(bytes, { password: null, mapping: null })
    expect(none).toMatchObject({ ok: false, error: { code: 'import.needs-password' } })
    expect(await readBack(bytes)).toHaveLength(1)
  })

  it.each(['age', 'kdbx'] as const)('as %s holds no value in clear', async (format) => {
    const token = fullToken()
    const bytes = Buffer.from(await WAYS[format]([token]))
    expect(bytes.includes(token.secret.bytes())).toBe(false)
    expect(bytes.includes(token.record.label)).toBe(false)
  })

  it('costs what it should with the settings of the program', async () => {
    const age = Buffer.from(
      await transferFormats.write('age', [fullToken()], { passphrase: PASS, now: NOW }),
    )
    expect(age.toString('latin1').split('\n')[1]).toMatch(/^-> scrypt \S{22} 18$/)
    const kdbx = await transferFormats.write('kdbx', [fullToken()], { passphrase: PASS, now: NOW })
    const { kdfParameters } = readHeader(new BinaryStream(new Uint8Array(kdbx).buffer))
    const work = ['M', 'I', 'P'].map((name) => Number(kdfParameters?.get(name)))
    expect(work).toEqual([64 * 1024 * 1024, 10, 2])
  })
})

describe('an own KDBX', () => {
  it('shows its fields in their usual places', async () => {
    const token = fullToken()
    const [entry] = await readBack(await WAYS.kdbx([token]))
    expect(entry).toMatchObject({
      title: token.record.label,
      username: 'ada@example.org',
      url: 'https://app.tolgee.io',
      folder: ['Tolgee'],
      fields: [],
    })
  })
})

describe('an own table', () => {
  it('comes back with what it has columns for', async () => {
    const token = fullToken(
      { label: '=HYPERLINK("x")', note: "'quoted\r\n@SUM" },
      '-starts/like+a=formula',
    )
    const text = Buffer.from(writeOwnCsv([token])).toString('utf8')
    expect(text).toContain(`"'=HYPERLINK(""x"")"`)
    expect(text).toContain(`"'-starts/like+a=formula"`)
    const [entry] = await readBack(Buffer.from(text))
    expect(entry?.password?.text()).toBe('-starts/like+a=formula')
    const { label, note, kind, server, fields, rotateEveryDays, account, project } = token.record
    expect(entry?.own).toMatchObject({
      label,
      note,
      kind,
      server,
      fields,
      rotateEveryDays,
      account,
      project,
    })
  })

  it('has no cell that a spreadsheet takes for a formula, whatever is in it', () => {
    fc.assert(
      fc.property(anyToken, (token) => {
        const text = Buffer.from(writeOwnCsv([token])).toString('utf8')
        const cells = Papa.parse<string[]>(text, { delimiter: ',' }).data.flat()
        expect(cells.filter((cell) => /^["\s]*[=+\-@|%＝＋－＠]/.test(cell))).toEqual([])
      }),
    )
  })

  it.each([' =1+1', '"=1+1', '\n=1+1', '＝1+1', '|calc', '%0A'])(
    'has no formula that begins oddly either: %j',
    async (note) => {
      const text = Buffer.from(writeOwnCsv([fullToken({ note })])).toString('utf8')
      expect(Papa.parse<string[]>(text, { delimiter: ',' }).data[1]?.at(-1)).toBe(`'${note}`)
      const [entry] = await readBack(Buffer.from(text))
      expect(entry?.own?.note).toBe(note)
    },
  )
})

describe('an own file of a newer version', () => {
  it('is refused as such', async () => {
    const file = JSON.stringify({ format: 'keyglot-export', version: 2, tokens: [], more: true })
    const read = await transferFormats.read(Buffer.from(file), { password: null, mapping: null })
    expect(read).toMatchObject({
      ok: false,
      error: { code: 'import.unsupported', params: { what: 'newer' } },
    })
  })
})
