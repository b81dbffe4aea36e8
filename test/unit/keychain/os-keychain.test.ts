import { beforeEach, describe, expect, it } from 'vitest'
import { createOsKeychain, type Keytar } from '../../../electron/keychain/os-keychain'
import { keychainErrorOf } from '../../../electron/keychain/keytar-error'
import { manualClock, type ManualClock } from '../../helper/manual-clock'
import { codeOf, value } from '../../helper/vault'

/** keytar's behaviour as it was measured, with an end to each call that the test decides. */
class FakeKeytar implements Keytar {
  readonly entries = new Map<string, string>()
  readonly calls: string[] = []
  running = 0
  mostAtOnce = 0
  locked = false
  /** What a write does to the value on its way. */
  spoil: (value: string) => string = (value) => value
  onCall: (call: string) => Promise<void> = () => Promise.resolve()

  async #call<T>(name: string, run: () => T): Promise<T> {
    this.calls.push(name)
    this.mostAtOnce = Math.max(this.mostAtOnce, ++this.running)
    try {
      await this.onCall(name)
      return run()
    } finally {
      this.running--
    }
  }

  getPassword(_service: string, account: string) {
    return this.#call(`get ${account}`, () =>
      this.locked ? null : (this.entries.get(account) ?? null),
    )
  }

  setPassword(_service: string, account: string, password: string) {
    return this.#call(`set ${account}`, () => {
      if (this.locked) throw new Error('Cannot create an item in a locked collection')
      this.entries.set(account, this.spoil(password))
    })
  }

  deletePassword(_service: string, account: string) {
    return this.#call(`delete ${account}`, () => this.entries.delete(account))
  }
}

let keytar: FakeKeytar
let clock: ManualClock
const keychain = (nullMayBeLocked = true, load = () => Promise.resolve<Keytar>(keytar)) =>
  createOsKeychain({ clock, nullMayBeLocked, load })

beforeEach(() => {
  keytar = new FakeKeytar()
  clock = manualClock()
})

/** Lets everything happen that needs no more than the present. */
const settle = () => new Promise((resolve) => setImmediate(resolve))

describe('reading', () => {
  it('gives what is there, with one call', async () => {
    keytar.entries.set('a', 'value')
    expect(value(await keychain().read('a'))).toBe('value')
    expect(keytar.calls).toEqual(['get a'])
  })

  it('says that nothing is there only after a write has shown that it is unlocked', async () => {
    expect(value(await keychain().read('a'))).toBeNull()
    expect(keytar.calls).toEqual(['get a', 'set probe', 'get a', 'delete probe'])
    expect(keytar.entries.size).toBe(0)
  })

  it('says that it is locked where a write is refused', async () => {
    keytar.locked = true
    keytar.entries.set('a', 'value')
    expect(codeOf(await keychain().read('a'))).toBe('keychain.locked')
  })

  it('gives what is there if the user unlocks it just then', async () => {
    keytar.locked = true
    keytar.entries.set('a', 'value')
    keytar.onCall = (call) => {
      if (call === 'set probe') keytar.locked = false
      return Promise.resolve()
    }
    expect(value(await keychain().read('a'))).toBe('value')
  })

  it('writes nothing where null can only mean that nothing is there', async () => {
    expect(value(await keychain(false).read('a'))).toBeNull()
    expect(keytar.calls).toEqual(['get a'])
  })
})

describe('writing', () => {
  it('reads back what it wrote', async () => {
    value(await keychain().write('a', 'value'))
    expect(keytar.calls).toEqual(['set a', 'get a'])
    expect(keytar.entries.get('a')).toBe('value')
  })

  it('notices what was kept otherwise, or not at all', async () => {
    keytar.spoil = (text) => text.slice(0, 2)
    expect(codeOf(await keychain().write('a', 'value'))).toBe('keychain.mismatch')
    keytar.onCall = (call) => {
      if (call === 'get a') keytar.entries.clear()
      return Promise.resolve()
    }
    expect(codeOf(await keychain().write('a', 'value'))).toBe('keychain.mismatch')
  })

  it('takes nothing that a keychain could cut or change', () => {
    for (const text of ['', 'a\0b', 'a b', 'é', 'x'.repeat(513)]) {
      expect(() => keychain().write('a', text)).toThrow('short and ASCII')
    }
    expect(keytar.calls).toEqual([])
  })
})

describe('a keychain that hangs', () => {
  it('is one call at a time, and the others wait for their turn', async () => {
    const one = keychain()
    keytar.entries.set('a', '1')
    keytar.onCall = settle as () => Promise<void>
    await Promise.all([one.read('a'), one.write('b', '2'), one.read('b'), one.read('a')])
    expect(keytar.mostAtOnce).toBe(1)
    expect(keytar.calls).toEqual(['get a', 'set b', 'get b', 'get b', 'get a'])
  })

  it('is given up after its time, and asked no more until the old call has come back', async () => {
    const one = keychain()
    let comeBack = (): void => undefined
    keytar.onCall = () => new Promise((resolve) => (comeBack = resolve))
    keytar.entries.set('a', 'value')

    const first = one.read('a')
    await settle()
    clock.pass(7999)
    const early = await Promise.race([first, settle().then(() => 'still waiting')])
    expect(early).toBe('still waiting')
    clock.pass(1)
    expect(codeOf(await first)).toBe('keychain.timeout')
    expect(one.held).toBe(true)

    expect(codeOf(await one.read('a'))).toBe('keychain.timeout')
    expect(codeOf(await one.write('a', 'b'))).toBe('keychain.timeout')
    expect(keytar.calls).toEqual(['get a'])

    comeBack()
    await settle()
    expect(one.held).toBe(false)
    keytar.onCall = () => Promise.resolve()
    expect(value(await one.read('a'))).toBe('value')
    expect(clock.waiting).toBe(0)
  })
})

describe('failures', () => {
  it('of the addon to load mean that there is no keychain', async () => {
    const failing = keychain(true, () => Promise.reject(new Error('libsecret-1.so.0: not found')))
    expect(codeOf(await failing.read('a'))).toBe('keychain.missing')
    expect(codeOf(await failing.write('a', 'b'))).toBe('keychain.missing')
  })

  it('of one call do not stand in the way of the next', async () => {
    const one = keychain()
    keytar.onCall = () => Promise.reject(new Error('something else'))
    expect(codeOf(await one.read('a'))).toBe('keychain.failed')
    keytar.onCall = () => Promise.resolve()
    keytar.entries.set('a', 'value')
    expect(value(await one.read('a'))).toBe('value')
  })

  // The texts stand in the source with what they were measured on.
  it.each([
    ['Cannot autolaunch D-Bus without X11 $DISPLAY', 'keychain.missing'],
    ['D-Bus kann nicht ohne X11-$DISPLAY automatisch gestartet werden', 'keychain.missing'],
    ['Unknown or unsupported transport “disabled” for address “disabled:”', 'keychain.missing'],
    ['Could not connect: No such file or directory', 'keychain.missing'],
    ['The name org.freedesktop.secrets was not provided by any .service files', 'keychain.missing'],
    ['Cannot create an item in a locked collection', 'keychain.locked'],
    [
      'Object does not exist at path “/org/freedesktop/secrets/collection/login”',
      'keychain.locked',
    ],
    ['User interaction is not allowed.', 'keychain.locked'],
    ['User canceled the operation.', 'keychain.locked'],
    ['Timeout was reached', 'keychain.timeout'],
    ['Failed to load keytar native addon, checked []', 'keychain.missing'],
    ['Not enough memory resources are available to process this command.', 'keychain.failed'],
    ['The user name or passphrase you entered is not correct.', 'keychain.failed'],
  ])('%j is %s', (text, code) => {
    expect(keychainErrorOf(new Error(text))).toBe(code)
  })
})
