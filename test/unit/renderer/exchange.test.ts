import { describe, expect, test } from 'vitest'
import { findCommand } from '../../../renderer/command/commands'
import { whyNoAccess } from '../../../renderer/store/act-exchange'
import { NO_ACCESS, type Access } from '../../../renderer/store/exchanges'
import { start } from '../../../renderer/store/start'
import { appError } from '../../../shared/error'
import { eventually } from '../../helper/eventually'
import { createHarness, labels, words, type Harness } from './harness'

const LABEL = 'Phrase TMS, production'
const LIFE = 14_399_000

async function running(exchange?: 'works' | 'refused' | 'offline'): Promise<Harness> {
  const harness = createHarness(exchange ? { exchange } : {})
  const stop = start(harness.app)
  await eventually(() => labels(harness.app).length).toBe(17)
  await eventually(() => harness.app.session.getState().services.length).toBeGreaterThan(0)
  return Object.assign(harness, { stop })
}

const access = ({ app, token }: Harness): Access =>
  app.exchanges.getState().byId.get(token(LABEL).id) ?? NO_ACCESS
const toasts = ({ app }: Harness) => app.toaster.store.getState().toasts

describe('copying access', () => {
  test('shows how long it lives, and that it is not the token that was copied', async () => {
    const harness = await running()
    const { app, clock, token } = harness
    const { id } = token(LABEL)
    const copying = app.act.copyAccess(id)
    expect(access(harness).busy).toBe(true)
    await copying
    expect(access(harness)).toEqual({
      expiresAt: clock.now() + LIFE,
      busy: false,
      failed: null,
    })
    expect(app.clipboard.getState().clip).toMatchObject({ token: id, what: 'access-token' })
    expect(toasts(harness).map(({ message }) => message)).toEqual(['toast.copied-access'])
    await app.act.copy(id)
    expect(app.clipboard.getState().clip).toMatchObject({ token: id, what: 'token' })
    expect(toasts(harness).map(({ message }) => message)).toEqual(['toast.copied'])
  })

  test('asks once, however often the key is pressed', async () => {
    const harness = await running()
    const { id } = harness.token(LABEL)
    await Promise.all([harness.app.act.copyAccess(id), harness.app.act.copyAccess(id)])
    const asked = harness.fake.log.calls.filter(({ name }) => name === 'exchange.copy')
    expect(asked).toHaveLength(1)
  })

  test.each([
    ['refused', 'gone-or-expired'],
    ['offline', 'offline'],
  ] as const)('that is %s says why', async (exchange, reason) => {
    const harness = await running(exchange)
    await harness.app.act.copyAccess(harness.token(LABEL).id)
    const { failed, busy, expiresAt } = access(harness)
    expect({ busy, expiresAt }).toEqual({ busy: false, expiresAt: null })
    expect(failed?.params['reason']).toBe(reason)
    const [toast] = toasts(harness)
    expect(toast).toMatchObject({ message: 'toast.no-access', tone: 'bad' })
    expect(words.t('toast.no-access', toast?.values)).toContain(words.t(`reason.${reason}`))
    expect(harness.app.clipboard.getState().clip).toBeNull()
  })

  test('gets over a failure by the next one that works', async () => {
    const harness = await running()
    const { app, fake, token } = harness
    fake.failing.set('exchange.copy', 'clipboard.failed')
    await app.act.copyAccess(token(LABEL).id)
    expect(access(harness).failed?.code).toBe('clipboard.failed')
    fake.failing.delete('exchange.copy')
    await app.act.copyAccess(token(LABEL).id)
    expect(access(harness).failed).toBeNull()
    expect(toasts(harness).map(({ message }) => message)).toEqual(['toast.copied-access'])
  })

  test('is a command of tokens that can be exchanged, and of no other', async () => {
    const { app, token } = await running()
    const command = findCommand('token.copy-access')
    app.act.select(token('Laptop').id)
    expect(command?.enabled(app)).toBe(false)
    app.act.select(token('Strings CLI').id)
    expect(command?.enabled(app)).toBe(false)
    app.act.select(token(LABEL).id)
    expect(command?.enabled(app)).toBe(true)
    command?.run(app)
    await eventually(() => app.clipboard.getState().clip?.what).toBe('access-token')
  })
})

describe('what is held', () => {
  test('goes when it is dropped, and whenever the main process says so', async () => {
    const harness = await running()
    const { app, token, fake, clock } = harness
    const { id } = token(LABEL)
    await app.act.copyAccess(id)
    await app.act.dropAccess(id)
    expect(access(harness).expiresAt).toBeNull()
    const expiresAt = clock.now() + 1000
    fake.fake.announce('exchange.changed', { id, expiresAt })
    expect(access(harness).expiresAt).toBe(expiresAt)
    fake.fake.announce('exchange.changed', { id, expiresAt: null })
    expect(access(harness).expiresAt).toBeNull()
  })

  test('is asked for once by a window that was loaded anew, and events count for more', async () => {
    const harness = await running()
    const { app, token, fake } = harness
    const { id } = token(LABEL)
    await fake.exposed.call['exchange.copy']?.({ id })
    const told = access(harness).expiresAt
    expect(told).not.toBeNull()
    await app.act.loadAccess(id)
    expect(access(harness).expiresAt).toBe(told)
    const other = token('Phrase Orchestrator').id
    await app.act.loadAccess(other)
    await app.act.loadAccess(other)
    const asked = fake.log.calls.filter(({ name }) => name === 'exchange.state')
    expect(asked.map(({ input }) => input)).toEqual([{ id: other }])
  })
})

test('why there is none: the reason where the platform gave one, else the failure', () => {
  const refused = appError('exchange.refused', { verdict: 'unreachable', reason: 'timeout' })
  expect(whyNoAccess(words, refused)).toBe(words.t('reason.timeout'))
  for (const params of [{}, { reason: 'no-such-reason' }]) {
    const vague = appError('exchange.refused', params)
    expect(whyNoAccess(words, vague)).toBe(words.t('error.exchange.refused'))
  }
  expect(whyNoAccess(words, appError('vault.not-open'))).toBe(words.t('error.vault.not-open'))
})
