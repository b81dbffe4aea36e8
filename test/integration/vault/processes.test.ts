import { execFileSync } from 'node:child_process'
import { linkSync, mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createVaultOpener } from '../../../electron/vault/open'
import { startChild, type Child } from '../../helper/child'
import { fileKeychain } from '../../helper/file-keychain'
import { appError } from '../../../shared/error'
import { err } from '../../../shared/result'
import { codeOf, digests, random, value, vaultPlace } from '../../helper/vault'

let place: ReturnType<typeof vaultPlace>
let keychainFile: string
let children: Child[]
beforeEach(() => {
  place = vaultPlace()
  keychainFile = join(place.folder, '..', 'keychain.json')
  children = []
})
afterEach(async () => {
  for (const child of children) child.kill()
  await Promise.all(children.map((child) => child.ended))
  place.remove()
})

function hold(...step: string[]): Child {
  const args = [place.folder, keychainFile, ...step]
  const child = startChild('integration/vault/holder.child.ts', args)
  children.push(child)
  return child
}

const opener = () => place.opener({ keychain: fileKeychain(keychainFile) })

async function open() {
  const outcome = await opener().open(() => undefined)
  if (outcome.state !== 'open') throw new Error(`It did not open: ${outcome.state}`)
  return outcome.vault
}

/** The state of a try by another profile, with the same keychain. */
async function stateAt(folder: string): Promise<string> {
  const { clock, log } = place
  const keychain = fileKeychain(keychainFile)
  const outcome = await createVaultOpener({ folder, keychain, clock, log, random }).open(
    () => undefined,
  )
  if (outcome.state === 'open') outcome.vault.close()
  return outcome.state
}

const MOUNTABLE = process.platform === 'linux' && process.getuid?.() === 0
const ROUNDS = 10

const names = () => readdirSync(place.folder).sort()

// starting a process takes seconds on a busy machine
const LONG = { timeout: 60_000 }

describe('a vault that another process has open', LONG, () => {
  it('is in use, until that process ends, be it by kill -9', async () => {
    const holder = hold()
    expect(await holder.line()).toBe('open')
    holder.say('add')
    const id = await holder.line()

    expect(await opener().open(() => undefined)).toMatchObject({
      state: 'in-use',
      exists: true,
    })
    expect(codeOf(await opener().setAside())).toBe('vault.busy')
    expect(names()).toEqual(['vault.db', 'vault.db-wal', 'vault.lock'])
    holder.say('add')
    const second = await holder.line()

    holder.kill()
    expect(await holder.ended).toBe('SIGKILL')
    const vault = await open()
    expect(value(vault.tokens.list()).map((token) => token.id)).toEqual([id, second])
    vault.close()
    expect(names()).toEqual(['vault.db', 'vault.lock'])
  })

  it('is made by one of several that start at the same moment', async () => {
    const all = [hold(), hold(), hold()]
    const states = await Promise.all(all.map((child) => child.line()))
    expect(states.sort()).toEqual(['in-use', 'in-use', 'open'])
    for (const child of all) child.say('close')
    await Promise.all(all.map((child) => child.ended))
    const vault = await open()
    vault.close()
  })
})

describe('a vault whose process was killed', LONG, () => {
  it('is not touched before its key is at hand', async () => {
    const holder = hold()
    expect(await holder.line()).toBe('open')
    holder.say('add')
    const id = await holder.line()
    holder.kill()
    await holder.ended

    const before = digests(place.folder)
    expect(before['vault.db-wal']).not.toMatch(/^0 /)
    const locked = err(appError('keychain.locked'))
    const keychain = {
      read: () => Promise.resolve(locked),
      write: () => Promise.resolve(locked),
      remove: () => Promise.resolve(locked),
    }
    const outcome = await place.opener({ keychain }).open(() => undefined)
    expect(outcome).toMatchObject({ state: 'keychain-locked', exists: true })
    expect(digests(place.folder)).toEqual(before)

    const vault = await open()
    expect(value(vault.tokens.list()).map((token) => token.id)).toEqual([id])
    vault.close()
  })
})

describe('making a vault, killed at any step', LONG, () => {
  it.each([
    ['built', 'before the keychain was asked', ['vault.db.new', 'vault.lock'], true],
    ['kept', 'after the keychain has the key', ['vault.db.new', 'vault.lock'], true],
    ['named', 'after it has its name', ['vault.db', 'vault.db-wal', 'vault.lock'], false],
  ] as const)('%s: %s', async (...[step, , left, created]) => {
    const child = hold(step)
    expect(await child.ended).toBe('SIGKILL')
    expect(names()).toEqual(left)
    const outcome = await opener().open(() => undefined)
    expect(outcome).toMatchObject({ state: 'open', created })
    if (outcome.state === 'open') outcome.vault.close()
    expect(names()).toEqual(['vault.db', 'vault.lock'])
    const vault = await open()
    expect(value(vault.tokens.list())).toEqual([])
    vault.close()
  })
})

describe('two profiles on one vault', LONG, () => {
  /** Another way to the same vault, as another profile may have it. */
  const ways: [string, (other: string) => void, string][] = [
    ['a linked folder', (other) => symlinkSync(place.folder, other), 'in-use'],
    [
      'a linked file',
      (other) => {
        mkdirSync(other)
        symlinkSync(place.db, join(other, 'vault.db'))
      },
      'linked',
    ],
    [
      'a second name of the file',
      (other) => {
        mkdirSync(other)
        linkSync(place.db, join(other, 'vault.db'))
      },
      'linked',
    ],
  ]

  it.each(ways)('by %s: one has it, the other is told so', async (_, way, state) => {
    const holder = hold()
    expect(await holder.line()).toBe('open')
    holder.say('add')
    const id = await holder.line()
    const other = join(place.folder, '..', 'other')
    way(other)
    const before = digests(place.folder)
    expect(await stateAt(other)).toBe(state)
    expect(digests(place.folder)).toEqual(before)
    holder.say('close')
    await holder.ended
    rmSync(other, { recursive: true })
    const vault = await open()
    expect(value(vault.tokens.list()).map((token) => token.id)).toEqual([id])
    vault.close()
  })

  it.skipIf(!MOUNTABLE)('by a mount of the folder elsewhere: one has it', async () => {
    const holder = hold()
    expect(await holder.line()).toBe('open')
    const other = join(place.folder, '..', 'bound')
    mkdirSync(other)
    execFileSync('mount', ['--bind', place.folder, other])
    try {
      expect(await stateAt(other)).toBe('in-use')
    } finally {
      execFileSync('umount', [other])
    }
  })

  it('is not opened under a second name after a kill: its log stands beside the first', async () => {
    const holder = hold()
    expect(await holder.line()).toBe('open')
    holder.say('add')
    const id = await holder.line()
    holder.kill()
    await holder.ended
    const other = join(place.folder, '..', 'other')
    mkdirSync(other)
    linkSync(place.db, join(other, 'vault.db'))
    const before = digests(place.folder)
    expect(await stateAt(other)).toBe('linked')
    expect(digests(place.folder)).toEqual(before)
    rmSync(other, { recursive: true })
    const vault = await open()
    expect(value(vault.tokens.list()).map((token) => token.id)).toEqual([id])
    vault.close()
  })

  it('lets one of two that try at the same moment have it, ten times', async () => {
    ;(await open()).close()
    const two = [hold('again'), hold('again')]
    for (let round = 0; round < ROUNDS; round++) {
      const states = await Promise.all(two.map((child) => child.line()))
      expect(states.sort()).toEqual(['in-use', 'open'])
      // both let go before either tries again
      for (const child of two) child.say('let-go')
      await Promise.all(two.map((child) => child.line()))
      for (const child of two) child.say('again')
    }
  })
})
