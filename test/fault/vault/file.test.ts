import { readFileSync, writeFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SecretText } from '../../../electron/service/secret'
import { entry } from '../../helper/audit'
import { digests, newId, newToken, value, vaultPlace } from '../../helper/vault'
import { makeSecret } from '../../simulator/secrets'
import { contentOf, seesDamage, type Content } from './model'

/** Every so many bytes one is changed; `npm run test:durability` takes more. */
const STRIDE = process.env['KEYGLOT_THOROUGH'] === '1' ? 3 : 61

let place: ReturnType<typeof vaultPlace>
let whole: Buffer
let content: Content

beforeAll(async () => {
  place = vaultPlace()
  const vault = await place.open()
  for (let n = 0; n < 4; n++) {
    const id = newId()
    const token = newToken(makeSecret('tolgee/pak'), `Token ${n}`)
    value(vault.tokens.insert(id, { ...token, trace: [entry({ token: id })] }))
    const secrets = {
      pending: SecretText.fromText(makeSecret('tolgee/pak')),
      previous: SecretText.fromText(makeSecret('tolgee/pak')),
    }
    value(vault.tokens.update(id, 1, { secrets, trace: [entry({ token: id })] }))
  }
  value(vault.values.write('reminders', 'something'))
  content = await contentOf(vault)
  vault.close()
  whole = readFileSync(place.db)
})
afterAll(() => place.remove())

type Outcome = 'not opened' | 'open, as it was' | 'open, damage seen' | 'accepted'

/** Opens the file as it is now. Whatever comes out of it has to be what was written, or nothing. */
async function outcome(): Promise<Outcome> {
  const before = digests(place.folder)
  const opened = await place.opener().open(() => undefined)
  if (opened.state !== 'open') {
    expect(digests(place.folder)).toEqual(before)
    return 'not opened'
  }
  const { vault } = opened
  try {
    if (opened.created) return 'accepted'
    let damaged = false
    const listed = vault.tokens.list()
    const found: Record<string, unknown> = {}
    for (const { id, overview } of listed.ok ? listed.value : []) {
      const details = vault.tokens.details(id)
      const secret = (slot: 'current' | 'pending' | 'previous') => {
        const read = vault.tokens.secret(id, slot)
        if (!read.ok) damaged = true
        return read.ok ? (read.value?.text() ?? null) : (known?.secrets[slot] ?? null)
      }
      const known = content.tokens[id]
      if (!details.ok) damaged = true
      const secrets = {
        ...{ current: secret('current'), pending: secret('pending') },
        previous: secret('previous'),
      }
      const note = details.ok ? details.value.note : known?.note
      found[id] = { label: overview.label, note, stage: null, secrets }
      // whatever opened is exactly what was written for this very token
      if (JSON.stringify(found[id]) !== JSON.stringify(known)) return 'accepted'
    }
    const text = vault.values.read('reminders')
    if (!text.ok) damaged = true
    else if (text.value !== content.text) damaged ||= text.value === null
    if (text.ok && text.value !== null && text.value !== content.text) return 'accepted'
    const log = await vault.audit.verify()
    if (!log.ok || log.value.fault !== null) damaged = true
    const seen = seesDamage(vault, place.clock)
    if (!listed.ok || seen || vault.tokens.damaged() > 0) damaged = true
    if (Object.keys(found).length !== Object.keys(content.tokens).length && !damaged) {
      return 'accepted'
    }
    return damaged ? 'open, damage seen' : 'open, as it was'
  } finally {
    vault.close()
  }
}

const PAGE = 4096

describe('a vault’s file', () => {
  it('cut at any page, and near it, gives out nothing but what was written', async () => {
    const count: Partial<Record<Outcome, number>> = {}
    const ends = Array.from({ length: whole.length / PAGE }, (_, page) => page * PAGE)
    const cuts = ends.flatMap((at) => [at, at + 1, at + 100, at + PAGE / 2, at + PAGE - 1])
    const all = cuts.flatMap((size) => {
      const cut = whole.subarray(0, size)
      // the rest gone, or there and empty, as after a file system lost it
      return [cut, Buffer.concat([cut], whole.length)]
    })
    for (const bytes of all) {
      writeFileSync(place.db, bytes)
      const how = await outcome()
      count[how] = (count[how] ?? 0) + 1
    }
    writeFileSync(place.db, whole)
    process.stdout.write(`the file cut: ${JSON.stringify(count)}\n`)
    expect(count.accepted ?? 0).toBe(0)
    expect(count['not opened']).toBeGreaterThan(all.length / 2)
  })

  it(
    'with any one byte changed gives out nothing but what was written',
    { timeout: 900_000 },
    async () => {
      const count: Record<Outcome, number> = {
        'not opened': 0,
        'open, as it was': 0,
        'open, damage seen': 0,
        accepted: 0,
      }
      const accepted: string[] = []
      // from a different byte each time, so that all of them have their turn
      const start = Math.floor(performance.now()) % STRIDE
      for (let at = start; at < whole.length; at += STRIDE) {
        // what is empty is nobody's
        const stretch = whole.subarray(Math.max(0, at - 4), at + 4)
        if (stretch.every((byte) => byte === 0)) continue
        const changed = Buffer.from(whole)
        changed[at] = changed[at]! ^ (1 << (at % 8))
        writeFileSync(place.db, changed)
        const how = await outcome()
        count[how]++
        if (how === 'accepted') accepted.push(`byte ${at} of the file`)
      }
      writeFileSync(place.db, whole)
      const tried = Object.values(count).reduce((sum, each) => sum + each, 0)
      const parts = Object.entries(count).map(([how, times]) => `${times} ${how}`)
      process.stdout.write(`one byte of the file changed: ${tried} tried, ${parts.join(', ')}\n`)
      expect(accepted).toEqual([])
      expect(count['not opened']).toBeGreaterThan(0)
      expect(count['open, damage seen']).toBeGreaterThan(0)
    },
  )
})
