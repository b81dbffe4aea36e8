import { createCipheriv, createHash, createHmac, pbkdf2Sync } from 'node:crypto'
import { hashRawSync } from '@node-rs/argon2'
import { zipSync } from 'fflate'
import {
  Consts,
  Int64,
  Kdbx,
  KdbxCredentials,
  KdbxUuid,
  ProtectedValue,
  VarDictionary,
} from 'kdbxweb'
// sets the Argon2 that the library lacks
import '../../../electron/transfer/kdbx-open'
import { sealAge } from '../../../electron/transfer/age'
import { writeKdbx } from '../../../electron/transfer/kdbx-write'
import { writeOwnCsv } from '../../../electron/transfer/own-csv'
import { writeOwnJson } from '../../../electron/transfer/own-json'
import { fullToken } from './tokens'

/** Files as other programs write them, with work factors so low that thousands can be opened. */

export const PASSWORD = 'a password of the file'
export const NOW = Date.UTC(2026, 10, 1)
const LIGHT = { memoryKib: 8, passes: 1, parallelism: 1 }

const bytesOf = (text: string): Buffer => Buffer.from(text, 'utf8')
const json = (value: unknown): Buffer => bytesOf(JSON.stringify(value, null, 2))

/** Made-up values that no platform knows. */
export const VALUES = {
  login: 'tgpak_gfpw4wdqnrzwk3dmnrxwg3dfmrzq',
  credential: 'lz_pat_0123456789abcdefghijklmnopqrstuvwxyz',
  note: '1/0123456789abcdef0123456789abcdef01234567',
} as const

export const onePuxData = {
  accounts: [
    {
      attrs: { accountName: 'Ada', email: 'ada@example.org' },
      vaults: [
        {
          attrs: { uuid: 'v1', name: 'Work', type: 'U' },
          items: [
            {
              uuid: 'i1',
              favIndex: 0,
              createdAt: 1_700_000_000,
              updatedAt: 1_710_000_000,
              state: 'active',
              categoryUuid: '001',
              details: {
                loginFields: [
                  {
                    value: 'ada',
                    id: '',
                    name: 'username',
                    fieldType: 'T',
                    designation: 'username',
                  },
                  {
                    value: VALUES.login,
                    id: '',
                    name: 'password',
                    fieldType: 'P',
                    designation: 'password',
                  },
                  { value: 'yes', id: 'r', name: 'remember', fieldType: 'T' },
                ],
                notesPlain: 'of the shop',
                sections: [
                  {
                    title: 'More',
                    name: 's',
                    fields: [
                      { title: 'project', id: 'p', value: { string: '12' } },
                      { title: 'one-time password', id: 't', value: { totp: 'JBSWY3DPEHPK3PXP' } },
                      {
                        title: 'mail',
                        id: 'm',
                        value: { email: { email_address: 'ada@example.org', provider: null } },
                      },
                    ],
                  },
                ],
                passwordHistory: [{ value: 'old', time: 1_600_000_000 }],
              },
              overview: {
                title: 'Tolgee of the shop',
                url: 'https://app.tolgee.io',
                urls: [
                  { label: 'website', url: 'https://app.tolgee.io' },
                  { label: 'docs', url: 'https://docs.tolgee.io' },
                ],
                tags: ['shop', 'ci'],
              },
            },
            {
              uuid: 'i2',
              createdAt: 1_700_000_000,
              updatedAt: 1_710_000_000,
              state: 'archived',
              categoryUuid: '112',
              details: {
                loginFields: [],
                sections: [
                  {
                    title: '',
                    fields: [
                      { title: 'username', id: 'username', value: { string: 'robot' } },
                      {
                        title: 'credential',
                        id: 'credential',
                        value: { concealed: VALUES.credential },
                      },
                      { title: 'valid from', id: 'validFrom', value: { date: 1_700_000_000 } },
                      { title: 'expires', id: 'expires', value: { date: 1_800_000_000 } },
                      { title: 'hostname', id: 'hostname', value: { string: 'www.locize.app' } },
                    ],
                  },
                ],
              },
              overview: { title: 'Locize', url: '' },
            },
            {
              uuid: 'i3',
              createdAt: 1_700_000_000,
              updatedAt: 1_710_000_000,
              state: 'active',
              categoryUuid: '005',
              details: { password: VALUES.note, sections: [] },
              overview: { title: 'Transifex' },
            },
          ],
        },
      ],
    },
  ],
}

export const onePuxOf = (data: Uint8Array, level: 0 | 6 = 6): Uint8Array =>
  zipSync(
    {
      'export.attributes': json({
        version: 3,
        description: '1Password Unencrypted Export',
        createdAt: 1_585_333_569,
      }),
      'export.data': data,
    },
    { level, mtime: NOW },
  )

export const bitwardenData = {
  encrypted: false,
  folders: [{ id: 'f1', name: 'Work/Localization' }],
  items: [
    {
      id: 'b1',
      folderId: 'f1',
      type: 1,
      name: 'Tolgee of the shop',
      notes: 'of the shop',
      favorite: false,
      fields: [
        { name: 'project', value: '12', type: 0 },
        { name: 'second', value: VALUES.credential, type: 1 },
        { name: 'linked', value: null, type: 3, linkedId: 100 },
      ],
      login: {
        uris: [
          { match: null, uri: 'https://app.tolgee.io' },
          { match: null, uri: 'https://docs.tolgee.io' },
        ],
        username: 'ada',
        password: VALUES.login,
        totp: 'JBSWY3DPEHPK3PXP',
        fido2Credentials: [],
      },
      passwordHistory: null,
      creationDate: '2023-11-14T22:13:20.000Z',
      revisionDate: '2024-03-09T16:00:00.000Z',
      deletedDate: null,
    },
    {
      id: 'b2',
      folderId: null,
      type: 2,
      name: 'Transifex',
      notes: VALUES.note,
      secureNote: { type: 0 },
    },
    {
      id: 'b3',
      folderId: null,
      type: 3,
      name: 'A card',
      notes: null,
      card: { number: '4111' },
      archivedDate: '2024-03-09T16:00:00.000Z',
    },
  ],
}

type BitwardenKdf = {
  kdfType: number
  kdfIterations: number
  kdfMemory?: number
  kdfParallelism?: number
}

/** Seals as Bitwarden does, written a second time so that the reader does not agree with itself. */
export function bitwardenSealed(
  clear: Uint8Array,
  kdf: BitwardenKdf = { kdfType: 0, kdfIterations: 1 },
): Buffer {
  const salt = createHash('sha256').update('salt').digest().subarray(0, 16).toString('base64')
  const options: Record<string, unknown> = {
    memoryCost: (kdf.kdfMemory ?? 0) * 1024,
    timeCost: kdf.kdfIterations,
    parallelism: kdf.kdfParallelism ?? 1,
    outputLen: 32,
    algorithm: 2,
    salt: createHash('sha256').update(salt).digest(),
  }
  const key =
    kdf.kdfType === 0
      ? pbkdf2Sync(PASSWORD, salt, kdf.kdfIterations, 32, 'sha256')
      : hashRawSync(PASSWORD, options)
  const part = (info: string): Buffer => createHmac('sha256', key).update(`${info}\u0001`).digest()
  const seal = (content: Uint8Array, iv: Buffer): string => {
    const cipher = createCipheriv('aes-256-cbc', part('enc'), iv)
    const data = Buffer.concat([cipher.update(content), cipher.final()])
    const mac = createHmac('sha256', part('mac')).update(iv).update(data).digest()
    return `2.${iv.toString('base64')}|${data.toString('base64')}|${mac.toString('base64')}`
  }
  return json({
    encrypted: true,
    passwordProtected: true,
    salt,
    ...kdf,
    encKeyValidation_DO_NOT_EDIT: seal(
      bytesOf('6f0c6a5a-6c0f-4f5c-9d0c-0e6c2f0f5b1a'),
      Buffer.alloc(16, 1),
    ),
    data: seal(clear, Buffer.alloc(16, 2)),
  })
}

export const keePassXml = bytesOf(`<?xml version="1.0" encoding="utf-8" standalone="yes"?>
<KeePassFile>
  <Meta><Generator>KeePass</Generator><RecycleBinEnabled>True</RecycleBinEnabled><RecycleBinUUID>AAAAAAAAAAAAAAAAAAAAAg==</RecycleBinUUID></Meta>
  <Root>
    <Group><UUID>AAAAAAAAAAAAAAAAAAAAAA==</UUID><Name>Database</Name>
      <Entry><UUID>AAAAAAAAAAAAAAAAAAAABA==</UUID><Tags>shop;ci</Tags>
        <Times><CreationTime>2023-11-14T22:13:20Z</CreationTime><LastModificationTime>2024-03-09T16:00:00Z</LastModificationTime><ExpiryTime>2027-01-15T08:00:00Z</ExpiryTime><Expires>True</Expires></Times>
        <String><Key>Title</Key><Value>Tolgee &amp; shop</Value></String>
        <String><Key>UserName</Key><Value>ada</Value></String>
        <String><Key>Password</Key><Value ProtectInMemory="True">${VALUES.login}</Value></String>
        <String><Key>URL</Key><Value>https://app.tolgee.io</Value></String>
        <String><Key>Notes</Key><Value><![CDATA[of the <shop>]]></Value></String>
        <String><Key>project</Key><Value>12</Value></String>
        <String><Key>second</Key><Value ProtectInMemory="True">${VALUES.credential}</Value></String>
        <String><Key>otp</Key><Value ProtectInMemory="True">otpauth://totp/x</Value></String>
        <Binary><Key>a.txt</Key><Value Ref="0" /></Binary>
        <History><Entry><String><Key>Password</Key><Value ProtectInMemory="True">old</Value></String></Entry></History>
      </Entry>
      <Group><UUID>AAAAAAAAAAAAAAAAAAAAAQ==</UUID><Name>Work</Name>
        <Entry><String><Key>Title</Key><Value>Transifex</Value></String><String><Key>Password</Key><Value ProtectInMemory="True">${VALUES.note}</Value></String></Entry>
      </Group>
      <Group><UUID>AAAAAAAAAAAAAAAAAAAAAg==</UUID><Name>Recycle Bin</Name>
        <Entry><String><Key>Title</Key><Value>Thrown away</Value></String></Entry>
      </Group>
    </Group>
  </Root>
</KeePassFile>
`)

/** A database with groups, tags, a date, protected and plain fields, and a past version. */
export async function foreignKdbx(
  version: 3 | 4,
  cipher: string = Consts.CipherId.Aes,
): Promise<Uint8Array> {
  const file = Kdbx.create(new KdbxCredentials(ProtectedValue.fromString(PASSWORD)), 'Database')
  file.setVersion(version)
  if (version === 3) file.header.keyEncryptionRounds = 1
  else {
    file.setKdf(Consts.KdfId.Argon2d)
    file.header.kdfParameters?.set('M', VarDictionary.ValueType.UInt64, Int64.from(8 * 1024))
    file.header.kdfParameters?.set('I', VarDictionary.ValueType.UInt64, Int64.from(1))
    file.header.kdfParameters?.set('P', VarDictionary.ValueType.UInt32, 1)
    file.header.dataCipherUuid = new KdbxUuid(cipher)
  }
  const group = file.createGroup(file.getDefaultGroup(), 'Work')
  const entry = file.createEntry(group)
  entry.fields.set('Title', 'Tolgee & shop')
  entry.fields.set('Password', ProtectedValue.fromString('old'))
  entry.pushHistory()
  entry.fields.set('UserName', 'ada')
  entry.fields.set('Password', ProtectedValue.fromString(VALUES.login))
  entry.fields.set('URL', 'https://app.tolgee.io')
  entry.fields.set('Notes', 'of the <shop>')
  entry.fields.set('project', '12')
  entry.fields.set('second', ProtectedValue.fromString(VALUES.credential))
  entry.tags = ['shop', 'ci']
  entry.times.expires = true
  entry.times.expiryTime = new Date(Date.UTC(2027, 0, 15, 8))
  const last = file.createEntry(group)
  last.fields.set('Title', 'Transifex')
  last.fields.set('Password', ProtectedValue.fromString(VALUES.note))
  return new Uint8Array(await file.save())
}

export const keePassXcCsv = bytesOf(
  '"Group","Title","Username","Password","URL","Notes","TOTP","Icon","Last Modified","Created"\n' +
    `"Root/Work","Tolgee, shop","ada","${VALUES.login}","https://app.tolgee.io","two\nlines ""quoted""","","0","2024-03-09T16:00:00Z","2023-11-14T22:13:20Z"\n` +
    `"Root","Transifex","","${VALUES.note}","","","otpauth://totp/x","0","2024-03-09T16:00:00Z","2023-11-14T22:13:20Z"\n`,
)

export const keePassCsv = bytesOf(
  '"Account","Login Name","Password","Web Site","Comments"\r\n' +
    `"Tolgee, shop","ada","${VALUES.login}","https://app.tolgee.io","a \\"quoted\\" back\\\\slash"\r\n` +
    `"Transifex","","${VALUES.note}","",""\r\n`,
)

export const plainCsv = bytesOf(
  'Service;API Key;Label;Valid until\n' +
    `Tolgee;${VALUES.login};Shop;2027-01-15\n` +
    `Transifex;${VALUES.note};Docs;\n`,
)

const own = [fullToken(), fullToken({ label: 'Second', expiry: { known: 'unknown' } })]
export const ownJson = writeOwnJson(own, NOW)
export const ownCsv = writeOwnCsv(own)

/** One file of each format. */
export const SAMPLES: Readonly<Record<string, () => Uint8Array | Promise<Uint8Array>>> = {
  age: () => sealAge(ownJson, PASSWORD, 1),
  'kdbx-4': () => foreignKdbx(4),
  'kdbx-3.1': () => foreignKdbx(3),
  'kdbx-own': () => writeKdbx(own, PASSWORD, { now: NOW, work: LIGHT }),
  '1pux': () => onePuxOf(json(onePuxData)),
  bitwarden: () => json(bitwardenData),
  'bitwarden-encrypted': () => bitwardenSealed(json(bitwardenData)),
  'keepass-xml': () => keePassXml,
  'keepass-csv': () => keePassCsv,
  'keepassxc-csv': () => keePassXcCsv,
  csv: () => plainCsv,
  'keyglot-json': () => ownJson,
  'keyglot-csv': () => ownCsv,
}
