import { randomInt } from 'node:crypto'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startChild, type Child } from '../../helper/child'
import { fileKeychain } from '../../helper/file-keychain'
import { tamper } from '../../helper/tamper'
import { vaultPlace } from '../../helper/vault'
import { applied, contentOf, NOTHING, type Content, type Step } from './model'

/** `npm run test:durability` asks for 100. */
const KILLS = Number(process.env['KEYGLOT_KILLS'] ?? 5)
const LEAST_WRITES = Math.max(100, KILLS)
/** Writes that a process gets done before it is killed: at least one, at most this. */
const MOST_WRITES = 60
const MOST_DELAY_MS = 12

let place: ReturnType<typeof vaultPlace>
let child: Child | null
beforeEach(() => (place = vaultPlace()))
afterEach(async () => {
  child?.kill()
  await child?.ended
  place.remove()
})

type Line = { ready: number } | { try: Step } | { did: Step }

interface Run {
  readonly did: readonly Step[]
  /** Begun and not acknowledged. */
  readonly open: Step | null
}

const keychainFile = () => join(place.folder, '..', 'keychain.json')

/** Lets a process write, and kills it soon after it has acknowledged so many writes. */
async function writeAndKill(writes: number): Promise<Run> {
  child = startChild('fault/vault/writer.child.ts', [place.folder, keychainFile()])
  const did: Step[] = []
  let open: Step | null = null
  for (let text = await child.line(); text !== null; text = await child.line()) {
    const line = JSON.parse(text) as Line
    if ('try' in line) open = line.try
    if (!('did' in line)) continue
    did.push(line.did)
    open = null
    // at any moment of the writes that follow; what it says until then is still read
    if (did.length === writes) setTimeout(() => child?.kill(), randomInt(MOST_DELAY_MS))
  }
  expect(await child.ended).toBe('SIGKILL')
  return { did, open }
}

async function contentNow(): Promise<Content> {
  const opener = place.opener({ keychain: fileKeychain(keychainFile()) })
  const outcome = await opener.open(() => undefined)
  if (outcome.state !== 'open') throw new Error(`The vault did not open: ${outcome.state}`)
  const content = contentOf(outcome.vault)
  outcome.vault.close()
  return content
}

describe('kill -9 while the vault is written', () => {
  it(
    `loses nothing that was acknowledged, ${KILLS} times`,
    { timeout: KILLS * 20_000 },
    async () => {
      let expected: Content = NOTHING
      let writes = 0
      let kills = 0
      let unacknowledged = { kept: 0, gone: 0 }
      while (kills < KILLS || writes < LEAST_WRITES) {
        const { did, open } = await writeAndKill(1 + randomInt(MOST_WRITES))
        kills++
        writes += did.length
        for (const step of did) expected = applied(expected, step)
        const found = await contentNow()
        // the write that was under way may have come to its end or not; nothing else may differ
        const other = open === null ? expected : applied(expected, open)
        const kept = JSON.stringify(sorted(found)) === JSON.stringify(sorted(other))
        expect(sorted(found)).toEqual(sorted(kept ? other : expected))
        if (open !== null) unacknowledged = count(unacknowledged, kept)
        expected = found
      }
      const integrity = tamper(place.db, (db) => db.pragma('integrity_check', { simple: true }))
      expect(integrity).toBe('ok')
      const { kept, gone } = unacknowledged
      process.stdout.write(
        `kill -9: ${kills} kills, ${writes} acknowledged writes, 0 lost; ` +
          `${kept + gone} under way (${kept} kept whole, ${gone} not there)\n`,
      )
    },
  )
})

function count(counts: { kept: number; gone: number }, kept: boolean) {
  return kept ? { ...counts, kept: counts.kept + 1 } : { ...counts, gone: counts.gone + 1 }
}

function sorted(content: Content): Content {
  const entries = Object.entries(content.tokens).sort(([a], [b]) => (a < b ? -1 : 1))
  return { text: content.text, tokens: Object.fromEntries(entries) }
}
