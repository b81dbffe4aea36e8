import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { SealedNote } from '../../../electron/service/port'
import { scheduleFile } from '../../../electron/vault/schedule-file'
import { DAY } from '../../../shared/model/warning'
import { scanFolder } from '../../helper/canary'
import { eventually } from '../../helper/eventually'
import { closedBench, openBench, sleepyClock, type Bench } from '../../helper/services'
import { random, vaultPlace, type VaultPlace } from '../../helper/vault'
import { createSecrets } from '../../simulator/secrets'

const secrets = createSecrets('schedule')
const SOON = 2_000
const HOUR = 3_600_000
const LABEL = 'Label-of-the-website'

let place: VaultPlace
let bench: Bench
const clock = sleepyClock()

/** The file as a new process finds it. */
const note = (): SealedNote =>
  scheduleFile({ folder: place.folder, keychain: place.keychain, random })
const file = () => join(place.folder, 'schedule.sealed')
const accounts = () =>
  [...place.keychain.entries.keys()].filter((name) => name.startsWith('schedule-'))
const titles = () => bench.notifier.shown.map((each) => each.title)
const read = async () =>
  (await note().read()) as { tokens: { ref: string; told: string[] }[] } | null

beforeEach(async () => {
  place = vaultPlace()
  bench = await openBench({ place, clock, schedule: note() })
})
afterEach(() => {
  place.keychain.fail(null)
  bench.end()
})

async function add(days: number) {
  const { id } = await bench.add(secrets.make('tolgee/pat'), {
    label: LABEL,
    expiry: clock.now() + days * DAY,
  })
  clock.pass(SOON)
  return id
}

async function lock(): Promise<void> {
  bench.services.vault.close()
  await read()
}

/** Another process: the same files, nothing in memory. */
async function restart({ open }: { open: boolean }): Promise<void> {
  await lock()
  const options = { place, clock, schedule: note() }
  bench = open ? await openBench(options) : closedBench(options)
  if (!open) await bench.services.locked.begin()
  // what the file says was told is looked up first
  await turn()
  clock.pass(SOON)
}

describe('reminders of a locked vault', () => {
  it('tell that something is due, and not what', async () => {
    await add(10)
    expect(titles()).toEqual(['A token expires in 10 days'])
    await lock()
    clock.pass(3 * DAY)
    expect(bench.notifier.shown.slice(1)).toEqual([
      { title: 'A token expires in 7 days', body: 'Unlock Keyglot to see which.', token: null },
    ])
  })

  it('tell it after a start too, once', async () => {
    await add(10)
    clock.pass(3 * DAY - HOUR)
    await restart({ open: false })
    expect(titles()).toEqual([])
    clock.pass(HOUR)
    expect(titles()).toEqual(['A token expires in 7 days'])
    await restart({ open: false })
    clock.pass(5 * HOUR)
    expect(titles()).toEqual([])
  })

  it('are not told again after unlocking, and what was told before is not told while locked', async () => {
    await add(5)
    await lock()
    clock.pass(HOUR)
    expect(titles()).toEqual(['A token expires in 5 days'])
    clock.pass(4 * DAY)
    expect(titles()).toEqual(['A token expires in 5 days', 'A token expires in 1 day'])
    await restart({ open: true })
    clock.pass(HOUR)
    expect(titles()).toEqual([])
    // and the vault itself remembers
    rmSync(file())
    await restart({ open: true })
    clock.pass(HOUR)
    expect(titles()).toEqual([])
    clock.pass(DAY)
    expect(titles()).toEqual(['A token has passed its expiry date'])
  })

  it('follow what changes, and forget what is forgotten', async () => {
    const id = await add(10)
    await eventually(async () => (await read())?.tokens.length).toBe(1)
    await bench.must('token.forget', { id })
    clock.pass(SOON)
    await eventually(async () => (await read())?.tokens.length).toBe(0)
    await lock()
    clock.pass(20 * DAY)
    expect(titles()).toEqual(['A token expires in 10 days'])
  })

  it('say nothing where notifications are off', async () => {
    await add(10)
    await bench.must('settings.set', { notifications: false })
    await restart({ open: false })
    clock.pass(20 * DAY)
    expect(titles()).toEqual([])
  })
})

describe('the file of the schedule', () => {
  it('names nothing, and is for its owner only', async () => {
    const id = await add(10)
    await lock()
    const bytes = readFileSync(file())
    expect(bytes.subarray(0, 5).toString('latin1')).toBe('KGLS\x01')
    expect(statSync(file()).mode & 0o777).toBe(0o600)
    expect(scanFolder(place.folder, [LABEL, 'tolgee'])).toEqual([])
    const held = await read()
    expect(JSON.stringify(held)).not.toMatch(new RegExp(`${LABEL}|tolgee|${id}`, 'i'))
    expect(held?.tokens[0]?.ref).toMatch(/^[\w-]{22}$/)
  })

  it('keeps its one key over many starts and writes', async () => {
    for (let times = 0; times < 3; times++) {
      await add(10 + times)
      await restart({ open: true })
    }
    expect(accounts()).toHaveLength(1)
    expect((await read())?.tokens).toHaveLength(3)
  })

  it.each([
    [
      'empty',
      () => {
        writeFileSync(file(), '')
      },
    ],
    [
      'of somebody else',
      () => {
        writeFileSync(file(), '{"format":1}')
      },
    ],
    [
      'cut',
      () => {
        writeFileSync(file(), readFileSync(file()).subarray(0, 60))
      },
    ],
    [
      'a folder',
      () => {
        rmSync(file())
        mkdirSync(file())
      },
    ],
    [
      'a link',
      () => {
        rmSync(file())
        symlinkSync('/etc/hostname', file())
      },
    ],
    [
      'without its key',
      () => {
        for (const name of place.keychain.entries.keys()) {
          if (name.startsWith('schedule-')) place.keychain.entries.delete(name)
        }
      },
    ],
  ])('that is %s counts as none, and harms nothing', async (_, damage) => {
    await add(10)
    await lock()
    damage()
    expect(await note().read()).toBe(null)
    await restart({ open: true })
    await add(10)
    expect(titles()).toEqual(['A token expires in 10 days'])
  })

  it('is not believed with any byte changed', async () => {
    await add(10)
    await lock()
    const good = readFileSync(file())
    const reader = note()
    expect(await reader.read()).not.toBe(null)
    let believed = 0
    for (let at = 0; at < good.length; at++) {
      const bad = Buffer.from(good)
      bad[at] = (bad[at] ?? 0) ^ 1
      writeFileSync(file(), bad)
      if ((await reader.read()) !== null) believed += 1
    }
    expect(believed).toBe(0)
  })

  it('is not written without a keychain, and memory reminds as long as the program runs', async () => {
    place.keychain.fail('keychain.missing')
    await add(10)
    bench.services.vault.close()
    clock.pass(3 * DAY)
    expect(titles()).toEqual(['A token expires in 10 days', 'A token expires in 7 days'])
    await eventually(() => bench.log.lines.join()).toContain('the schedule was not kept')
    expect(() => statSync(file())).toThrow()
  })

  it('that could not be written is written at the next occasion', async () => {
    place.keychain.fail('keychain.missing')
    await add(10)
    clock.pass(SOON)
    await eventually(() => bench.log.lines.join()).toContain('the schedule was not kept')
    place.keychain.fail(null)
    bench.services.locked.soon()
    clock.pass(SOON)
    await eventually(() => existsSync(file())).toBe(true)
  })

  describe('of a vault that no keychain opens', () => {
    const password = 'several words that nobody says'
    const alone = async (): Promise<void> => {
      await bench.must('ways.setPassword', { proof: { by: 'keychain' }, password })
      const proof = { by: 'password', password } as const
      await bench.must('ways.remove', { proof, way: 'keychain' })
    }

    it('goes with the keychain’s way, and its key too', async () => {
      await add(10)
      await eventually(() => accounts().length).toBe(1)
      await alone()
      clock.pass(SOON)
      await eventually(() => accounts()).toEqual([])
      expect(existsSync(file())).toBe(false)
    })

    it('is not written, and the keychain is asked for nothing, by a lock or a start', async () => {
      await alone()
      await add(10)
      // whatever is asked of it from now on waits
      const release = place.keychain.hold()
      bench.services.vault.lock('user')
      clock.pass(3 * DAY)
      expect(titles()).toEqual(['A token expires in 10 days', 'A token expires in 7 days'])
      expect(existsSync(file())).toBe(false)
      const proof = { by: 'password', password } as const
      expect((await bench.must('vault.unlock', { proof })).state).toBe('open')
      await add(20)
      bench.services.vault.close()
      bench = closedBench({ place, clock, schedule: note() })
      expect((await bench.services.vault.start()).state).toBe('locked')
      expect(await bench.services.locked.begin()).toBe(null)
      expect((await bench.must('vault.unlock', { proof })).state).toBe('open')
      clock.pass(SOON)
      bench.services.vault.close()
      clock.pass(9 * DAY)
      // what was told before that start is not told again, and memory reminds from here on
      expect(titles()).toEqual([
        '2 tokens expire or are due soon',
        'A token has passed its expiry date',
      ])
      release()
    })
  })

  it.skipIf(process.getuid?.() === 0)(
    'is not written into a folder that takes nothing',
    async () => {
      chmodSync(place.folder, 0o500)
      expect((await note().write({})).ok).toBe(false)
      chmodSync(place.folder, 0o700)
    },
  )
})
