import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeSecret, startSimulators, type Simulators } from '../../simulator'
import { openDesk, type Desk } from './desk'
import { bySignIn, byToken, found, opened, subjectOf, value } from './managing'

/** On the machine's own clock, because the platforms' limits are kept by theirs. */
let simulators: Simulators
let desk: Desk
beforeAll(async () => {
  simulators = await startSimulators({ seed: 'pace', limits: true })
  desk = openDesk(simulators.endpoints())
})
afterAll(async () => {
  await desk.close()
  await simulators.close()
})

const statuses = (requests: readonly { readonly status: number | null }[]): unknown[] => [
  ...new Set(requests.map(({ status }) => status)),
]

describe('many checks at once run into no limit', () => {
  test('of Lokalise: six a second by address, and one at a time by token', async () => {
    const tokens = Array.from({ length: 6 }, () => simulators.issue('lokalise/api-token'))
    const again = [...tokens, ...tokens.slice(0, 2)]
    const found = await Promise.all(again.map(({ kind, secret }) => desk.check(kind, secret)))
    expect(found.map(({ evidence }) => evidence.verdict)).toEqual(Array(8).fill('valid'))
    expect(statuses(simulators.lokalise.requests)).toEqual([200])
    expect(simulators.lokalise.requests).toHaveLength(24)
  })

  test('of Tolgee: five failed attempts a second by address', async () => {
    const dead = Array.from({ length: 14 }, () => makeSecret('tolgee/pat'))
    const found = await Promise.all(dead.map((secret) => desk.check('tolgee/pat', secret)))
    expect(found.map(({ evidence }) => evidence.verdict)).toEqual(Array(14).fill('rejected'))
    expect(statuses(simulators.tolgee.requests)).toEqual([401])
    const times = simulators.tolgee.requests.map(({ time }) => time)
    // two a second, with some grace for what a clock and a socket make of it
    for (const [at, time] of times.entries()) {
      if (at >= 2) expect(time - times[at - 2]!).toBeGreaterThan(800)
    }
  })

  test('of Phrase Strings: four at a time by user', async () => {
    const token = simulators.issue('phrase/strings-token')
    const checks = Array.from({ length: 10 }, () => desk.check(token.kind, token.secret))
    const found = await Promise.all(checks)
    expect(found.map(({ evidence }) => evidence.verdict)).toEqual(Array(10).fill('valid'))
  })
})

describe('managing several tokens at once runs into no limit', () => {
  test('of Tolgee', async () => {
    const before = simulators.violations.length
    const signIn = simulators.tolgee.signIn()
    const work = [1, 2].map(async () => {
      const pat = subjectOf(simulators.issue('tolgee/pat'))
      const session = await opened(desk, pat, bySignIn(signIn))
      const old = await found(session, pat)
      value(await session.create(pat, { name: 'New', expiresAt: null, like: old }))
      return value(await session.revoke(pat, old.id))
    })
    expect(await Promise.all(work)).toEqual(['revoked', 'revoked'])
    expect(simulators.violations).toHaveLength(before)
  })

  test('of Lokalise', async () => {
    const before = simulators.violations.length
    const manager = simulators.issue('lokalise/api-token')
    const work = [1, 2, 3, 4].map(async () => {
      const subject = subjectOf(simulators.issue('lokalise/sdk-token'))
      const session = await opened(desk, subject, byToken(manager))
      const old = await found(session, subject)
      value(await session.create(subject, { name: '', expiresAt: null, like: old }))
      return value(await session.revoke(subject, old.id))
    })
    expect(await Promise.all(work)).toEqual(Array(4).fill('revoked'))
    expect(simulators.violations).toHaveLength(before)
  })
})
