// A second reader of a vault, written after vault-format.md and nothing of Keyglot's own code.
// Usage: node docs/second-reader.mjs <copy of vault.db> < file with the recovery key
// Prints one line of JSON a token: label, kind, note, and the current value. Mind where it goes.
import { Buffer } from 'node:buffer'
import { createDecipheriv, createHash, hkdfSync } from 'node:crypto'
import { readFileSync } from 'node:fs'
import process from 'node:process'
import Database from 'better-sqlite3'

const [file] = process.argv.slice(2)
const db = new Database(file, { readonly: true, fileMustExist: true })
const hkdf = (key, salt, purpose) =>
  Buffer.from(hkdfSync('sha256', key, salt, `keyglot/1/${purpose}`, 32))

/** Parts, each behind its length. */
function list(...parts) {
  return Buffer.concat(
    parts.flatMap((part) => {
      const bytes = Buffer.from(part)
      const length = Buffer.alloc(4)
      length.writeUInt32BE(bytes.length)
      return [length, bytes]
    }),
  )
}

function open(sealed, key, data) {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12), {
    authTagLength: 16,
  })
  decipher.setAAD(data)
  decipher.setAuthTag(sealed.subarray(-16))
  return Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()])
}

function u64(number) {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64BE(BigInt(number))
  return bytes
}

/** The 20 bytes of a recovery key: Crockford's base 32, with a checksum of four signs. */
function recoveryBytes(text) {
  const signs = text.toUpperCase().replace(/[\s-]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1')
  const bits = Array.from(signs, (sign) =>
    '0123456789ABCDEFGHJKMNPQRSTVWXYZ'.indexOf(sign).toString(2).padStart(5, '0'),
  ).join('')
  const bytes = Buffer.from(
    bits
      .slice(0, 160)
      .match(/.{8}/g)
      .map((byte) => parseInt(byte, 2)),
  )
  const sum = createHash('sha256').update('keyglot/1/recovery-check').update(bytes).digest()
  const first = sum.readUInt32BE() >>> 12
  if (signs.length !== 36 || parseInt(bits.slice(160), 2) !== first) {
    throw new Error('That is not a whole recovery key, or there is a slip in it.')
  }
  return bytes
}

const recovery = recoveryBytes(readFileSync(0, 'utf8'))
const { id: vaultId } = db.prepare('SELECT id FROM vault').get()
const [newest, older] = db.prepare('SELECT number, id FROM vault_key ORDER BY number DESC').all()
/** The vault key that a row of `wrap` holds, with what follows from it. */
function unwrap(kind, of, by) {
  const wrap = db.prepare('SELECT * FROM wrap WHERE kind = ? AND key = ?').get(kind, of.number)
  if (!wrap) throw new Error(`This vault has no ${kind} for its key ${of.number}.`)
  const data = list('keyglot/1/wrap', vaultId, wrap.id, wrap.kind, of.id, wrap.params)
  const key = open(wrap.sealed, hkdf(by, vaultId, `wrap/${kind}`), data)
  return { id: of.id, key, records: hkdf(key, vaultId, 'records') }
}
const keys = { [newest.number]: unwrap('recovery', newest, recovery) }
// while the vault key is being replaced, the new one leads to the one before
const link = db.prepare("SELECT key FROM wrap WHERE kind = 'link'").get()
if (link) keys[link.key] = unwrap('link', older, keys[newest.number].key)

const json = (plain) => JSON.parse(plain.toString('latin1'))
for (const row of db.prepare('SELECT * FROM token ORDER BY row').all()) {
  const part = (field, version, { key, sealed }) => {
    const { id, records } = keys[key]
    return open(
      sealed,
      records,
      list('keyglot/1', vaultId, 'token', row.id, field, u64(version), id),
    )
  }
  const [, versions, overview] = json(
    part('overview', row.version, { key: row.key, sealed: row.overview }),
  )
  const details = db.prepare('SELECT key, sealed FROM token_details WHERE row = ?').get(row.row)
  const [, { note }] = json(part('details', versions[0], details))
  const kept = db
    .prepare('SELECT key, sealed FROM token_secret WHERE row = ? AND slot = 0')
    .get(row.row)
  const plain = part('secret/current', versions[1], kept)
  const secret = plain.toString('utf8', 4, 4 + plain.readUInt32BE())
  const { label, kind } = overview
  process.stdout.write(`${JSON.stringify({ label, kind, note, secret })}\n`)
}
