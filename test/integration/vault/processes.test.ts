import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startChild, type Child } from '../../helper/child'
import { fileKeychain } from '../../helper/file-keychain'
import { appError } from '../../../shared/error'
import { err } from '../../../shared/result'
import { codeOf, digests, value, vaultPlace } from '../../helper/vault'

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
