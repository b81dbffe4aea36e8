import { Consts } from 'kdbxweb'
import { describe, expect, it } from 'vitest'
import type { ForeignEntry } from '../../../electron/transfer/entry'
import { transferFormats } from '../../../electron/transfer/formats'
import type { CsvMapping } from '../../../shared/model/transfer'
import {
  bitwardenData,
  bitwardenSealed,
  foreignKdbx,
  PASSWORD,
  SAMPLES,
  VALUES,
} from '../../helper/transfer/samples'

async function read(name: string, mapping: CsvMapping | null = null) {
  const make = SAMPLES[name]
  if (!make) throw new Error(`no sample ${name}`)
  return entriesOf(await make(), mapping)
}

async function entriesOf(bytes: Uint8Array, mapping: CsvMapping | null = null) {
  const found = await transferFormats.read(bytes, { password: PASSWORD, mapping })
  if (!found.ok) throw new Error(found.error.code)
  return found.value.map(shown)
}

/** An entry without its secrets' masks. */
const shown = (entry: ForeignEntry) => ({
  ...entry,
  password: entry.password?.text() ?? null,
  fields: entry.fields.map(({ name, value, isProtected }) => [name, value.text(), isProtected]),
})

const CREATED = 1_700_000_000_000
const MODIFIED = 1_710_000_000_000

describe('recognition', () => {
  it.each(Object.keys(SAMPLES))('knows %s by its content', async (name) => {
    const found = await transferFormats.recognize(await SAMPLES[name]!())
    const format = name.startsWith('kdbx') ? 'kdbx' : name
    const needsPassword = ['age', 'kdbx', 'bitwarden-encrypted'].includes(format)
    expect(found).toMatchObject({ ok: true, value: { format, needsPassword } })
  })

  it.each([
    ['nothing', '', 'import.empty'],
    ['a picture', '\u0089PNG\r\n\u001a\n\u0000\u0000', 'import.unknown'],
    ['a page', '<!doctype html><html></html>', 'import.unknown'],
    ['other JSON', '{"a":1}', 'import.unknown'],
    ['a line of text', 'hello', 'import.unknown'],
    [
      'a database of KeePass 1',
      '\u0003\u00d9\u00a2\u009a\u0065\u00fb\u004b\u00b5 0000',
      'import.unsupported',
    ],
    [
      'an account’s own export',
      '{"encrypted":true,"encKeyValidation_DO_NOT_EDIT":"2.a|b|c","items":[]}',
      'import.unsupported',
    ],
    ['an archive without data', 'PK\u0003\u0004 0123456789012345678901234567890', 'import.damaged'],
  ])('refuses %s', async (_, content, code) => {
    const found = await transferFormats.recognize(Buffer.from(content, 'latin1'))
    expect(found).toMatchObject({ ok: false, error: { code } })
  })
})

describe('1PUX', () => {
  it('has logins, API credentials and passwords, archived ones too', async () => {
    const [login, credential, password] = await read('1pux')
    expect(login).toEqual({
      title: 'Tolgee of the shop',
      username: 'ada',
      url: 'https://app.tolgee.io',
      notes: 'of the shop',
      password: VALUES.login,
      fields: [
        ['docs', 'https://docs.tolgee.io', false],
        ['remember', 'yes', false],
        ['project', '12', false],
        ['mail', 'ada@example.org', false],
      ],
      tags: ['shop', 'ci'],
      folder: ['Work'],
      createdAt: CREATED,
      modifiedAt: MODIFIED,
      expiresAt: null,
      state: 'active',
      leftOut: ['one-time-code', 'history'],
      own: null,
    })
    expect(credential).toMatchObject({
      title: 'Locize',
      username: 'robot',
      password: VALUES.credential,
      fields: [
        ['valid from', '2023-11-14', false],
        ['hostname', 'www.locize.app', false],
      ],
      expiresAt: 1_800_000_000_000,
      state: 'archived',
    })
    expect(password).toMatchObject({ title: 'Transifex', password: VALUES.note })
  })
})

describe('Bitwarden', () => {
  it('has logins with their fields and folders, and says what it leaves', async () => {
    const [login, note, card] = await read('bitwarden')
    expect(login).toMatchObject({
      title: 'Tolgee of the shop',
      username: 'ada',
      url: 'https://app.tolgee.io',
      password: VALUES.login,
      fields: [
        ['url', 'https://docs.tolgee.io', false],
        ['project', '12', false],
        ['second', VALUES.credential, true],
      ],
      folder: ['Work', 'Localization'],
      createdAt: CREATED,
      modifiedAt: MODIFIED,
      leftOut: ['one-time-code'],
    })
    expect(note).toMatchObject({ title: 'Transifex', notes: VALUES.note, password: null })
    expect(card).toMatchObject({ state: 'archived', leftOut: ['card'] })
  })

  it.each([
    { kdfType: 0, kdfIterations: 600 },
    { kdfType: 1, kdfIterations: 2, kdfMemory: 1, kdfParallelism: 2 },
  ])('reads the same from an export that is sealed with $kdfType', async (kdf) => {
    const sealed = bitwardenSealed(Buffer.from(JSON.stringify(bitwardenData)), kdf)
    expect(await entriesOf(sealed)).toEqual(await read('bitwarden'))
  })

  it.each([
    [{ kdfType: 1, kdfIterations: 1, kdfMemory: 2 ** 31, kdfParallelism: 1 }, 'import.costly'],
    [{ kdfType: 0, kdfIterations: 2 ** 31 }, 'import.costly'],
    [{ kdfType: 7, kdfIterations: 1 }, 'import.unsupported'],
    [{ kdfType: 1, kdfIterations: 1, kdfMemory: -1, kdfParallelism: 1 }, 'import.damaged'],
  ])('refuses %o before anything is derived', async (kdf, code) => {
    const text = bitwardenSealed(Buffer.from('{}'))
      .toString()
      .replace(/"kdfType": 0,\s*"kdfIterations": 1/, JSON.stringify(kdf).slice(1, -1))
    const found = await transferFormats.read(Buffer.from(text), {
      password: PASSWORD,
      mapping: null,
    })
    expect(found).toMatchObject({ ok: false, error: { code } })
  })
})

const keePass = {
  title: 'Tolgee & shop',
  username: 'ada',
  url: 'https://app.tolgee.io',
  notes: 'of the <shop>',
  password: VALUES.login,
  fields: [
    ['project', '12', false],
    ['second', VALUES.credential, true],
  ],
  tags: ['shop', 'ci'],
  expiresAt: Date.UTC(2027, 0, 15, 8),
}

describe('KeePass', () => {
  it('XML has what is shown, and neither history nor attachments', async () => {
    const [first, second, third] = await read('keepass-xml')
    expect(first).toMatchObject({
      ...keePass,
      folder: [],
      createdAt: CREATED,
      modifiedAt: MODIFIED,
      state: 'active',
    })
    expect(first?.leftOut.toSorted()).toEqual(['attachment', 'history', 'one-time-code'])
    expect(second).toMatchObject({ title: 'Transifex', folder: ['Work'], expiresAt: null })
    expect(third).toMatchObject({ title: 'Thrown away', state: 'deleted', password: null })
  })

  it.each(['kdbx-4', 'kdbx-3.1'])(
    '%s opens, with protected values in their places',
    async (name) => {
      const [first, second] = await read(name)
      expect(first).toMatchObject({ ...keePass, folder: ['Work'], leftOut: ['history'] })
      expect(second).toMatchObject({ title: 'Transifex', password: VALUES.note })
    },
  )

  it('KDBX with ChaCha20 opens as well', async () => {
    const [first] = await entriesOf(await foreignKdbx(4, Consts.CipherId.ChaCha20))
    expect(first).toMatchObject({ ...keePass, folder: ['Work'] })
  })

  it.each([
    ['M', 2 ** 41],
    ['M', 2 ** 60],
    ['I', 2 ** 40],
    ['P', 2 ** 31],
  ] as const)(
    'KDBX that asks for %s = %s is refused before anything is derived',
    async (name, value) => {
      const file = Buffer.from(await foreignKdbx(4))
      // the dictionary of the header: type, length of the name, name, length of the value, value
      const at = file.indexOf(
        Buffer.from([...(name === 'P' ? [4] : [5]), 1, 0, 0, 0, name.charCodeAt(0)]),
      )
      const to = at + 10
      if (name === 'P') file.writeUInt32LE(value, to)
      else file.writeBigUInt64LE(BigInt(value), to)
      const found = await transferFormats.read(file, { password: PASSWORD, mapping: null })
      expect(found).toMatchObject({ ok: false, error: { code: 'import.costly' } })
    },
  )

  it.each([
    ['keepassxc-csv', 'two\nlines "quoted"'],
    ['keepass-csv', 'a "quoted" back\\slash'],
  ])('%s is read as it was written', async (name, notes) => {
    const [first, second] = await read(name)
    expect(first).toMatchObject({
      title: 'Tolgee, shop',
      username: 'ada',
      password: VALUES.login,
      notes,
    })
    expect(second).toMatchObject({ title: 'Transifex', password: VALUES.note })
  })

  it('of KeePassXC has folders and times', async () => {
    const [first, second] = await read('keepassxc-csv')
    expect(first).toMatchObject({
      folder: ['Work'],
      createdAt: CREATED,
      modifiedAt: MODIFIED,
      leftOut: [],
    })
    expect(second).toMatchObject({ folder: [], leftOut: ['one-time-code'] })
  })

  it.each([
    [
      'a document type',
      '<!DOCTYPE KeePassFile [<!ENTITY x "y">]><KeePassFile><Root/></KeePassFile>',
      'import.damaged',
    ],
    [
      'an unknown entity',
      '<KeePassFile><Root><Group><Name>&x;</Name></Group></Root></KeePassFile>',
      'import.line',
    ],
    ['groups without end', `<KeePassFile><Root>${'<Group>'.repeat(10_000)}`, 'import.damaged'],
    ['a cut document', '<KeePassFile><Root><Group>\n\n', 'import.line'],
  ])('XML with %s is refused', async (_, text, code) => {
    const found = await transferFormats.read(Buffer.from(text), { password: null, mapping: null })
    expect(found).toMatchObject({ ok: false, error: { code } })
  })
})

describe('a table', () => {
  it('is read as its columns are called', async () => {
    const found = await transferFormats.recognize(await SAMPLES['csv']!())
    expect(found).toMatchObject({
      ok: true,
      value: {
        columns: {
          names: ['Service', 'API Key', 'Label', 'Valid until'],
          guess: { secret: 1, title: 2, expires: 3 },
        },
      },
    })
    const [first, second] = await read('csv')
    expect(first).toMatchObject({
      title: 'Shop',
      password: VALUES.login,
      expiresAt: Date.UTC(2027, 0, 15),
      fields: [['Service', 'Tolgee', false]],
    })
    expect(second).toMatchObject({ title: 'Docs', expiresAt: null })
  })

  it('is read as it is mapped', async () => {
    const [first] = await read('csv', { secret: 1, title: 0 })
    expect(first).toMatchObject({ title: 'Tolgee', password: VALUES.login })
  })

  it.each([
    ['a row that was cut', 'a,token\n1,2\n3\n', 3],
    ['a quote without end', 'a,token\n1,"2\n3,4\n', 2],
  ])('with %s is refused, and says where', async (_, text, line) => {
    const found = await transferFormats.read(Buffer.from(text), { password: null, mapping: null })
    expect(found).toMatchObject({ ok: false, error: { code: 'import.line', params: { line } } })
  })

  it('without a column for the token is not read before there is one', async () => {
    const found = await transferFormats.read(Buffer.from('a,b\n1,2\n'), {
      password: null,
      mapping: null,
    })
    expect(found).toMatchObject({ ok: false, error: { params: { what: 'column' } } })
  })
})
