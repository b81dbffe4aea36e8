import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createAnnouncer } from '../../../electron/ipc/announcer'
import { createGuard } from '../../../electron/ipc/register'
import { contract, type Handlers } from '../../../shared/contract'
import { call, nothing, type CallEntry } from '../../../shared/contract/call'
import { CALL_NAMES, EVENT_CHANNEL, type CallName } from '../../../shared/contract/names'
import { appError, ERROR_CODES } from '../../../shared/error'
import { err, ok, type Result } from '../../../shared/result'
import { lines } from '../../helper/vault'
import { sampleOf } from './sample'

const canary = 'canary-5f1d0c9a77'

interface Sender {
  readonly trusted: boolean
}

/** A guard over its own small contract, or over the real one with handlers that answer samples. */
function guarded(options: {
  entries: Record<string, CallEntry>
  handlers: Record<string, (input: never) => unknown>
  open?: boolean | Promise<boolean>
}) {
  const log = lines()
  const guard = createGuard<Sender>({
    contract: options.entries,
    handlers: options.handlers,
    trusted: (event) => event.trusted,
    vaultOpen: () => options.open ?? true,
    log,
  })
  const ask = (name: unknown, input?: unknown, event: Sender = { trusted: true }) =>
    guard(event, name, input)
  return { ask, log }
}

const entries = {
  'echo.free': call(
    z.strictObject({ text: z.string().max(5) }),
    z.strictObject({ text: z.string() }),
    'nothing',
  ),
  'echo.vault': call(nothing, nothing),
}
const echo = {
  'echo.free': (input: { text: string }) => ok(input),
  'echo.vault': () => ok(null),
}

const codeOf = (result: Result<unknown>) => (result.ok ? 'ok' : result.error.code)

/** Handlers that note that they were reached. */
function noting(): { handlers: Handlers; reached: string[] } {
  const reached: string[] = []
  const handlers = Object.fromEntries(
    CALL_NAMES.map((name) => [
      name,
      () => {
        reached.push(name)
        return err(appError('token.not-found'))
      },
    ]),
  ) as unknown as Handlers
  return { handlers, reached }
}

describe('the guard', () => {
  it('passes what is right', async () => {
    const { ask } = guarded({ entries, handlers: echo })
    expect(await ask('echo.free', { text: 'hi' })).toEqual({ ok: true, value: { text: 'hi' } })
    expect(await ask('echo.vault', null)).toEqual({ ok: true, value: null })
  })

  it('asks for the sender before all else', async () => {
    const { ask } = guarded({ entries, handlers: echo, open: false })
    for (const name of ['echo.free', 'echo.vault', 'no.such', 7]) {
      expect(codeOf(await ask(name, { bad: 1 }, { trusted: false }))).toBe('call.refused')
    }
  })

  it('asks for the name before the input, the input before the vault', async () => {
    const { ask } = guarded({ entries, handlers: echo, open: false })
    expect(codeOf(await ask('no.such', { bad: 1 }))).toBe('call.unknown')
    expect(codeOf(await ask('echo.vault', { bad: 1 }))).toBe('call.invalid')
    expect(codeOf(await ask('echo.vault', null))).toBe('vault.not-open')
    expect(codeOf(await ask('echo.free', { text: 'x' }))).toBe('ok')
  })

  it('lets a call wait for a vault that is being opened, and only one that needs it', async () => {
    for (const opened of [true, false]) {
      let settle: (open: boolean) => void = () => undefined
      const open = new Promise<boolean>((resolve) => (settle = resolve))
      const { ask } = guarded({ entries, handlers: echo, open })
      const waiting = ask('echo.vault', null)
      expect(codeOf(await ask('echo.free', { text: 'x' }))).toBe('ok')
      settle(opened)
      expect(codeOf(await waiting)).toBe(opened ? 'ok' : 'vault.not-open')
    }
  })

  it.each([
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    '',
    'echo.free ',
    'ECHO.FREE',
  ])('knows no call %j', async (name) => {
    const { ask } = guarded({ entries, handlers: echo })
    expect(codeOf(await ask(name, { text: 'x' }))).toBe('call.unknown')
  })

  it.each([undefined, null, 7, {}, ['echo.free'], { toString: () => 'echo.free' }])(
    'knows no call that is no text: %j',
    async (name) => {
      const { ask } = guarded({ entries, handlers: echo })
      expect(codeOf(await ask(name, { text: 'x' }))).toBe('call.unknown')
    },
  )

  it('says where an input is wrong, and nothing of what it holds', async () => {
    const { ask, log } = guarded({ entries, handlers: echo })
    const long = await ask('echo.free', { text: canary })
    expect(long).toEqual({
      ok: false,
      error: { code: 'call.invalid', params: { path: 'text' }, retryable: false },
    })
    const extra = await ask('echo.free', { text: 'x', [canary]: canary })
    expect(JSON.stringify([long, extra, log.lines])).not.toContain(canary)
  })

  it('masks a key that is the user’s own', async () => {
    const { ask } = guarded({ entries: contract, handlers: noting().handlers })
    const answer = await ask('draft.check', {
      ...sampleOf('draft.check'),
      fields: { [canary]: 'x' },
    })
    expect(answer).toMatchObject({ error: { code: 'call.invalid', params: { path: 'fields.?' } } })
  })

  it('never lets the message of an exception through', async () => {
    const handlers = {
      'echo.free': () => {
        throw new Error(canary)
      },
      'echo.vault': () => Promise.reject(new Error(canary)),
    }
    const { ask } = guarded({ entries, handlers })
    for (const answer of [await ask('echo.free', { text: 'x' }), await ask('echo.vault', null)]) {
      expect(answer).toEqual({
        ok: false,
        error: { code: 'internal', params: { log: 'log-id' }, retryable: false },
      })
    }
  })

  it.each([
    ['more than the contract has', { text: 'x', secret: canary }],
    ['less', {}],
    ['something else', canary],
    ['nothing', undefined],
  ])('refuses an output with %s', async (_name, output) => {
    const { ask, log } = guarded({
      entries,
      handlers: { ...echo, 'echo.free': () => ok(output) },
    })
    const answer = await ask('echo.free', { text: 'x' })
    expect(codeOf(answer)).toBe('internal')
    expect(JSON.stringify([answer, log.lines])).not.toContain(canary)
  })

  it('passes a failure on as code and params, and nothing that hangs on it', async () => {
    const failure = { ...appError('token.duplicate', { id: 'x' }), cause: canary, retryable: true }
    const { ask } = guarded({ entries, handlers: { ...echo, 'echo.vault': () => err(failure) } })
    expect(await ask('echo.vault', null)).toEqual({
      ok: false,
      error: { code: 'token.duplicate', params: { id: 'x' }, retryable: false },
    })
  })
})

describe.each(CALL_NAMES)('%s', (name: CallName) => {
  const sample = () => sampleOf(name)

  it('reaches its handler with a proper input', async () => {
    const { handlers, reached } = noting()
    const { ask } = guarded({ entries: contract, handlers: handlers })
    expect(codeOf(await ask(name, sample()))).toBe('token.not-found')
    expect(reached).toEqual([name])
  })

  it('refuses a foreign sender, and a closed vault if it needs an open one', async () => {
    const { handlers, reached } = noting()
    const { ask } = guarded({ entries: contract, handlers: handlers, open: false })
    expect(codeOf(await ask(name, sample(), { trusted: false }))).toBe('call.refused')
    const needs = contract[name].needs === 'open-vault'
    expect(codeOf(await ask(name, sample()))).toBe(needs ? 'vault.not-open' : 'token.not-found')
    expect(reached).toEqual(needs ? [] : [name])
  })

  it('refuses keys that it does not know, at every depth', async () => {
    const { handlers, reached } = noting()
    const { ask } = guarded({ entries: contract, handlers: handlers })
    const polluted = JSON.parse('{"__proto__":{"polluted":true}}') as object
    const inputs = [...withExtraKeys(sample()), 7, 'x', [], { ...polluted, extra: 1 }, undefined]
    for (const input of inputs) expect(codeOf(await ask(name, input))).toBe('call.invalid')
    expect(reached).toEqual([])
    expect({}).not.toHaveProperty('polluted')
  })
})

/** Copies of an input with one key too many, once per object in it. */
function withExtraKeys(input: unknown, root = true): unknown[] {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    return root ? [{ extra: 1 }] : []
  }
  const inner = Object.entries(input)
    // free-form maps of the user's entries check their keys by pattern only
    .filter(([key]) => key !== 'fields')
    .flatMap(([key, value]) =>
      withExtraKeys(value, false).map((each) => ({ ...input, [key]: each })),
    )
  return [{ ...input, extra: 1 }, { ...input, ['secret']: canary }, ...inner]
}

describe('the announcer', () => {
  it('sends name and payload over the one channel', () => {
    const sent: unknown[] = []
    const announcer = createAnnouncer({ send: (...all) => sent.push(all) }, { check: true })
    announcer.announce('reminder.due', { count: 2 })
    expect(sent).toEqual([[EVENT_CHANNEL, 'reminder.due', { count: 2 }]])
  })

  it('stops on a payload with more than its schema has', () => {
    const sent: unknown[] = []
    const announcer = createAnnouncer({ send: (...all) => sent.push(all) }, { check: true })
    const payload = { count: 2, secret: canary } as { count: number }
    expect(() => announcer.announce('reminder.due', payload)).toThrow('fits its schema')
    expect(sent).toEqual([])
  })
})

it('has a name for every failure that the guard makes', () => {
  const made = ['call.refused', 'call.unknown', 'call.invalid', 'vault.not-open', 'internal']
  expect(Object.keys(ERROR_CODES)).toEqual(expect.arrayContaining(made))
})
