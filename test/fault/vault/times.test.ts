import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Unlock } from '../../../electron/service/vault-port'
import { vaultPlace, type VaultPlace } from '../../helper/vault'
import { fileWith, keyOf, sameRow, type Row, type Table, type Tables } from './rows'
import { byText, inMemory, KEYCHAIN, twoTimes, type Time } from './times'
import { outcomeOf, Tally, type Outcome } from './told'

/** `npm run test:durability` mixes two vaults in every way, not only by one and two tables. */
const THOROUGH = process.env['KEYGLOT_THOROUGH'] === '1'
const LONG = { timeout: 600_000 }

let places: VaultPlace[] = []
let before: Time
let now: Time
let foreign: Time

/** All of it is done to a vault at rest, and to one whose key is just being replaced. */
describe.each([
  ['at rest', false],
  ['while its key is replaced', true],
])('a vault %s', (when, replacing) => {
  beforeAll(async () => {
    places = [vaultPlace(inMemory()), vaultPlace(inMemory())]
    const [one, other] = places as [VaultPlace, VaultPlace]
    ;[before, now] = await twoTimes(one, { replacing })
    foreign = (await twoTimes(other))[1]
  })
  afterAll(() => places.forEach((place) => place.remove()))

  olderRows(when)
  oldWays(when)
  otherVault(when)
})

/** Opens today's file with other tables in it, and the keychain as it is today unless said. */
async function tried(
  changed: readonly Table[],
  { how = KEYCHAIN, entries = now.entries, written = now.told } = {},
): Promise<Outcome | null> {
  const file = fileWith(now.file, changed)
  const [place] = places
  if (file === null || !place) return null
  return outcomeOf(place, { file, entries, how, written, asked: now.asked })
}

const of = (tables: Tables, name: string): Table => {
  const found = tables.get(name)
  if (!found) throw new Error(`There is no table ${name}`)
  return found
}

/** Tables in which two files differ. */
function differing(other: Tables): string[] {
  return [...now.tables.values()]
    .filter(({ name, rows }) => {
      const theirs = of(other, name).rows
      return (
        rows.length !== theirs.length || rows.some((row, at) => !sameRow(row, theirs[at] ?? []))
      )
    })
    .map(({ name }) => name)
}

function* subsets(names: readonly string[]): Generator<string[]> {
  for (let bits = 1; bits < 2 ** names.length; bits++) {
    yield names.filter((_, at) => (bits >> at) & 1)
  }
}

/** With the entries of a keychain that has the key of another time, but remembers today's state. */
function withKeyOf(time: Time): ReadonlyMap<string, string> {
  const keys = [...time.entries].filter(([account]) => account.startsWith('vault-'))
  return new Map([...now.entries, ...keys])
}

function olderRows(when: string): void {
  describe('an older version put back', LONG, () => {
    it('of any row, and of a token with all its parts, is refused, shown or told', async () => {
      const tally = new Tally(`an older row put back, ${when}`)
      let unread = 0
      for (const name of differing(before.tables)) {
        const [old, today] = [of(before.tables, name), of(now.tables, name)]
        const known = new Map(today.rows.map((row) => [keyOf(today, row), row]))
        for (const row of old.rows) {
          const current = known.get(keyOf(old, row))
          if (current && sameRow(row, current)) continue
          // the token that it is a part of is gone: nothing reads it
          if (!current && /^token_/.test(name)) unread++
          const rows = [...today.rows.filter((each) => each !== current), row]
          const entries = name === 'wrap' ? withKeyOf(before) : now.entries
          const outcome = await tried([{ ...today, rows }], { entries })
          if (outcome) tally.add(outcome, `${name} ${keyOf(old, row)}`)
        }
      }
      const tokens = of(now.tables, 'token')
      for (const row of of(before.tables, 'token').rows) {
        const [number] = row
        const parts = ['token', 'token_details', 'token_secret'].map((name): Table => {
          const isOf = (each: Row): boolean => each[0] === number
          const rest = of(now.tables, name).rows.filter((each) => !isOf(each))
          return {
            ...of(now.tables, name),
            rows: [...rest, ...of(before.tables, name).rows.filter(isOf)],
          }
        })
        const outcome = await tried(parts)
        if (outcome) tally.add(outcome, `the whole of token ${keyOf(tokens, row)}`)
      }
      tally.end()
      expect(tally.count('as it was')).toBe(unread)
    })

    it('of any tables beside the newer others is refused, shown or told', async () => {
      const tally = new Tally(`older tables put back, in every choice of them, ${when}`)
      for (const names of subsets(differing(before.tables))) {
        const changed = names.map((name) => of(before.tables, name))
        const entries = names.includes('wrap') ? withKeyOf(before) : now.entries
        const outcome = await tried(changed, { entries })
        if (outcome) tally.add(outcome, names.join(', '))
      }
      tally.end()
      expect(tally.count('as it was')).toBe(0)
      // nothing is found to be wrong where there is nothing: the older file by itself is whole
      const whole = { file: before.file, entries: before.entries, how: KEYCHAIN }
      const asked = { written: before.told, asked: before.asked }
      expect(await outcomeOf(places[0]!, { ...whole, ...asked })).toBe('as it was')
    })
  })
}

function oldWays(when: string): void {
  describe('an old way to open the vault', LONG, () => {
    const KIND = 1
    const rowOf = (time: Time, kind: string): Row => {
      const row = of(time.tables, 'wrap').rows.find((cells) => String(cells[KIND]) === kind)
      if (!row) throw new Error(`There is no ${kind}`)
      return row
    }
    const old: readonly (readonly [string, () => Unlock])[] = [
      ['password', () => byText('password', before.password)],
      ['recovery', () => byText('recovery', before.recovery)],
      ['keychain', () => KEYCHAIN],
    ]

    it('opens nothing that is written, put back in the place of the new one or beside it', async () => {
      const tally = new Tally(`an old way put back after it was changed, ${when}`)
      for (const [kind, how] of old) {
        const wraps = of(now.tables, 'wrap')
        const current = rowOf(now, kind)
        const rest = wraps.rows.filter((row) => row !== current)
        const back = rowOf(before, kind)
        for (const rows of [
          [...rest, back],
          [...rest, current, back],
          [back, ...rest, current],
        ]) {
          const outcome = await tried([{ ...wraps, rows }], {
            how: how(),
            entries: withKeyOf(before),
          })
          if (outcome) tally.add(outcome, kind)
          // and whoever opens it by another way is told of it
          const byOther = await tried([{ ...wraps, rows }], {
            how: kind === 'recovery' ? KEYCHAIN : byText('recovery', now.recovery),
          })
          if (byOther) tally.add(byOther, `${kind}, opened by another way`)
          expect(['read only', 'not opened'], kind).toContain(byOther)
        }
        // today the old one does nothing by itself
        if (kind === 'keychain') continue
        tally.add((await tried([], { how: how() })) ?? 'accepted', kind)
      }
      tally.end()
      expect(tally.count('as it was')).toBe(0)
    })
  })
}

function otherVault(when: string): void {
  describe('another vault', LONG, () => {
    const both = () => new Map([...foreign.entries, ...now.entries])

    it('does not lend rows to this one', async () => {
      const tally = new Tally(`tables of another vault put in, ${when}`)
      const names = differing(foreign.tables)
      for (const chosen of subsets(names)) {
        const few = Math.min(chosen.length, names.length - chosen.length)
        // all of them would be the other vault, whole and opened by its own key
        if (chosen.length === names.length || (few > 2 && !THOROUGH)) continue
        const changed = chosen.map((name) => of(foreign.tables, name))
        const written = chosen.includes('vault') ? foreign.told : now.told
        const outcome = await tried(changed, { entries: both(), written })
        if (outcome) tally.add(outcome, chosen.join(', '))
      }
      tally.end()
      expect(tally.count('as it was')).toBe(0)
    })

    it('does not open this one, by whichever of its ways', async () => {
      const wraps = of(now.tables, 'wrap')
      const theirs = of(foreign.tables, 'wrap').rows
      const tally = new Tally(`ways of another vault put in, ${when}`)
      const ways = [
        KEYCHAIN,
        byText('recovery', foreign.recovery),
        byText('password', foreign.password),
      ]
      for (const how of ways) {
        const row = theirs.find((cells) => String(cells[1]) === how.by)
        const ours = wraps.rows.filter((cells) => String(cells[1]) !== how.by)
        for (const rows of [theirs, [...ours, ...(row ? [row] : [])]]) {
          const outcome = await tried([{ ...wraps, rows }], { how, entries: both() })
          tally.add(outcome ?? 'accepted', how.by)
          expect(outcome, how.by).toBe('not opened')
        }
      }
      tally.end()
    })
  })
}
