import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { SecretText } from '../../../electron/service/secret'
import type { SealedVault } from '../../../electron/vault/vault'
import type { TokenId } from '../../../shared/model/token'
import { makeSecret } from '../../simulator/secrets'
import { codeOf, details, newId, newToken, overview, value, vaultPlace } from '../../helper/vault'

let place: ReturnType<typeof vaultPlace>
let vault: SealedVault
beforeEach(async () => {
  place = vaultPlace()
  vault = await place.open()
})
afterEach(() => {
  vault.close()
  place.remove()
})

async function reopen(): Promise<void> {
  vault.close()
  vault = await place.open()
}

function add(label = 'Website'): { id: TokenId; secret: string } {
  const id = newId()
  const secret = makeSecret('phrase/strings-token')
  value(vault.tokens.insert(id, newToken(secret, label)))
  return { id, secret }
}

const text = (secret: SecretText | null) => secret?.text() ?? null
const fresh = () => SecretText.fromText(makeSecret('tolgee/pat'))

describe('a stored token', () => {
  it('is there after the vault was opened again', async () => {
    const { id, secret } = add('Первый 🔑')
    await reopen()
    const expected = { id, version: 1, overview: overview({ label: 'Первый 🔑' }) }
    expect(value(vault.tokens.list())).toEqual([expected])
    expect(value(vault.tokens.get(id))).toEqual(expected)
    expect(value(vault.tokens.details(id))).toEqual(details({ note: 'About Первый 🔑' }))
    expect(text(value(vault.tokens.secret(id, 'current')))).toBe(secret)
    expect(value(vault.tokens.secret(id, 'pending'))).toBeNull()
    expect(vault.tokens.damaged()).toBe(0)
  })

  it('keeps its place in the list', async () => {
    const ids = ['a', 'b', 'c', 'd'].map((label) => add(label).id)
    value(vault.tokens.update(ids[1]!, 1, { overview: overview({ label: 'z' }) }))
    value(vault.tokens.remove(ids[2]!))
    await reopen()
    const labels = value(vault.tokens.list()).map((token) => token.overview.label)
    expect(labels).toEqual(['a', 'z', 'd'])
  })

  it('changes only in what a change names', async () => {
    const { id, secret } = add()
    const renamed = overview({ label: 'Renamed' })
    expect(value(vault.tokens.update(id, 1, { overview: renamed }))).toEqual({
      id,
      version: 2,
      overview: renamed,
    })
    value(vault.tokens.update(id, 2, { details: details({ note: 'new' }) }))
    await reopen()
    expect(value(vault.tokens.get(id))).toEqual({ id, version: 3, overview: renamed })
    expect(value(vault.tokens.details(id)).note).toBe('new')
    expect(text(value(vault.tokens.secret(id, 'current')))).toBe(secret)
  })

  it('moves its secrets between the slots in one step', async () => {
    const { id, secret } = add()
    const next = fresh()
    value(vault.tokens.update(id, 1, { secrets: { pending: next } }))
    const old = value(vault.tokens.secret(id, 'current'))
    value(vault.tokens.update(id, 2, { secrets: { current: next, previous: old, pending: null } }))
    await reopen()
    expect(text(value(vault.tokens.secret(id, 'current')))).toBe(next.text())
    expect(text(value(vault.tokens.secret(id, 'previous')))).toBe(secret)
    expect(value(vault.tokens.secret(id, 'pending'))).toBeNull()
    value(vault.tokens.update(id, 3, { secrets: { previous: null } }))
    expect(value(vault.tokens.secret(id, 'previous'))).toBeNull()
  })

  it('is not changed by somebody who saw an older version', () => {
    const { id } = add()
    const change = { overview: overview({ label: 'first' }) }
    value(vault.tokens.update(id, 1, change))
    const late = vault.tokens.update(id, 1, { overview: overview({ label: 'second' }) })
    expect(codeOf(late)).toBe('token.changed-elsewhere')
    expect(value(vault.tokens.get(id)).overview.label).toBe('first')
  })

  it('is gone with everything when it is removed', () => {
    const { id, secret } = add()
    const other = add()
    value(vault.tokens.update(id, 1, { secrets: { previous: fresh(), pending: fresh() } }))
    value(vault.tokens.remove(id))
    for (const result of [
      vault.tokens.get(id),
      vault.tokens.details(id),
      vault.tokens.secret(id, 'current'),
      vault.tokens.update(id, 2, {}),
      vault.tokens.remove(id),
    ]) {
      expect(codeOf(result)).toBe('token.not-found')
    }
    expect(value(vault.tokens.findBySecret(SecretText.fromText(secret)))).toEqual([])
    expect(value(vault.tokens.list()).map((token) => token.id)).toEqual([other.id])
  })

  it('that is not whole is never written, and takes nothing else along', () => {
    const { id } = add()
    const bad = { ...newToken(makeSecret('locize/pat')), overview: overview({ label: '' }) }
    expect(() => vault.tokens.insert(newId(), bad)).toThrow()
    expect(() =>
      vault.tokens.update(id, 1, {
        secrets: { current: fresh() },
        details: details({ note: 'x'.repeat(10_001) }),
      }),
    ).toThrow()
    expect(value(vault.tokens.list())).toHaveLength(1)
    expect(value(vault.tokens.get(id)).version).toBe(1)
  })
})

describe('many tokens at once', () => {
  it('are all there', async () => {
    const tokens = Array.from({ length: 300 }, (_, i) => ({
      id: newId(),
      ...newToken(makeSecret('lokalise/api-token'), `Token ${i}`),
    }))
    expect(value(vault.tokens.insertMany(tokens))).toHaveLength(300)
    await reopen()
    const list = value(vault.tokens.list())
    expect(list.map((token) => token.overview.label)).toEqual(
      tokens.map((token) => token.overview.label),
    )
    const last = tokens.at(-1)!
    expect(text(value(vault.tokens.secret(last.id, 'current')))).toBe(last.secret.text())
  })

  it('are none if one of them cannot be', () => {
    const good = { id: newId(), ...newToken(makeSecret('locize/pat')) }
    const bad = { ...good, id: newId(), overview: overview({ label: '' }) }
    expect(() => vault.tokens.insertMany([good, bad])).toThrow()
    expect(() => vault.tokens.insertMany([good, good])).toThrow('UNIQUE')
    expect(value(vault.tokens.list())).toEqual([])
    value(vault.tokens.insertMany([good]))
  })
})

describe('finding by secret', () => {
  it('knows every slot and every token, current ones first', () => {
    const { id, secret } = add()
    const pending = fresh()
    const previous = fresh()
    value(vault.tokens.update(id, 1, { secrets: { pending, previous } }))
    const find = (of: SecretText) => value(vault.tokens.findBySecret(of))
    expect(find(SecretText.fromText(secret))).toEqual([{ id, slot: 'current' }])
    expect(find(pending)).toEqual([{ id, slot: 'pending' }])
    expect(find(previous)).toEqual([{ id, slot: 'previous' }])
    expect(find(fresh())).toEqual([])
    expect(find(SecretText.fromText(secret.slice(1)))).toEqual([])

    const again = newId()
    value(vault.tokens.insert(again, newToken(pending.text())))
    expect(find(pending)).toEqual([
      { id: again, slot: 'current' },
      { id, slot: 'pending' },
    ])
  })

  it('forgets what was replaced', () => {
    const { id, secret } = add()
    value(vault.tokens.update(id, 1, { secrets: { current: fresh() } }))
    expect(value(vault.tokens.findBySecret(SecretText.fromText(secret)))).toEqual([])
  })
})

describe('values', () => {
  it('come back after the vault was opened again', async () => {
    expect(value(vault.values.read('settings'))).toBeNull()
    value(vault.values.write('settings', { theme: 'dark', level: [30, 7] }))
    value(vault.values.write('settings', { theme: 'light' }))
    value(vault.values.write('reminders', []))
    await reopen()
    expect(value(vault.values.read('settings'))).toEqual({ theme: 'light' })
    expect(value(vault.values.read('reminders'))).toEqual([])
  })
})

describe('a closed vault', () => {
  it('says so, and can be closed twice', () => {
    const { id } = add()
    vault.close()
    vault.close()
    for (const result of [
      vault.tokens.list(),
      vault.tokens.get(id),
      vault.tokens.remove(id),
      vault.values.read('settings'),
      vault.values.write('settings', 1),
    ]) {
      expect(codeOf(result)).toBe('vault.not-open')
    }
  })
})
