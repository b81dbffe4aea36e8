import { describe, expect, test } from 'vitest'
import type { Context, HttpReply, HttpRequest, Subject } from '../../../electron/platform/adapter'
import type { Management, ManagerKey, RemoteToken } from '../../../electron/platform/management'
import { openSession, type Bound } from '../../../electron/platform/sessions'
import { SecretText } from '../../../electron/service/secret'
import { err, ok } from '../../../shared/result'
import { keptLog } from '../../integration/platform/desk'
import { makeSecret } from '../../simulator'
import { manualClock } from '../../helper/manual-clock'

const OLD = makeSecret('tolgee/pat')
const NEW = makeSecret('tolgee/pat')
const PASSWORD = 'correct-horse-battery'
const SESSION = 'session-value-of-the-test'

const subject: Subject = {
  kind: 'tolgee/pat',
  secret: SecretText.fromText(OLD),
  server: { id: 'cloud', baseUrl: null },
  fields: {},
}
const signIn: ManagerKey = {
  by: 'sign-in',
  signIn: { username: 'dev', password: SecretText.fromText(PASSWORD), code: null },
}

function remote(more: Partial<RemoteToken> = {}): RemoteToken {
  return {
    id: '7',
    name: 'Deploy',
    createdAt: null,
    lastUsedAt: null,
    expiresAt: null,
    scopes: ['read'],
    projectId: '3',
    project: 'Website',
    matches: () => null,
    ...more,
  }
}

function manageWith(more: Partial<Management> = {}): Management {
  return {
    access: { by: 'sign-in' },
    showsValues: false,
    nameMax: 10,
    choosesExpiry: true,
    open: () =>
      Promise.resolve(
        ok({
          credential: { header: 'authorization', value: SecretText.fromText(SESSION) },
          endsAt: null,
          place: {},
        }),
      ),
    list: () => Promise.resolve(ok([])),
    find: () => Promise.resolve(ok(null)),
    create: () => Promise.resolve(ok({ remote: remote(), secret: SecretText.fromText(NEW) })),
    revoke: () => Promise.resolve(ok('revoked')),
    ...more,
  }
}

const reply: HttpReply = {
  status: 200,
  header: () => null,
  json: {},
  size: 2,
  html: false,
  retryAt: null,
}

function deps(manage: Management | undefined) {
  const log = keptLog()
  const asked: Subject[] = []
  const bind = (each: Subject): Promise<Bound> => {
    asked.push(each)
    const http = { request: (_: HttpRequest) => Promise.resolve(ok(reply)) }
    const ctx: Context = { http, clock: manualClock(), log, sha256: () => '' }
    return Promise.resolve({ ctx, base: each.server.baseUrl ?? 'https://cloud.example', manage })
  }
  return { log, asked, bind }
}

async function session(manage: Management, from = deps(manage)) {
  const opened = await openSession(from, subject, signIn)
  if (!opened.ok) throw new Error(opened.error.problem)
  return opened.value
}

const plan = { name: 'New', expiresAt: null, like: remote() }

describe('a session', () => {
  test('is opened with a key of the right sort only', async () => {
    const manager = { ...subject, kind: 'lokalise/api-token' } as const
    const byToken = manageWith({ access: { by: 'token', kind: 'lokalise/api-token' } })
    const wanted: readonly (readonly [Management | undefined, ManagerKey, boolean])[] = [
      [undefined, signIn, false],
      [manageWith(), signIn, true],
      [manageWith(), { by: 'token', manager }, false],
      [byToken, signIn, false],
      [byToken, { by: 'token', manager: subject }, false],
      [byToken, { by: 'token', manager }, true],
    ]
    for (const [manage, key, opens] of wanted) {
      expect((await openSession(deps(manage), subject, key)).ok).toBe(opens)
    }
  })

  test('is opened at the manager’s own server', async () => {
    const manager = { ...subject, server: { id: 'custom', baseUrl: 'https://own.example' } }
    let seen: Context | undefined
    const byToken = manageWith({
      access: { by: 'token', kind: 'tolgee/pat' },
      open: ({ ctx }) => {
        seen = ctx
        return Promise.reject(new Error('seen enough'))
      },
    })
    const from = deps(byToken)
    const opened = await openSession(from, subject, { by: 'token', manager })
    expect(opened).toMatchObject({ error: { effect: 'none' } })
    expect(from.asked).toEqual([subject, manager])
    expect(seen).toBeDefined()
  })

  test('is none where its server is none that the kind has, or cannot be asked', async () => {
    const binds = [() => Promise.resolve(null), () => Promise.reject(new Error('no client'))]
    for (const bind of binds) {
      const opened = await openSession({ log: keptLog(), bind }, subject, signIn)
      expect(opened).toMatchObject({ error: { problem: 'unclear', effect: 'none' } })
    }
  })

  test('is good for its own server and its own sort of token alone', async () => {
    const manage = manageWith()
    const from = deps(manage)
    const open = await session(manage, from)
    expect(await open.revoke(subject, '7')).toEqual(ok('revoked'))
    const elsewhere = { ...subject, server: { id: 'custom', baseUrl: 'https://own.example' } }
    expect(await open.revoke(elsewhere, '7')).toMatchObject({ error: { effect: 'none' } })
    const { bind } = from
    from.bind = async (each) => ({ ...(await bind(each)), manage: manageWith() })
    expect(await open.revoke(subject, '7')).toMatchObject({ error: { effect: 'none' } })
  })

  test.each([
    ['the token', OLD],
    ['the password', PASSWORD],
    ['the session', SESSION],
    ['the password, backwards', Array.from(PASSWORD).reverse().join('')],
  ])('gives no listed text that repeats %s', async (_, secret) => {
    const said = remote({
      name: `a ${secret}`,
      project: secret,
      projectId: secret,
      scopes: ['read', secret],
    })
    const open = await session(
      manageWith({
        list: () => Promise.resolve(ok([said, remote({ id: secret })])),
        find: () => Promise.resolve(ok(said)),
      }),
    )
    const clean = { id: '7', name: null, project: null, projectId: null, scopes: ['read'] }
    const all = await open.list(subject)
    // an id that repeats it would go into an address
    expect(all.ok && all.value).toHaveLength(1)
    expect(all.ok && all.value[0]).toMatchObject(clean)
    expect(await open.find(subject)).toMatchObject({ value: clean })
  })

  test('gives no text that repeats the value that was just made, then or later', async () => {
    const open = await session(
      manageWith({
        create: () =>
          Promise.resolve(ok({ remote: remote({ name: NEW }), secret: SecretText.fromText(NEW) })),
        list: () => Promise.resolve(ok([remote({ name: NEW })])),
      }),
    )
    const made = await open.create(subject, plan)
    expect(made).toMatchObject({ value: { remote: { name: null } } })
    expect(made.ok && made.value.secret.text()).toBe(NEW)
    expect(await open.list(subject)).toMatchObject({ value: [{ name: null }] })
  })

  test('says of a token whose id cannot be used that it may have been made', async () => {
    const open = await session(
      manageWith({
        create: () =>
          Promise.resolve(ok({ remote: remote({ id: NEW }), secret: SecretText.fromText(NEW) })),
      }),
    )
    expect(await open.create(subject, plan)).toMatchObject({
      error: { problem: 'unclear', effect: 'unknown' },
    })
  })

  test('gives no code of an error that repeats a secret', async () => {
    const failed = { problem: 'unclear', effect: 'none', status: 400, retryAt: null } as const
    const open = await session(
      manageWith({ revoke: () => Promise.resolve(err({ ...failed, code: PASSWORD })) }),
    )
    expect(await open.revoke(subject, '7')).toMatchObject({ error: { status: 400, code: null } })
  })

  test('takes an adapter that breaks off for one that may have done it', async () => {
    const fails = () => Promise.reject(new Error('a defect'))
    const broken = manageWith({ revoke: fails, list: fails })
    const from = deps(broken)
    const open = await session(broken, from)
    expect(await open.revoke(subject, '7')).toMatchObject({ error: { effect: 'unknown' } })
    expect(await open.list(subject)).toMatchObject({ error: { effect: 'none' } })
    expect(from.log.lines.join()).toContain('A platform adapter failed')
  })

  test('has no limit where the platform has none', async () => {
    expect((await session(manageWith())).limit).toBeNull()
    const limit = () => Promise.resolve(ok(undefined))
    const open = await session(manageWith({ limit }))
    expect(await open.limit?.(subject, '7', 1)).toEqual(ok(undefined))
  })

  test('forgets its secret in the end', async () => {
    const value = SecretText.fromText(SESSION)
    const open = await session(
      manageWith({
        open: () =>
          Promise.resolve(
            ok({ credential: { header: 'authorization', value }, endsAt: 5, place: {} }),
          ),
      }),
    )
    expect(open.endsAt).toBe(5)
    open.end()
    expect([...value.bytes()].every((byte) => byte === 0)).toBe(true)
  })
})
