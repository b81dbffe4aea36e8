import { backupHandlers } from './fake-backups'
import { CALL_NAMES, EVENT_NAMES, type EventName } from '../../shared/contract/names'
import type { EventPayload } from '../../shared/contract/event'
import type { Answer, Handlers } from '../../shared/contract/index'
import { appError, type ErrorCode } from '../../shared/error'
import { err, ok, type Result } from '../../shared/result'
import type { TokenId, TokenSummary } from '../../shared/model/token'
import { statusOf, type VaultStatus } from '../../shared/model/vault'
import { auditHandlers } from './fake-audit'
import { draftHandlers } from './fake-drafts'
import { exchangeHandlers } from './fake-exchanges'
import { guideHandlers } from './fake-guides'
import { inventoryHandlers } from './fake-inventory'
import { services } from './fake-platforms'
import { transferHandlers } from './fake-transfer'
import { openingHandlers } from './fake-vault'
import type { SampleToken } from './sample'
import { DEFAULT_SETTINGS, type Settings } from '../../shared/model/settings'

export interface FakeOptions {
  readonly tokens: readonly SampleToken[]
  readonly vault: VaultStatus['state']
  readonly now: () => number
  /** How long a platform takes to answer, in ms. */
  readonly delay: number
  readonly theme: Settings['theme']
  /** What an exchange for short-lived access comes to. */
  readonly exchange?: 'works' | 'refused' | 'offline'
  /** What a platform says to being asked for its tokens. */
  readonly inventory?: 'works' | 'refused' | 'offline'
  /** What the audit log holds. */
  readonly audit?: { readonly lines: number; readonly broken: boolean }
  /** One state of a rotation or revocation to look at, see `sceneOf`. */
  readonly scene?: string
  /** What a file is that is chosen for an import (a format, or a failure), and how many rows it has. */
  readonly file?: string
  readonly entries?: number
  /** How many Phrase platform tokens the vault is said to hold. */
  readonly quota?: number
}

/** The state behind the fake: what the real main process would keep. */
export interface Fake {
  readonly options: FakeOptions
  readonly tokens: Map<TokenId, SampleToken>
  /** Through which tokens somebody signed in. */
  readonly signedIn: Set<TokenId>
  announce<N extends EventName>(name: N, payload: EventPayload<N>): void
  wait(): Promise<void>
  /** Puts a changed row back and tells the window. */
  update(id: TokenId, change: Partial<TokenSummary>): TokenSummary
  find(id: TokenId): Result<SampleToken>
}

/** Calls that were made, for tests: names and inputs. */
export interface FakeLog {
  readonly calls: { readonly name: string; readonly input: unknown }[]
}

type Listener = (payload: unknown) => void

function createFake(options: FakeOptions, emit: (name: EventName, payload: unknown) => void): Fake {
  const tokens = new Map(options.tokens.map((token) => [token.summary.id, token]))
  const fake: Fake = {
    options,
    tokens,
    signedIn: new Set(),
    announce: emit,
    wait: () => new Promise((done) => setTimeout(done, options.delay)),
    find: (id) => {
      const token = tokens.get(id)
      return token ? ok(token) : err(appError('token.not-found'))
    },
    update(id, change) {
      const known = tokens.get(id)
      if (!known) throw new Error('No such sample')
      const summary = { ...known.summary, ...change, version: known.summary.version + 1 }
      tokens.set(id, { ...known, summary })
      emit('tokens.changed', { upserted: [summary], removed: [] })
      return summary
    },
  }
  return fake
}

function appHandlers(fake: Fake) {
  let status = statusOf(fake.options.vault, {
    exists: fake.options.vault !== 'no-keychain',
  })
  let settings: Settings = { ...DEFAULT_SETTINGS, theme: fake.options.theme }
  const shut = <T>(value: T): Result<T> =>
    status.state === 'open' ? ok(value) : err(appError('vault.not-open'))
  const done = ok(null)
  return {
    'app.info': () =>
      ok({
        version: '0.1.0',
        platform: 'linux',
        electron: '45.4.1',
        clipboardHistory: 'not-excluded',
        desktopNotifications: true,
      }),
    'app.desktop': () => ok({ screenLock: 'yes', tray: true }),
    'app.showDataFolder': () => done,
    'app.reportFault': () => ok({ log: '0000abcd' }),
    'app.reload': () => done,
    'app.companion': () => done,
    'app.openSource': () => done,
    'vault.status': () => ok(status),
    'vault.retry': async () => {
      await fake.wait()
      return ok(status)
    },
    'vault.setAside': () => {
      status = statusOf('open')
      fake.tokens.clear()
      fake.announce('vault.changed', status)
      return ok(status)
    },
    ...openingHandlers(fake, (next) => {
      status = next
      fake.announce('vault.changed', status)
      return ok(status)
    }),
    'settings.get': () => shut(settings),
    'settings.set': (change) => {
      settings = { ...settings, ...(change as Settings) }
      return ok(settings)
    },
    'platform.list': () => ok(services),
    'platform.openPage': () => done,
    'token.list': () =>
      shut({ rows: JSON.stringify([...fake.tokens.values()].map((token) => token.summary)) }),
  } satisfies Partial<Handlers>
}

function tokenHandlers(fake: Fake) {
  const forgotten = new Map<TokenId, SampleToken>()
  const done = ok(null)
  const { now } = fake.options
  return {
    'token.details': ({ id }) => {
      const found = fake.find(id)
      return found.ok ? ok(found.value.details) : found
    },
    'token.edit': ({ id, version, label, note, expiry, rotateEveryDays, server, fields }) => {
      const found = fake.find(id)
      if (!found.ok) return found
      const { summary, details } = found.value
      if (summary.version !== version) return err(appError('token.changed-elsewhere'))
      fake.tokens.set(id, {
        summary,
        details: {
          ...details,
          ...(note === undefined ? {} : { note }),
          ...(fields ? { fields } : {}),
        },
      })
      const entered: TokenSummary['expiry'] | undefined =
        expiry === undefined
          ? undefined
          : expiry === null
            ? { known: 'unknown' }
            : expiry === 'never'
              ? { known: 'never', source: 'user' }
              : { known: 'date', at: expiry, source: 'user' }
      return ok(
        fake.update(id, {
          ...(label === undefined ? {} : { label }),
          ...(entered === undefined ? {} : { expiry: entered }),
          ...(rotateEveryDays === undefined ? {} : { rotateEveryDays }),
          ...(server === undefined ? {} : { server }),
        }),
      )
    },
    'token.copy': ({ id }) => {
      const clearsAt = now() + 30_000
      fake.announce('clipboard.changed', { token: id, what: 'token', clearsAt, state: 'copied' })
      return ok({ clearsAt })
    },
    'token.reveal': () =>
      ok({
        secret: Array.from(crypto.getRandomValues(new Uint8Array(20)), (byte) =>
          byte.toString(16).padStart(2, '0'),
        ).join(''),
      }),
    'token.forget': ({ id }) => {
      const found = fake.find(id)
      if (!found.ok) return found
      forgotten.set(id, found.value)
      fake.tokens.delete(id)
      fake.announce('tokens.changed', { upserted: [], removed: [id] })
      return ok({ undoUntil: now() + 20_000 })
    },
    'token.restore': ({ id }) => {
      const kept = forgotten.get(id)
      if (!kept) return err(appError('token.not-forgotten'))
      fake.tokens.set(id, kept)
      return ok(fake.update(id, {}))
    },
    'clipboard.clear': () => {
      fake.announce('clipboard.changed', {
        token: null,
        what: 'token',
        clearsAt: null,
        state: 'cleared',
      })
      return done
    },
    'check.one': async ({ id }) => {
      await fake.wait()
      const found = fake.find(id)
      if (!found.ok) return found
      const check = {
        verdict: 'valid',
        reason: 'accepted',
        status: 200,
        code: null,
        retryAt: null,
        at: now(),
      } as const
      return ok({ token: fake.update(id, { check, settled: check }), check })
    },
  } satisfies Partial<Handlers>
}

function runHandlers(fake: Fake) {
  let serial = 0
  const cancelled = new Set<number>()
  const work = async (run: number, ids: readonly TokenId[]): Promise<void> => {
    const verdicts: Record<string, number> = {}
    for (const [index, id] of ids.entries()) {
      await fake.wait()
      if (cancelled.has(run)) {
        fake.announce('check.progress', {
          run,
          done: index,
          total: ids.length,
          state: 'cancelled',
          verdicts,
        })
        return
      }
      const verdict = fake.tokens.get(id)?.summary.check?.verdict ?? 'valid'
      verdicts[verdict] = (verdicts[verdict] ?? 0) + 1
      const state = index === ids.length - 1 ? 'finished' : 'running'
      fake.announce('check.progress', {
        run,
        done: index + 1,
        total: ids.length,
        state,
        verdicts: { ...verdicts },
      })
    }
  }
  return {
    'check.many': ({ ids }) => {
      serial += 1
      const chosen = ids ?? [...fake.tokens.keys()]
      void work(serial, chosen)
      return ok({ run: serial, total: chosen.length })
    },
    'check.cancel': ({ run }) => {
      cancelled.add(run)
      return ok(null)
    },
  } satisfies Partial<Handlers>
}

/** The object that the preload would put on `window`, over samples in memory. */
export function createFakeBridge(options: FakeOptions) {
  const listeners = new Map<EventName, Set<Listener>>(EVENT_NAMES.map((name) => [name, new Set()]))
  const log: FakeLog = { calls: [] }
  const failing = new Map<string, ErrorCode>()
  const fake = createFake(options, (name, payload) => {
    for (const listener of listeners.get(name) ?? []) listener(payload)
  })
  const handlers: Handlers = {
    ...appHandlers(fake),
    ...tokenHandlers(fake),
    ...runHandlers(fake),
    ...draftHandlers(fake),
    ...guideHandlers(fake),
    ...exchangeHandlers(fake),
    ...inventoryHandlers(fake),
    ...auditHandlers(fake),
    ...transferHandlers(fake),
    ...backupHandlers(fake),
  }
  const call = Object.fromEntries(
    CALL_NAMES.map((name) => [
      name,
      async (input: unknown): Promise<Answer<typeof name>> => {
        log.calls.push({ name, input })
        const code = failing.get(name)
        if (code) return err(appError(code))
        return await handlers[name](input as never)
      },
    ]),
  )
  const on = Object.fromEntries(
    EVENT_NAMES.map((name) => [
      name,
      (listener: Listener) => {
        listeners.get(name)?.add(listener)
        return () => listeners.get(name)?.delete(listener)
      },
    ]),
  )
  return { exposed: { call, on }, fake, log, failing }
}
