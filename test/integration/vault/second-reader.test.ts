import { createDecipheriv, createHmac, hkdfSync } from 'node:crypto'
import Database from 'better-sqlite3'
import { expect, it } from 'vitest'
import { SecretText } from '../../../electron/service/secret'
import { makeSecret } from '../../simulator/secrets'
import { AT, entry } from '../../helper/audit'
import { details, newId, newToken, overview, value, vaultPlace } from '../../helper/vault'

/** A reader of its own, written after docs/vault-format.md and nothing else. */
const hkdf = (key: Buffer, salt: Buffer, purpose: string) =>
  Buffer.from(hkdfSync('sha256', key, salt, `keyglot/1/${purpose}`, 32))

function list(...parts: (string | Buffer)[]): Buffer {
  return Buffer.concat(
    parts.flatMap((part) => {
      const bytes = Buffer.from(part as string)
      const length = Buffer.alloc(4)
      length.writeUInt32BE(bytes.length)
      return [length, bytes]
    }),
  )
}

function open(sealed: Buffer, key: Buffer, aad: Buffer): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12), {
    authTagLength: 16,
  })
  decipher.setAAD(aad)
  decipher.setAuthTag(sealed.subarray(-16))
  return Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()])
}

function u64(version: number): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64BE(BigInt(version))
  return bytes
}

interface Row {
  readonly id: string
  readonly row: number
  readonly version: number
  readonly kind: string
  readonly params: string
  readonly sealed: Buffer
  readonly overview: Buffer
  readonly blind: Buffer
}

function readVault(file: string, keychain: ReadonlyMap<string, string>) {
  const db = new Database(file, { readonly: true })
  const get = (sql: string, ...args: unknown[]) => db.prepare(sql).get(...args) as Row
  const idOf = (table: string) => db.prepare(`SELECT id FROM ${table}`).pluck().get() as Buffer
  const vaultId = idOf('vault')
  const keyId = idOf('vault_key')
  const wrap = get("SELECT * FROM wrap WHERE kind = 'keychain'")

  const [, id, base64] = keychain.get(`vault-${vaultId.toString('hex')}`)!.split(':')
  const keychainKey = Buffer.from(base64!, 'base64')
  expect(hkdf(keychainKey, Buffer.alloc(0), 'keychain-id').toString('hex', 0, 16)).toBe(id)
  expect(JSON.parse(wrap.params)).toEqual({ key: id })
  const vaultKey = open(
    wrap.sealed,
    hkdf(keychainKey, vaultId, 'wrap/keychain'),
    list('keyglot/1/wrap', vaultId, wrap.id, wrap.kind, keyId, wrap.params),
  )

  const records = hkdf(vaultKey, vaultId, 'records')
  const place = (names: [table: string, id: string, field: string], version: number) =>
    list('keyglot/1', vaultId, ...names, u64(version), keyId)
  const json = (plain: Buffer) => JSON.parse(plain.toString('latin1')) as unknown[]
  const digests = hkdf(vaultKey, vaultId, 'blind-index')
  const blind = (purpose: string, text: string) =>
    createHmac('sha256', digests).update(list(purpose, text)).digest().subarray(0, 16)

  const tokens = (db.prepare('SELECT * FROM token ORDER BY row').all() as Row[]).map((row) => {
    const at = (field: string, version: number) => place(['token', row.id, field], version)
    const content = json(open(row.overview, records, at('overview', row.version)))
    const parts = content[1] as number[]
    const detailsRow = get('SELECT * FROM token_details WHERE row = ?', row.row)
    const secrets = ['current', 'pending', 'previous'].map((slot, n) => {
      if (parts[n + 1] === 0) return null
      const kept = get('SELECT * FROM token_secret WHERE row = ? AND slot = ?', row.row, n)
      const plain = open(kept.sealed, records, at(`secret/${slot}`, parts[n + 1]!))
      const text = plain.toString('utf8', 4, 4 + plain.readUInt32BE())
      expect(kept.blind).toEqual(blind('secret', text))
      return text
    })
    const rest = json(open(detailsRow.sealed, records, at('details', parts[0]!)))
    return { id: row.id, overview: content[2], details: rest[1], secrets }
  })

  const settingsId = blind('value-name', 'settings').toString('base64url')
  const kept = get('SELECT * FROM value WHERE id = ?', settingsId)
  const values = hkdf(vaultKey, vaultId, 'values')
  const settings = open(kept.sealed, values, place(['value', settingsId, 'value'], kept.version))
  const log = readLog(db, { vaultKey, vaultId, keyId })
  db.close()
  return { tokens, settings: json(settings)[1], log }
}

interface LogRow {
  readonly seq: number
  readonly version: number
  readonly chain: Buffer
  readonly sealed: Buffer
}

/** The lines of the log and the record of its ends, with every link of the chain worked out anew. */
function readLog(
  db: Database.Database,
  keys: { vaultKey: Buffer; vaultId: Buffer; keyId: Buffer },
) {
  const lineKey = hkdf(keys.vaultKey, keys.vaultId, 'audit')
  const chainKey = hkdf(keys.vaultKey, keys.vaultId, 'audit-chain')
  const read = (sealed: Buffer, names: [string, string, string], version: number) => {
    const aad = list('keyglot/1', keys.vaultId, ...names, u64(version), keys.keyId)
    return JSON.parse(open(sealed, lineKey, aad).toString('latin1')) as unknown[]
  }
  const end = db.prepare('SELECT * FROM audit_end').get() as LogRow
  const kept = read(end.sealed, ['audit_end', 'end', 'end'], end.version)[1] as { chain: string }
  let chain = Buffer.alloc(32)
  const lines = (db.prepare('SELECT * FROM audit ORDER BY seq').all() as LogRow[]).map((row) => {
    const data = list('audit', chain, u64(row.seq), row.sealed)
    chain = createHmac('sha256', chainKey).update(data).digest()
    expect(row.chain).toEqual(chain)
    return read(row.sealed, ['audit', 'line', 'entry'], row.seq)
  })
  expect(kept).toEqual({
    first: 1,
    last: lines.length,
    before: '0'.repeat(64),
    chain: chain.toString('hex'),
    trimmed: 0,
    lost: null,
    turn: null,
  })
  return lines
}

it('opens a vault by what docs/vault-format.md says', async () => {
  const place = vaultPlace()
  try {
    const vault = await place.open()
    const [first, next] = [makeSecret('tolgee/pak'), makeSecret('tolgee/pak')]
    const id = newId()
    const trace = [entry({ act: 'token.add', token: id, label: 'Überschrift 鍵' })]
    value(vault.tokens.insert(id, { ...newToken(first), trace }))
    value(vault.audit.append([entry({ act: 'token.copy', actor: 'engine', code: 'a.b' })]))
    value(vault.tokens.update(id, 1, { overview: overview({ label: 'Überschrift 鍵' }) }))
    const secrets = { current: SecretText.fromText(next), previous: SecretText.fromText(first) }
    value(vault.tokens.update(id, 2, { secrets, details: details({ note: 'Zweite' }) }))
    value(vault.values.write('settings', { theme: 'dark' }))
    vault.close()

    expect(readVault(place.db, place.keychain.entries)).toEqual({
      tokens: [
        {
          id,
          overview: overview({ label: 'Überschrift 鍵' }),
          details: details({ note: 'Zweite' }),
          secrets: [next, null, first],
        },
      ],
      settings: { theme: 'dark' },
      log: [
        [1, AT, 'user', 'token.add', 'done', id, 'tolgee/pak', 'Überschrift 鍵', null, {}],
        [1, AT, 'engine', 'token.copy', 'done', null, 'tolgee/pak', 'Website', 'a.b', {}],
      ],
    })
  } finally {
    place.remove()
  }
})
