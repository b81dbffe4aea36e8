import { readFileSync } from 'node:fs'
import type Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { SecretText } from '../../../electron/service/secret'
import type { SealedVault } from '../../../electron/vault/vault'
import type { TokenId } from '../../../shared/model/token'
import { makeSecret } from '../../simulator/secrets'
import { flip, spoilPage, tamper } from '../../helper/tamper'
import { codeOf, details, newId, newToken, overview, value, vaultPlace } from '../../helper/vault'

let place: ReturnType<typeof vaultPlace>
let vault: SealedVault
let ids: TokenId[]
let secrets: string[]

beforeEach(async () => {
  place = vaultPlace()
  vault = await place.open()
  secrets = Array.from({ length: 3 }, () => makeSecret('lokalise/api-token'))
  ids = secrets.map((secret, i) => {
    const id = newId()
    value(vault.tokens.insert(id, newToken(secret, `Token ${i}`)))
    return id
  })
})
afterEach(() => {
  vault.close()
  place.remove()
})

const [FIRST, SECOND, THIRD] = [0, 1, 2]
const idOf = (i: number) => ids[i]!

/** Closes the vault, changes its file, opens it again. */
async function after(change: (db: Database.Database) => void): Promise<void> {
  vault.close()
  tamper(place.db, change)
  vault = await place.open()
}

const labels = () => value(vault.tokens.list()).map((token) => token.overview.label)
const secretOf = (i: number) => vault.tokens.secret(idOf(i), 'current')

interface Part {
  sealed: Buffer
}

const read =
  (sql: string, ...values: unknown[]) =>
  (db: Database.Database) =>
    db.prepare(sql).get(...values) as Part

describe('a damaged record', () => {
  it('is counted and kept, and the others are usable', async () => {
    vault.close()
    flip(place.db, 'overview', idOf(SECOND))
    vault = await place.open()
    expect(labels()).toEqual(['Token 0', 'Token 2'])
    expect(vault.tokens.damaged()).toBe(1)
    expect(codeOf(vault.tokens.get(idOf(SECOND)))).toBe('vault.record-damaged')
    expect(codeOf(secretOf(SECOND))).toBe('vault.record-damaged')
    const change = { overview: overview() }
    expect(codeOf(vault.tokens.update(idOf(SECOND), 1, change))).toBe('vault.record-damaged')
    expect(value(secretOf(THIRD))?.text()).toBe(secrets[THIRD])

    value(vault.tokens.insert(newId(), newToken(makeSecret('locize/pat'), 'New')))
    value(vault.tokens.update(idOf(FIRST), 1, { overview: overview({ label: 'Changed' }) }))
    expect(labels()).toEqual(['Changed', 'Token 2', 'New'])
    vault.close()
    flip(place.db, 'overview', idOf(SECOND))
    vault = await place.open()
    expect(labels()).toEqual(['Changed', 'Token 1', 'Token 2', 'New'])
    expect(value(secretOf(SECOND))?.text()).toBe(secrets[SECOND])
  })

  it('is one that stands in the row of another', async () => {
    await after((db) => {
      const overviews = db.prepare('SELECT overview FROM token ORDER BY row').pluck().all()
      const put = db.prepare('UPDATE token SET overview = ? WHERE id = ?')
      put.run(overviews[FIRST], idOf(SECOND))
      put.run(overviews[SECOND], idOf(FIRST))
    })
    expect(labels()).toEqual(['Token 2'])
    expect(vault.tokens.damaged()).toBe(2)
  })

  it('is one under another id, another version or another key', async () => {
    await after((db) => {
      db.prepare('UPDATE token SET id = ? WHERE id = ?').run(newId(), idOf(FIRST))
      db.prepare('UPDATE token SET version = 2 WHERE id = ?').run(idOf(SECOND))
      db.prepare('INSERT INTO vault_key (number, id) VALUES (0, ?)').run(Buffer.alloc(16, 7))
      db.prepare('UPDATE token SET key = 0 WHERE id = ?').run(idOf(THIRD))
    })
    expect(labels()).toEqual([])
    expect(vault.tokens.damaged()).toBe(3)
  })

  it('is one with an older content put back', async () => {
    vault.close()
    const old = tamper(
      place.db,
      read('SELECT overview AS sealed FROM token WHERE id = ?', idOf(FIRST)),
    )
    vault = await place.open()
    value(vault.tokens.update(idOf(FIRST), 1, { overview: overview({ label: 'Newer' }) }))
    await after((db) =>
      db.prepare('UPDATE token SET overview = ? WHERE id = ?').run(old.sealed, idOf(FIRST)),
    )
    expect(labels()).toEqual(['Token 1', 'Token 2'])
  })
})

describe('a damaged part', () => {
  const at = 'row = (SELECT row FROM token WHERE id = ?)'

  it('leaves the rest of its record usable', async () => {
    await after((db) => {
      db.prepare(`UPDATE token_details SET sealed = zeroblob(500) WHERE ${at}`).run(idOf(FIRST))
      db.prepare(`DELETE FROM token_details WHERE ${at}`).run(idOf(SECOND))
      db.prepare(`DELETE FROM token_secret WHERE ${at}`).run(idOf(THIRD))
    })
    expect(labels()).toHaveLength(3)
    expect(vault.tokens.damaged()).toBe(0)
    expect(codeOf(vault.tokens.details(idOf(FIRST)))).toBe('vault.record-damaged')
    expect(codeOf(vault.tokens.details(idOf(SECOND)))).toBe('vault.record-damaged')
    expect(codeOf(secretOf(THIRD))).toBe('vault.record-damaged')
    expect(value(secretOf(FIRST))?.text()).toBe(secrets[FIRST])
    value(vault.tokens.update(idOf(FIRST), 1, { details: details({ note: 'again' }) }))
    expect(value(vault.tokens.details(idOf(FIRST))).note).toBe('again')
  })

  it('is an older one put back, even when the rest has not changed since', async () => {
    vault.close()
    const [oldDetails, oldSecret] = ['token_details', 'token_secret'].map((table) =>
      tamper(place.db, read(`SELECT sealed FROM ${table} WHERE ${at}`, idOf(FIRST))),
    )
    vault = await place.open()
    value(
      vault.tokens.update(idOf(FIRST), 1, {
        details: details({ note: 'newer' }),
        secrets: { current: SecretText.fromText(makeSecret('tolgee/pat')) },
      }),
    )
    await after((db) => {
      const put = (table: string, part: Part) =>
        db.prepare(`UPDATE ${table} SET sealed = ? WHERE ${at}`).run(part.sealed, idOf(FIRST))
      put('token_details', oldDetails!)
      put('token_secret', oldSecret!)
    })
    expect(labels()).toHaveLength(3)
    expect(codeOf(vault.tokens.details(idOf(FIRST)))).toBe('vault.record-damaged')
    expect(codeOf(secretOf(FIRST))).toBe('vault.record-damaged')
  })

  it('is the secret of another token, or of another slot of the same', async () => {
    const previous = SecretText.fromText(makeSecret('tolgee/pat'))
    value(vault.tokens.update(idOf(FIRST), 1, { secrets: { previous } }))
    await after((db) => {
      const sealed = db.prepare(`SELECT sealed FROM token_secret WHERE ${at} ORDER BY slot`).pluck()
      const [current, old] = sealed.all(idOf(FIRST))
      const [others] = sealed.all(idOf(SECOND))
      const put = db.prepare(`UPDATE token_secret SET sealed = ? WHERE ${at} AND slot = ?`)
      put.run(old, idOf(FIRST), 0)
      put.run(current, idOf(FIRST), 2)
      put.run(others, idOf(THIRD), 0)
    })
    expect(codeOf(secretOf(FIRST))).toBe('vault.record-damaged')
    expect(codeOf(vault.tokens.secret(idOf(FIRST), 'previous'))).toBe('vault.record-damaged')
    expect(codeOf(secretOf(THIRD))).toBe('vault.record-damaged')
  })

  it('is not found by an index that somebody changed', async () => {
    await after((db) => {
      const blind = db.prepare(`SELECT blind FROM token_secret WHERE ${at}`).pluck()
      const put = db.prepare(`UPDATE token_secret SET blind = ? WHERE ${at}`)
      put.run(blind.get(idOf(SECOND)), idOf(FIRST))
    })
    const find = (i: number) => value(vault.tokens.findBySecret(SecretText.fromText(secrets[i]!)))
    expect(find(SECOND)).toEqual([{ id: idOf(SECOND), slot: 'current' }])
    expect(find(FIRST)).toEqual([])
  })

  it('is a value that does not open', async () => {
    value(vault.values.write('settings', { theme: 'dark' }))
    await after((db) => db.exec('UPDATE value SET version = version + 1'))
    expect(codeOf(vault.values.read('settings'))).toBe('vault.record-damaged')
    value(vault.values.write('settings', { theme: 'light' }))
    expect(value(vault.values.read('settings'))).toEqual({ theme: 'light' })
  })
})

describe('a damaged page', () => {
  const MANY = 120

  function fill(): void {
    const tokens = Array.from({ length: MANY }, (_, i) => ({
      id: newId(),
      ...newToken(makeSecret('locize/pat'), `More ${i}`),
    }))
    value(vault.tokens.insertMany(tokens))
    ids.push(...tokens.map((token) => token.id))
  }

  /** Spoils the page on which a sealed value of this token stands. */
  function spoil(sql: string, i: number): void {
    vault.close()
    const { sealed } = tamper(place.db, read(sql, idOf(i)))
    expect(spoilPage(place.db, sealed)).toBe(true)
  }

  it('of overviews leaves all tokens on other pages, and ends writing', async () => {
    fill()
    spoil('SELECT overview AS sealed FROM token WHERE id = ?', 60)
    const before = readFileSync(place.db)
    vault = await place.open()
    const listed = value(vault.tokens.list())
    expect(vault.tokens.damaged()).toBeGreaterThan(0)
    expect(listed.length).toBeGreaterThan(MANY / 2)
    expect(listed.length + vault.tokens.damaged()).toBe(MANY + 3)
    expect(value(secretOf(FIRST))?.text()).toBe(secrets[FIRST])

    const more = newToken(makeSecret('locize/pat'))
    expect(codeOf(vault.tokens.insert(newId(), more))).toBe('vault.damaged')
    expect(codeOf(vault.tokens.remove(idOf(FIRST)))).toBe('vault.damaged')
    expect(codeOf(vault.values.write('settings', 1))).toBe('vault.damaged')
    vault.close()
    expect(readFileSync(place.db).equals(before)).toBe(true)
  })

  it('that no list reads is found by the check that follows', async () => {
    fill()
    spoil('SELECT sealed FROM token_details WHERE row = (SELECT row FROM token WHERE id = ?)', 60)
    vault = await place.open()
    expect(value(vault.tokens.list())).toHaveLength(MANY + 3)
    value(vault.values.write('settings', 1))
    const found: string[] = []
    const note = ({ reason }: { readonly reason: string }) => void found.push(reason)
    vault.onDoubt(note)
    expect(found).toEqual([])
    place.clock.pass(60_000)
    expect(found).toEqual(['damage'])
    // one who asks later is told as well
    vault.onDoubt(note)
    expect(found).toEqual(['damage', 'damage'])
    expect(place.log.lines.join('\n')).toContain('damaged')
    expect(codeOf(vault.values.write('settings', 2))).toBe('vault.damaged')
    expect(value(vault.tokens.list())).toHaveLength(MANY + 3)
    expect(value(vault.values.read('settings'))).toBe(1)
  })

  it('is not found where none is', () => {
    fill()
    place.clock.pass(60_000)
    expect(place.clock.waiting).toBe(0)
    vault.onDoubt(({ reason }) => expect(reason).toBe('none'))
    value(vault.values.write('settings', 2))
  })
})
