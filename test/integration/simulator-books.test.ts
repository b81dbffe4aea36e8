import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  createTestClock,
  fingerprint,
  startSimulators,
  type LedgerEntry,
  type Simulators,
  type TokenRecord,
} from '../simulator'
import { SUPER_MS } from '../simulator/tolgee/state'
import { ask, askJson, createGate, type Answer } from '../simulator/wire'

const clock = createTestClock()
let simulators: Simulators
beforeAll(async () => {
  simulators = await startSimulators({ now: clock.now })
})
beforeEach(() => {
  clock.advance(60_000)
  simulators.reset()
})
afterAll(() => simulators.close())

const CLOUD = 'https://app.tolgee.io'
const ids = (records: readonly TokenRecord[]): string[] => records.map((record) => record.id)
/** Calls Tolgee as somebody who has just signed in. */
function tolgee(
  account = 'Acme',
): (method: string, path: string, body?: unknown) => Promise<Answer> {
  const { state, origins } = simulators.tolgee
  const jwt = state.grant(state.user(account), CLOUD, SUPER_MS)
  const headers = { authorization: `Bearer ${jwt}` }
  return (method, path, body) => askJson(`${origins[CLOUD]!}${path}`, method, { headers, body })
}
const current = (secret: string): Promise<Answer> =>
  ask(`${simulators.tolgee.origins[CLOUD]!}/v2/pats/current`, { headers: { 'x-api-key': secret } })

describe('the books: what is accepted at this moment', () => {
  it('is what is neither revoked nor expired nor asleep', () => {
    const good = simulators.issue('lokalise/sdk-token', { account: 'Acme', project: 'Website' })
    const asleep = simulators.issue('lokalise/sdk-token', { justMade: true })
    const ending = simulators.issue('tolgee/pat', { expiresAt: clock.now() + 1 })
    const revoked = simulators.issue('locize/pat')
    simulators.locize.revoke(revoked.secret)
    expect(ids(simulators.live())).toEqual([good.id, ending.id])
    expect(simulators.live()[0]).toMatchObject({
      accountKey: 'Acme',
      projectId: good.project!.id,
      madeBy: 'page',
    })
    expect(ids(simulators.live('tolgee/pat'))).toEqual([ending.id])
    clock.advance(simulators.lokalise.state.activationMs)
    expect(ids(simulators.live())).toEqual([good.id, asleep.id])
    expect(ids(simulators.lokalise.live('lokalise/api-token'))).toEqual([])
  })

  it('is nothing of an owner who is locked out', () => {
    simulators.issue('tolgee/pat', { account: 'Acme' })
    const other = simulators.issue('tolgee/pat', { account: 'Other' })
    simulators.tolgee.state.user('Acme').enabled = false
    expect(ids(simulators.live())).toEqual([other.id])
  })

  it('is a revoked value too, where its platform is slow', async () => {
    const token = simulators.issue('tolgee/pat')
    simulators.tolgee.state.tokens.afterlifeMs = 5000
    simulators.tolgee.revoke(token.secret)
    expect((await current(token.secret)).status).toBe(200)
    expect(ids(simulators.live())).toEqual([token.id])
    const list = await tolgee('Acme Localization')('GET', '/v2/pats')
    expect(list.body).not.toHaveProperty('_embedded')
    clock.advance(5000)
    expect((await current(token.secret)).status).toBe(401)
    expect(simulators.live()).toEqual([])
  })
})

describe('the books: who made a token, and how it ended', () => {
  it('tells what was made over the API and not revoked', async () => {
    const call = tolgee()
    simulators.issue('tolgee/pat', { account: 'Acme' })
    const made = (await call('POST', '/v2/pats', { description: 'x' })).body as { id: number }
    const next = (await call('POST', '/v2/pats', { description: 'y', expiresAt: 5 })).body
    expect(ids(simulators.madeByApi())).toEqual([
      String(made.id),
      String((next as { id: number }).id),
    ])
    expect(simulators.madeByApi('tolgee/pak')).toEqual([])
    await call('DELETE', `/v2/pats/${made.id}`)
    expect(simulators.tolgee.madeByApi()).toMatchObject([{ label: 'y', expiresAt: 5 }])
  })

  it('tells each way of ending from the others', async () => {
    const call = tolgee()
    const [page, deleted, renewed] = ['page', 'deleted', 'renewed'].map((label) =>
      simulators.issue('tolgee/pat', { account: 'Acme', label }),
    )
    simulators.tolgee.revoke(page!.secret)
    clock.advance(1000)
    await call('DELETE', `/v2/pats/${deleted!.id}`)
    await call('PUT', `/v2/pats/${renewed!.id}/regenerate`, {})
    const of = ({ secret }: { secret: string }): TokenRecord | undefined =>
      simulators.tolgee.tokens.find((record) => record.secret === secret)
    expect(of(page!)).toMatchObject({ revokedBy: 'page', revokedAt: clock.now() - 1000 })
    expect(of(deleted!)).toMatchObject({ revokedBy: 'delete', revokedAt: clock.now() })
    expect(of(renewed!)).toMatchObject({ revokedBy: 'regenerate', madeBy: 'page' })
    expect(simulators.tolgee.ledger.slice(3)).toMatchObject([
      { event: 'revoked', by: 'page', way: 'page', fingerprint: fingerprint(page!.secret) },
      { event: 'revoked', by: 'api', way: 'delete', accountKey: 'Acme' },
      { event: 'revoked', by: 'api', way: 'regenerate', tokenId: renewed!.id },
      { event: 'issued', by: 'api', way: null, tokenId: renewed!.id },
    ])
  })

  it('shows every line as it is written, before the answer leaves', async () => {
    const call = tolgee()
    const seen: [LedgerEntry['event'], number | null | undefined, number][] = []
    const stop = simulators.tolgee.watch((entry) => {
      const status = simulators.tolgee.requests.at(-1)?.status
      seen.push([entry.event, status, simulators.tolgee.live().length])
    })
    const made = (await call('POST', '/v2/pats', { description: 'x' })).body as { id: number }
    await call('PUT', `/v2/pats/${made.id}`, { description: 'y' })
    await call('DELETE', `/v2/pats/${made.id}`)
    expect(seen).toEqual([
      ['issued', null, 1],
      ['edited', null, 1],
      ['revoked', null, 0],
    ])
    stop()
    simulators.issue('tolgee/pat')
    expect(seen).toHaveLength(3)
  })

  it('has sign-ins where a platform has one, and nowhere else', () => {
    for (const simulator of simulators.all) {
      const has = ['tolgee', 'phrase'].includes(simulator.service)
      if (has) expect(simulator.signIn('Acme').username).toBe('dev@acme.example')
      else expect(() => simulator.signIn('Acme')).toThrow(/no sign-in/)
    }
  })
})

describe('the books: limits', () => {
  it('counts each limit and key, the most in any span of its length', async () => {
    const token = simulators.issue('tolgee/pat', { account: 'Acme' })
    // Six within a minute of each other, over the edge of two windows that start a minute apart.
    for (const wait of [0, 50_000, 0, 0, 20_000, 0, 0]) {
      clock.advance(wait)
      await current(token.secret)
    }
    const usage = simulators.tolgee.limits.usage()
    expect(usage.find((use) => use.name === 'requests per user')).toEqual({
      name: 'requests per user',
      key: `user ${token.account.id}`,
      limit: 400,
      windowMs: 60_000,
      total: 7,
      most: 6,
    })
    expect(simulators.violations).toEqual([])
  })

  it('notes what goes over a limit, whether it is refused or not', async () => {
    const token = simulators.issue('lokalise/api-token')
    const teams = (): Promise<Answer> =>
      ask(`${token.endpoint}/api2/teams`, { headers: { 'x-api-token': token.secret } })
    const statuses: number[] = []
    for (let count = 0; count < 7; count += 1) statuses.push((await teams()).status)
    expect(statuses).toEqual([200, 200, 200, 200, 200, 200, 429])
    expect(simulators.violations.map((violation) => violation.name)).toEqual([
      'requests per address',
      'requests per token',
    ])
    simulators.lokalise.limits.enabled = false
    expect((await teams()).status).toBe(200)
    expect(simulators.violations).toHaveLength(4)
    expect(JSON.stringify(simulators.lokalise.limits.usage())).not.toContain(token.secret)
    simulators.reset()
    expect(simulators.violations).toEqual([])
    expect(simulators.lokalise.limits.usage()).toEqual([])
  })

  it('notes how many requests were under way at a time', async () => {
    const token = simulators.issue('phrase/strings-token')
    const get = (): Promise<Answer> =>
      ask(`${token.endpoint}/v2/user`, { headers: { authorization: `token ${token.secret}` } })
    /** Sends so many at a time: none is answered before the last has arrived. */
    const together = async (count: number): Promise<void> => {
      const gate = createGate()
      simulators.phrase.faults.add({ fault: { type: 'wait', until: gate.until }, times: count })
      const before = simulators.phrase.requests.length
      const answers = Array.from({ length: count }, get)
      while (simulators.phrase.requests.length < before + count) await new Promise(setImmediate)
      gate.open()
      await Promise.all(answers)
    }
    await together(3)
    const atATime = simulators.phrase.limits.usage().find((use) => use.windowMs === null)
    expect(atATime).toMatchObject({ limit: 4, total: 3, most: 3 })
    expect(simulators.violations).toEqual([])
    await together(5)
    expect(simulators.violations).toMatchObject([{ name: 'requests at a time per user' }])
  })

  it('counts the failed sign-ins that close a door to good ones', async () => {
    const token = simulators.issue('tolgee/pat')
    for (let count = 0; count < 5; count += 1) await current('tgpat_wrong')
    expect(simulators.violations).toEqual([])
    expect((await current(token.secret)).status).toBe(429)
    expect(simulators.violations).toMatchObject([{ name: 'failed authentications per address' }])
  })
})
