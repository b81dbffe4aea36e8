import { createHmac, hkdfSync, randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { keychainKey, readEntry, writeEntry } from '../../../electron/vault/keychain-entry'
import { blind, deriveSubkeys, wipe } from '../../../electron/vault/keys'
import { unwrapKey, wrapKey, type WrapHead } from '../../../electron/vault/wrap'

const vaultId = randomBytes(16)
const vaultKey = randomBytes(32)

describe('subkeys', () => {
  const subkeys = deriveSubkeys(vaultKey, vaultId)

  it('are HKDF-SHA256 of the vault key, one a purpose', () => {
    const expected = hkdfSync('sha256', vaultKey, vaultId, 'keyglot/1/records', 32)
    expect(subkeys.records).toEqual(Buffer.from(expected))
    const all = [vaultKey, ...(Object.values(subkeys) as Buffer[])]
    expect(new Set(all.map((key) => key.toString('hex'))).size).toBe(7)
  })

  it('differ from vault to vault', () => {
    const other = deriveSubkeys(vaultKey, randomBytes(16))
    expect(other.records).not.toEqual(subkeys.records)
  })

  it('can be wiped', () => {
    const used = deriveSubkeys(vaultKey, vaultId)
    wipe(used)
    for (const key of Object.values(used) as Buffer[]) expect(key).toEqual(Buffer.alloc(32))
  })

  it('find equal secrets, and mix them up neither with others nor with names', () => {
    const secret = Buffer.from('a secret')
    const found = blind(subkeys, 'secret', secret)
    expect(found).toEqual(blind(subkeys, 'secret', Buffer.from('a secret')))
    expect(found.length).toBe(16)
    expect(found).not.toEqual(blind(subkeys, 'secret', Buffer.from('a secreT')))
    expect(found).not.toEqual(blind(subkeys, 'value-name', secret))
    expect(found).not.toEqual(
      createHmac('sha256', subkeys.blindIndex).update(secret).digest().subarray(0, 16),
    )
  })
})

describe('a wrap of the vault key', () => {
  const wrappingKey = randomBytes(32)
  const head: WrapHead = { id: 'w1', kind: 'keychain', keyId: randomBytes(16), params: '{"a":1}' }
  const wrap = wrapKey(vaultKey, head, { wrappingKey, vaultId, nonce: randomBytes(12) })

  it('gives it back to its own key', () => {
    expect(unwrapKey(wrap, { wrappingKey, vaultId })).toEqual(vaultKey)
  })

  it('gives nothing to another key or vault, or after any change of what stands beside it', () => {
    const opens = (change: Partial<typeof wrap>) =>
      unwrapKey({ ...wrap, ...change }, { wrappingKey, vaultId })
    expect(unwrapKey(wrap, { wrappingKey: randomBytes(32), vaultId })).toBeNull()
    expect(unwrapKey(wrap, { wrappingKey, vaultId: randomBytes(16) })).toBeNull()
    expect(opens({ id: 'w2' })).toBeNull()
    expect(opens({ kind: 'password' })).toBeNull()
    expect(opens({ keyId: randomBytes(16) })).toBeNull()
    expect(opens({ params: '{"a": 1}' })).toBeNull()
    for (let i = 0; i < wrap.sealed.length; i++) {
      const sealed = Buffer.from(wrap.sealed)
      sealed[i] = sealed[i]! ^ 1
      expect(opens({ sealed })).toBeNull()
    }
  })

  it('gives nothing that is not a key', () => {
    const short = wrapKey(randomBytes(16), head, { wrappingKey, vaultId, nonce: randomBytes(12) })
    expect(unwrapKey(short, { wrappingKey, vaultId })).toBeNull()
  })
})

describe('the entry in the keychain', () => {
  const entry = writeEntry(keychainKey(randomBytes(32)))

  it('is short, printable ASCII, and reads back', () => {
    expect(entry).toMatch(/^[\x21-\x7e]{80,100}$/)
    expect(writeEntry(readEntry(entry)!)).toBe(entry)
  })

  it('is not believed with any character changed, cut or added', () => {
    const change = fc.tuple(
      fc.nat(entry.length - 1),
      fc.constantFrom('0', '9', 'a', 'f', 'A', 'Z', '+', '/', '=', ':', ' ', '\0', 'é'),
    )
    fc.assert(
      fc.property(change, ([at, character]) => {
        const changed = entry.slice(0, at) + character + entry.slice(at + 1)
        const read = readEntry(changed)
        // the last character of base64 has two bits that say nothing
        const same = read !== null && writeEntry(read) === entry
        expect(read === null || same).toBe(true)
      }),
      { numRuns: 1000 },
    )
    for (let length = 0; length < entry.length; length++) {
      expect(readEntry(entry.slice(0, length))).toBeNull()
    }
    for (const other of [`${entry} `, `${entry}\n`, ` ${entry}`, entry + entry, 'x'.repeat(1e6)]) {
      expect(readEntry(other)).toBeNull()
    }
  })
})
