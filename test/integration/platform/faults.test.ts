import { describe, expect, test } from 'vitest'
import { makeSecret, NASTY_NAMES, SIMULATED_KINDS, type Fault } from '../../simulator'
import { hurried, openDesk } from './desk'
import { expectWellFormed, fieldsOf, setUp } from './setting'

const setting = setUp()

describe.each(SIMULATED_KINDS)('%s', (kind) => {
  test('is valid while it lives, and its secret is seen by its own host alone', async () => {
    const { token, found } = await setting.issueAndCheck(kind)
    expect(found.evidence).toMatchObject({ verdict: 'valid', reason: 'accepted' })
    expectWellFormed(found)
    for (const simulator of setting.simulators.all) {
      expect(simulator.saw(token.secret)).toBe(simulator.service === token.service)
    }
    expect(setting.simulators.trap.requests).toHaveLength(0)
    expect(setting.desk.log.lines.join('\n')).not.toContain(token.secret)
  })

  test('is rejected once it was revoked, on the platform’s own word', async () => {
    const { token } = await setting.issueAndCheck(kind)
    setting.simulators.all.find(({ service }) => service === token.service)?.revoke(token.secret)
    const found = await setting.desk.check(kind, token.secret, {
      fields: fieldsOf(token),
      since: 0,
      accepted: 'value',
    })
    expect(found.evidence.verdict).toBe('rejected')
    expect([400, 401]).toContain(found.evidence.status)
  })

  test('is rejected if it never was', async () => {
    // Phrase’s 400 is about the token only where such a request was accepted
    setting.simulators.phrase.state.exchangeRefusal = 401
    const { token } = await setting.issueAndCheck(kind)
    const found = await setting.desk.check(kind, makeSecret(kind), {
      fields: fieldsOf(token),
      since: 0,
    })
    expect(found.evidence.verdict).toBe('rejected')
  })

  const FAULTS: readonly (readonly [string, Fault, string])[] = [
    ['a login page', { type: 'html-body' }, 'unclear not-the-platform'],
    ['garbage', { type: 'garbage' }, 'unclear not-the-platform'],
    ['invalid UTF-8', { type: 'invalid-utf8' }, 'unclear not-the-platform'],
    ['JSON without a bottom', { type: 'deep-json' }, 'unclear not-the-platform'],
    ['JSON without an end', { type: 'huge-json', bytes: 4_000_000 }, 'unclear too-large'],
    ['a bomb', { type: 'gzip-bomb', bytes: 4_000_000 }, 'unclear too-large'],
    ['a redirect', { type: 'redirect', status: 307 }, 'unclear redirect'],
    ['a cut connection', { type: 'close-connection' }, 'unreachable refused'],
    ['half an answer', { type: 'close-connection', when: 'mid-body' }, 'unreachable refused'],
    ['a fault of the server', { type: 'status', status: 500, body: '{}' }, 'unclear server-error'],
    ['a gateway’s fault', { type: 'status', status: 503 }, 'unreachable server-error'],
    ['too many', { type: 'status', status: 429 }, 'rate-limited too-many-requests'],
  ]
  test.each(FAULTS)('%s says nothing against it', async (_, fault, expected) => {
    const token = setting.simulators.issue(kind)
    for (const simulator of setting.simulators.all) simulator.faults.add({ fault, times: 'all' })
    const found = await setting.desk.check(kind, token.secret, {
      fields: fieldsOf(token),
      since: 0,
    })
    expect(`${found.evidence.verdict} ${found.evidence.reason}`).toBe(expected)
    expectWellFormed(found)
    expect(setting.simulators.trap.requests).toHaveLength(0)
  })

  test('no answer at all says nothing against it', async () => {
    const token = setting.simulators.issue(kind)
    for (const simulator of setting.simulators.all) {
      simulator.faults.add({ fault: { type: 'never-answer' }, times: 'all' })
    }
    const desk = openDesk(setting.simulators.endpoints(), { clock: hurried, deadlineMs: 2000 })
    const found = await desk.check(kind, token.secret, { fields: fieldsOf(token), since: 0 })
    expect(found.evidence).toMatchObject({ verdict: 'unreachable', reason: 'timeout' })
    await desk.close()
  })

  test('a server that repeats the secret does not get it into the result or the log', async () => {
    const token = setting.simulators.issue(kind)
    for (const status of [200, 400, 401, 403, 404]) {
      for (const simulator of setting.simulators.all) {
        simulator.faults.clear()
        simulator.faults.add({ fault: { type: 'echo-secret', status }, times: 'all' })
      }
      const found = await setting.desk.check(kind, token.secret, {
        fields: fieldsOf(token),
        since: 0,
      })
      const told = JSON.stringify(found) + setting.desk.log.lines.join('\n')
      expect(told).not.toContain(token.secret)
      expect(told).not.toContain(encodeURIComponent(token.secret))
    }
  })

  test.each(Object.entries(NASTY_NAMES))('names like %s are contained', async (_, text) => {
    const token = setting.simulators.issue(kind)
    for (const simulator of setting.simulators.all) {
      simulator.faults.add({ fault: { type: 'names', text }, times: 'all' })
    }
    const found = await setting.desk.check(kind, token.secret, { fields: fieldsOf(token) })
    expect(found.evidence.verdict).toBe('valid')
    expectWellFormed(found)
    expect({}).not.toHaveProperty('polluted')
    // eslint-disable-next-line no-control-regex -- none may be left
    expect(JSON.stringify(found)).not.toMatch(/[\0-\x1f\u202a-\u202e\u2066-\u2069]/)
  })
})
