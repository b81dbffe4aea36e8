import type Database from 'better-sqlite3'
import { afterEach, describe, expect, it } from 'vitest'
import { VaultService } from '../../../electron/service/vault-service'
import type { OpenVault } from '../../../electron/service/port'
import type { Doubt, OpenOutcome, VaultOpener } from '../../../electron/service/vault-port'
import { appError } from '../../../shared/error'
import { DEFAULT_SETTINGS } from '../../../shared/model/settings'
import type { TokenSummary } from '../../../shared/model/token'
import {
  statusOf,
  VAULT_STATES,
  type VaultState,
  type VaultStatus,
} from '../../../shared/model/vault'
import { err, ok, type Result } from '../../../shared/result'
import { manualClock } from '../../helper/manual-clock'
import { eventually } from '../../helper/eventually'
import { overriding } from '../../helper/overriding'
import { closedBench, openBench, type Bench } from '../../helper/services'
import { spoilPage, tamper } from '../../helper/tamper'
import { codeOf, lines, value } from '../../helper/vault'
import { makeSecret } from '../../simulator/secrets'

type Closed = Exclude<OpenOutcome['state'], 'open'>

/** A vault that opens as it is told to. */
function scripted(outcomes: (Closed | 'open' | Error)[]) {
  const clock = manualClock()
  const told: VaultStatus[] = []
  const seen = { opened: 0, closed: 0, setAside: 0, tries: 0 }
  const taken: { result: Result<void> } = { result: ok() }
  let wait: (() => void) | null = null
  const damage = { found: (_doubt: Doubt): void => undefined }
  const vault = {
    tokens: { damaged: () => 2 },
    onDoubt: (run: (doubt: Doubt) => void) => (damage.found = run),
    onResealing: () => undefined,
    close: () => seen.closed++,
  } as unknown as OpenVault
  const opener: Omit<VaultOpener, 'backups'> = {
    exists: () => true,
    dropPin: () => undefined,
    settled: () => Promise.resolve(),
    create: () => Promise.reject(new Error('not asked for')),
    setAside: () => {
      seen.setAside++
      return Promise.resolve(ok())
    },
    open: (onWaiting) => {
      seen.tries++
      wait = onWaiting
      const next = outcomes.shift() ?? 'open'
      if (next instanceof Error) return Promise.reject(next)
      return Promise.resolve(
        next === 'open'
          ? { state: next, vault, created: false }
          : { state: next, exists: true, ways: [], trouble: null, error: null },
      )
    },
  }
  const service = new VaultService({
    opener,
    clock,
    log: lines(),
    announcer: { announce: (_name, payload) => told.push(payload as VaultStatus) },
    onOpen: () => {
      seen.opened++
      return taken.result
    },
    onRefused: () => undefined,
    onClose: () => undefined,
    onLocked: () => undefined,
  })
  const states = () => told.map((each) => each.state)
  return { service, clock, told, states, seen, taken, damage, waiting: () => wait?.() }
}

const PASSING: Closed[] = [
  'no-keychain',
  'keychain-timeout',
  'keychain-failed',
  'in-use',
  'no-space',
]
const UNUSABLE: Closed[] = [
  'key-missing',
  'wrong-key',
  'damaged',
  'missing',
  'not-a-file',
  'newer-version',
]

describe('the vault service', () => {
  it('opens, and says what it found', async () => {
    const { service, told, seen } = scripted(['open'])
    expect(service.status()).toEqual(statusOf('opening'))
    expect(service.isOpen()).toBe(false)
    const status = statusOf('open', { damagedRecords: 2 })
    expect(await service.start()).toEqual(status)
    expect(told).toEqual([status])
    expect(service.isOpen()).toBe(true)
    expect(await service.retry()).toEqual(status)
    expect(seen.tries).toBe(1)
    service.close()
    expect(service.isOpen()).toBe(false)
    expect(seen.closed).toBe(1)
  })

  it('says when damage is found in an open vault, and not after it is closed', async () => {
    const { service, told, damage } = scripted(['open'])
    await service.start()
    const found: Doubt = { reason: 'damage', changesMissing: 0 }
    damage.found(found)
    expect(told.at(-1)).toMatchObject({ state: 'open', readOnly: 'damage' })
    expect(service.status().readOnly).toBe('damage')
    service.close()
    const before = told.length
    damage.found(found)
    expect(told).toHaveLength(before)
    expect(service.status().readOnly).toBeNull()
  })

  it('says that it waits for the keychain', async () => {
    const { service, states, waiting } = scripted(['open'])
    const starting = service.start()
    waiting()
    await starting
    expect(states()).toEqual(['waiting-for-keychain', 'open'])
  })

  it.each(VAULT_STATES.filter((state): state is Closed => state !== 'open' && state !== 'opening'))(
    'stands at %s, and opens when asked again',
    async (state) => {
      const { service, states } = scripted([state, 'open'])
      expect((await service.start()).state).toBe(state)
      expect(service.isOpen()).toBe(false)
      expect((await service.retry()).state).toBe('open')
      expect(states()).toEqual([state, 'opening', 'open'])
    },
  )

  it.each(PASSING)('tries again by itself at %s, and says only what is new', async (state) => {
    const { service, clock, states, seen } = scripted([state, state, state])
    await service.start()
    clock.pass(2_000)
    await eventually(() => seen.tries).toBe(2)
    expect(states()).toEqual([state])
    clock.pass(5_000)
    await eventually(() => seen.tries).toBe(3)
    clock.pass(15_000)
    await eventually(states).toEqual([state, 'open'])
    expect(clock.waiting).toBe(0)
  })

  it.each(['keychain-locked', ...UNUSABLE] as const)('does not press on at %s', async (state) => {
    const { service, clock, seen } = scripted([state])
    await service.start()
    expect(clock.waiting).toBe(0)
    service.nudge()
    expect(seen.tries).toBe(1)
  })

  it('takes a good moment for another try', async () => {
    const { service, states } = scripted(['no-keychain'])
    await service.start()
    service.nudge()
    await eventually(states).toEqual(['no-keychain', 'open'])
  })

  it('joins a try that is under way', async () => {
    const { service, seen } = scripted(['open'])
    await Promise.all([service.start(), service.retry(), service.retry()])
    expect(seen.tries).toBe(1)
  })

  it('stands at failed after a defect, without its message', async () => {
    const { service, told } = scripted([new Error('canary')])
    expect((await service.start()).state).toBe('failed')
    expect(JSON.stringify(told)).not.toContain('canary')
  })

  it.each([
    ['vault.damaged', 'damaged'],
    ['vault.io', 'failed'],
  ] as const)('closes a vault whose records fail with %s', async (code, state) => {
    const { service, taken, seen } = scripted(['open', 'open'])
    taken.result = err(appError(code))
    expect((await service.start()).state).toBe(state)
    expect(seen.closed).toBe(1)
    taken.result = ok()
    expect((await service.retry()).state).toBe('open')
  })

  it.each(UNUSABLE)('sets aside a vault that is %s', async (state) => {
    const { service, seen } = scripted([state, 'open'])
    await service.start()
    expect(await service.setAside()).toMatchObject({ ok: true, value: { state: 'open' } })
    expect(seen.setAside).toBe(1)
  })

  it.each<VaultState>([...PASSING, 'keychain-locked', 'read-only', 'failed', 'open'])(
    'sets nothing aside at %s',
    async (state) => {
      const { service, seen } = scripted([state as Closed])
      await service.start()
      expect(codeOf(await service.setAside())).toBe('call.refused')
      expect(seen.setAside).toBe(0)
    },
  )
})

describe('over a real vault', () => {
  let bench: Bench
  afterEach(() => bench.end())

  it('answers before it is open, and then opens', async () => {
    bench = closedBench()
    expect(codeOf(await bench.call('token.list', null))).toBe('vault.not-open')
    expect((await bench.must('vault.status', null)).state).toBe('opening')
    expect((await bench.must('platform.list', null)).length).toBe(5)
    expect((await bench.must('vault.retry', null)).state).toBe('open')
    expect(codeOf(await bench.call('token.list', null))).toBe('ok')
  })

  it('says that it writes no more once its file is found damaged, and still copies', async () => {
    bench = await openBench()
    const { place } = bench
    const secret = makeSecret('tolgee/pat')
    const { id, version } = await bench.add(secret)
    bench.services.vault.close()
    const { sealed } = tamper(
      place.db,
      (db) => db.prepare('SELECT sealed FROM token_details').get() as { sealed: Buffer },
    )
    expect(spoilPage(place.db, sealed)).toBe(true)

    bench = await openBench({ place, clock: bench.clock })
    expect((await bench.must('vault.status', null)).readOnly).toBeNull()
    bench.clock.pass(60_000)
    expect(bench.told('vault.changed').at(-1)).toMatchObject({ state: 'open', readOnly: 'damage' })
    await bench.must('token.copy', { id })
    expect(bench.clipboard.text).toBe(secret)
    expect(codeOf(await bench.call('token.edit', { id, version, label: 'other' }))).toBe(
      'vault.damaged',
    )
    expect(codeOf(await bench.call('settings.set', { theme: 'dark' }))).toBe('vault.damaged')
  })

  it('that a lock with a password has closed is opened by nothing else', async () => {
    bench = await openBench()
    const password = 'some words of mine'
    await bench.must('ways.setPassword', { proof: { by: 'keychain' }, password })
    await bench.must('vault.lock', null)
    const locked = { state: 'locked', ways: ['password'], lockedBy: 'user' }
    expect(await bench.must('vault.retry', null)).toMatchObject(locked)
    bench.services.vault.nudge()
    for (const source of [{ from: 'file' }, { from: 'held' }] as const) {
      const looked = await bench.call('backup.look', { source, proof: null })
      expect(codeOf(looked)).toBe('vault.not-open')
    }
    expect(codeOf(await bench.call('backup.restore', { confirm: 'restore', proof: null }))).toBe(
      'vault.not-open',
    )
    expect(await bench.services.vault.replace(() => ok())).toMatchObject({ value: locked })
    const byKeychain = await bench.call('vault.unlock', { proof: { by: 'keychain' } })
    expect(codeOf(byKeychain)).toBe('vault.no-such-way')
    expect(codeOf(await bench.call('token.list', null))).toBe('vault.not-open')
    const wrong = await bench.call('vault.unlock', { proof: { by: 'password', password: 'x' } })
    expect(codeOf(wrong)).toBe('vault.wrong-password')
    expect(await bench.must('vault.retry', null)).toMatchObject(locked)
    const opened = await bench.must('vault.unlock', { proof: { by: 'password', password } })
    expect(opened.state).toBe('open')
  })

  it('makes no second vault when its key is gone, until the user says so', async () => {
    bench = await openBench()
    const { place } = bench
    bench.services.vault.close()
    const keys = new Map(place.keychain.entries)
    place.keychain.entries.clear()
    bench = closedBench({ place })
    expect((await bench.must('vault.retry', null)).state).toBe('key-missing')
    expect(place.keychain.keys).toBe(0)
    place.keychain.entries.set([...keys.keys()][0]!, [...keys.values()][0]!)
    expect((await bench.must('vault.retry', null)).state).toBe('open')
    expect(codeOf(await bench.call('vault.setAside', { confirm: 'set-aside' }))).toBe(
      'call.refused',
    )
    bench.services.vault.close()
    place.keychain.entries.clear()
    bench = closedBench({ place })
    await bench.must('vault.retry', null)
    const fresh = await bench.must('vault.setAside', { confirm: 'set-aside' })
    expect(fresh.state).toBe('open')
    expect(await bench.list()).toEqual([])
  })
})

describe('a vault with a sealed value that does not open', () => {
  let bench: Bench
  afterEach(() => bench.end())

  /** A vault with one token and both values, whose file is then changed. */
  async function after(change: (db: Database.Database) => void): Promise<TokenSummary> {
    bench = await openBench()
    const token = await bench.add(makeSecret('tolgee/pat'), { label: 'Still here' })
    bench.services.vault.close()
    const vault = await bench.place.open()
    for (const name of ['settings', 'reminders'] as const) value(vault.values.write(name, {}))
    vault.close()
    tamper(bench.place.db, change)
    bench = await bench.restart()
    return token
  }

  it('lists its tokens, and takes new settings', async () => {
    const token = await after((db) => db.exec('UPDATE value SET version = version + 1'))
    expect(await bench.list()).toEqual([token])
    expect(await bench.must('settings.get', null)).toEqual(DEFAULT_SETTINGS)
    const chosen = await bench.must('settings.set', { theme: 'dark' })
    bench = await bench.restart()
    expect(await bench.must('settings.get', null)).toEqual(chosen)
  })

  it('lists its tokens where the page of the values is destroyed', async () => {
    const token = await after(() => undefined)
    const { secret } = await bench.must('token.reveal', { id: token.id })
    bench.services.vault.close()
    const sealed = tamper(
      bench.place.db,
      (db) => db.prepare('SELECT sealed FROM value').pluck().get() as Buffer,
    )
    expect(spoilPage(bench.place.db, sealed)).toBe(true)
    bench = await bench.restart()
    expect(await bench.list()).toEqual([token])
    expect(await bench.must('settings.get', null)).toEqual(DEFAULT_SETTINGS)
    expect(await bench.must('token.reveal', { id: token.id })).toEqual({ secret })
  })

  it('stays shut where the disk fails, and opens when it works again', async () => {
    const faulty = { failing: true }
    bench = closedBench({
      vault: (vault) =>
        overriding(vault, {
          values: overriding(vault.values, {
            read: (name) => (faulty.failing ? err(appError('vault.io')) : vault.values.read(name)),
          }),
        }),
    })
    expect((await bench.must('vault.retry', null)).state).toBe('failed')
    faulty.failing = false
    expect((await bench.must('vault.retry', null)).state).toBe('open')
  })
})

describe('settings', () => {
  let bench: Bench
  afterEach(() => bench.end())

  it('are the defaults first, and what was chosen after a restart', async () => {
    bench = await openBench()
    expect(await bench.must('settings.get', null)).toEqual(DEFAULT_SETTINGS)
    const chosen = await bench.must('settings.set', { theme: 'dark', clipboardSeconds: 10 })
    expect(chosen).toEqual({ ...DEFAULT_SETTINGS, theme: 'dark', clipboardSeconds: 10 })
    bench = await bench.restart()
    expect(await bench.must('settings.get', null)).toEqual(chosen)
  })

  it('keep what they can read of a stored value', async () => {
    bench = await openBench()
    bench.services.vault.close()
    const vault = await bench.place.open()
    const stored = { theme: 'light', clipboardSeconds: 17, notifications: 'yes', later: true }
    expect(codeOf(vault.values.write('settings', stored))).toBe('ok')
    vault.close()
    bench = await bench.restart()
    expect(await bench.must('settings.get', null)).toEqual({ ...DEFAULT_SETTINGS, theme: 'light' })
  })

  it.each([{ theme: 'pink' }, { clipboardSeconds: 17 }, { extra: 1 }, { notifications: null }])(
    'refuse %j',
    async (change) => {
      bench = await openBench()
      expect(codeOf(await bench.call('settings.set', change as never))).toBe('call.invalid')
      expect(await bench.must('settings.get', null)).toEqual(DEFAULT_SETTINGS)
    },
  )

  it('take an undefined choice for none', async () => {
    bench = await openBench()
    const chosen = await bench.must('settings.set', { theme: undefined, notifications: false })
    expect(chosen).toEqual({ ...DEFAULT_SETTINGS, notifications: false })
  })
})
