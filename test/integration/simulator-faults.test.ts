import { request as httpRequest } from 'node:http'
import { gunzipSync } from 'node:zlib'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import {
  createTestClock,
  fingerprint,
  makeSecret,
  NASTY_NAMES,
  SIMULATED_KINDS,
  startSimulators,
  type Fault,
  type IssuedToken,
  type Simulators,
} from '../simulator'
import { lokaliseReplies } from '../simulator/lokalise/replies'
import { phraseReplies } from '../simulator/phrase/replies'
import { ask, type Answer } from '../simulator/wire'

const clock = createTestClock()
let simulators: Simulators
beforeAll(async () => {
  simulators = await startSimulators({ now: clock.now })
})
afterEach(() => simulators.reset())
afterAll(() => simulators.close())

const tolgeePat = (): IssuedToken => simulators.issue('tolgee/pat', { account: 'Acme' })
const current = (token: IssuedToken, init: RequestInit = {}): Promise<Answer> =>
  ask(`${token.endpoint}/v2/pats/current`, { headers: { 'x-api-key': token.secret }, ...init })
const withFault = async (fault: Fault): Promise<Answer> => {
  const token = tolgeePat()
  simulators.tolgee.faults.add(fault)
  return current(token)
}

describe('faults: which requests they hit', () => {
  it('hits the next one, some, or all, until it is removed', async () => {
    const token = tolgeePat()
    const { faults } = simulators.tolgee
    const statuses = async (count: number): Promise<number[]> => {
      const all: number[] = []
      for (let index = 0; index < count; index += 1) all.push((await current(token)).status)
      return all
    }
    faults.add({ type: 'status', status: 500 })
    expect(await statuses(2)).toEqual([500, 200])
    faults.add({ fault: { type: 'status', status: 502 }, times: 2 })
    expect(await statuses(3)).toEqual([502, 502, 200])
    const handle = faults.add({ fault: { type: 'status', status: 503 }, times: 'all' })
    expect(await statuses(3)).toEqual([503, 503, 503])
    expect(handle.hits).toBe(3)
    handle.remove()
    expect(await statuses(1)).toEqual([200])
  })

  it('hits what it is meant for only', async () => {
    const token = simulators.issue('phrase/strings-token')
    const get = (path: string): Promise<Answer> =>
      ask(`${token.endpoint}${path}`, { headers: { authorization: `token ${token.secret}` } })
    simulators.phrase.faults.add({
      fault: { type: 'reply', reply: phraseReplies.unavailable() },
      times: 'all',
      match: { method: 'GET', path: /accounts/, origin: 'https://api.phrase.com' },
    })
    expect((await get('/v2/user')).status).toBe(200)
    expect((await get('/v2/accounts')).status).toBe(503)
  })

  it('keeps a request from having an effect, or only its answer from arriving', async () => {
    const token = simulators.issue('lokalise/api-token')
    const post = (name: string): Promise<Answer> =>
      ask(`${token.endpoint}/api2/projects`, {
        method: 'POST',
        headers: { 'x-api-token': token.secret },
        body: JSON.stringify({ name }),
      })
    const names = (): string[] =>
      [...simulators.lokalise.state.projects.values()].map((project) => project.name)
    const { faults } = simulators.lokalise
    faults.add({ fault: { type: 'close-connection' } })
    await expect(post('never made')).rejects.toThrow()
    expect(names()).not.toContain('never made')
    faults.add({ fault: { type: 'close-connection' }, afterAct: true })
    await expect(post('made')).rejects.toThrow()
    expect(names()).toContain('made')
    const reply = lokaliseReplies.serverError()
    faults.add({ fault: { type: 'reply', reply }, afterAct: true })
    expect((await post('made as well')).status).toBe(500)
    expect(names()).toContain('made as well')
  })
})

describe('faults: what a client meets', () => {
  it('a late answer', async () => {
    const started = performance.now()
    const answer = await withFault({ type: 'latency', ms: 80 })
    expect(answer.status).toBe(200)
    expect(performance.now() - started).toBeGreaterThanOrEqual(75)
  })

  it('no answer', async () => {
    const token = tolgeePat()
    simulators.tolgee.faults.add({ type: 'never-answer' })
    await expect(current(token, { signal: AbortSignal.timeout(150) })).rejects.toThrow(/timeout/)
    expect(simulators.tolgee.requests.at(-1)?.status).toBeNull()
  })

  it.each(['at-once', 'after-head', 'mid-body'] as const)('a cut connection: %s', async (when) => {
    await expect(withFault({ type: 'close-connection', when })).rejects.toThrow()
  })

  it('a login page', async () => {
    const answer = await withFault({ type: 'html-body' })
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      200,
      'text/html; charset=utf-8',
    ])
    expect(answer.text).toContain('<form>')
  })

  it('garbage and broken UTF-8 under the name of JSON', async () => {
    const token = tolgeePat()
    for (const type of ['garbage', 'invalid-utf8'] as const) {
      simulators.tolgee.faults.add({ type })
      const response = await fetch(`${token.endpoint}/v2/pats/current`)
      expect(response.headers.get('content-type')).toBe('application/json')
      const bytes = new Uint8Array(await response.arrayBuffer())
      expect(() => new TextDecoder('utf-8', { fatal: true }).decode(bytes)).toThrow()
    }
  })

  it('deep JSON', async () => {
    const answer = await withFault({ type: 'deep-json', depth: 5000 })
    expect(answer.text).toBe('['.repeat(5000) + ']'.repeat(5000))
  })

  it('huge JSON, piece by piece', async () => {
    const answer = await withFault({ type: 'huge-json', bytes: 3 * 1024 * 1024 })
    expect(answer.headers.get('content-length')).toBeNull()
    expect((answer.body as { name: string }).name).toHaveLength(3 * 1024 * 1024)
  })

  it('a bomb: little on the wire, much when unpacked', async () => {
    const token = tolgeePat()
    simulators.tolgee.faults.add({ type: 'gzip-bomb', bytes: 8 * 1024 * 1024 })
    const raw = await rawBytes(`${token.endpoint}/v2/pats/current`)
    expect(raw.length).toBeLessThan(20_000)
    expect(gunzipSync(raw).length).toBeGreaterThan(8 * 1024 * 1024)
  })

  it.each([301, 302, 303, 307, 308] as const)('a redirect, %i', async (status) => {
    const answer = await withFault({ type: 'redirect', status })
    expect(answer.status).toBe(status)
    expect(answer.headers.get('location')).toBe(`${simulators.trap.origin}/v2/pats/current`)
    expect(simulators.trap.requests).toEqual([])
  })

  it('a slow drip', async () => {
    const token = tolgeePat()
    simulators.tolgee.faults.add({ type: 'slow-drip', everyMs: 1, bytes: 40 })
    const response = await fetch(`${token.endpoint}/v2/pats/current`, {
      headers: { 'x-api-key': token.secret },
    })
    let pieces = 0
    let text = ''
    for await (const piece of response.body!) {
      pieces += 1
      text += Buffer.from(piece).toString('utf8')
    }
    expect(pieces).toBeGreaterThan(2)
    expect(JSON.parse(text)).toMatchObject({ id: Number(token.id) })
  })

  it('a wrong content type', async () => {
    const answer = await withFault({ type: 'content-type', value: 'text/plain' })
    expect(answer.headers.get('content-type')).toBe('text/plain')
    expect(answer.body).toMatchObject({ description: 'Developer token' })
  })

  it('an error that repeats the secret', async () => {
    const token = tolgeePat()
    simulators.tolgee.faults.add({ type: 'echo-secret', status: 403 })
    const answer = await current(token)
    expect(answer.status).toBe(403)
    expect((answer.body as { message: string }).message).toContain(token.secret)
    expect(answer.headers.get('x-echo')).toBe(token.secret)
  })

  it.each(Object.entries(NASTY_NAMES))('names of the worst sort: %s', async (_, text) => {
    const answer = await withFault({ type: 'names', text })
    const body = answer.body as { description: string; user: { name: string } }
    expect(body.description).toBe(text)
    expect(body.user.name).toBe(text)
    expect(Object.hasOwn(body, '__proto__')).toBe(text === '__proto__')
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
  })

  it('the answer for another account', async () => {
    const token = tolgeePat()
    simulators.tolgee.faults.add({ type: 'foreign-account' })
    const other = (await current(token)).body as { user: { id: number; name: string } }
    expect(other.user.name).toBe('Umbrella Language Services Developer')
    const own = (await current(token)).body as { user: { id: number } }
    expect(own.user.id).toBe(Number(token.account.id))
    expect(other.user.id).not.toBe(own.user.id)
  })
})

describe('what the simulators write down', () => {
  it('never a secret in clear, yet enough to find it', async () => {
    const tokens = SIMULATED_KINDS.map((kind) => simulators.issue(kind))
    for (const { endpoint, secret } of tokens) {
      const headers = { 'x-api-key': secret, authorization: `Bearer ${secret}`, 'x-other': secret }
      await ask(`${endpoint}/a/${encodeURIComponent(secret)}?ak=${secret}&q=${secret}`, { headers })
      const body = new URLSearchParams({ subject_token: secret })
      await ask(`${endpoint}/b`, { method: 'POST', body })
      await ask(`${endpoint}/c`, { method: 'POST', body: JSON.stringify({ deep: [secret] }) })
    }
    for (const simulator of simulators.all) {
      const written = JSON.stringify(simulator.requests, (_, value: unknown) =>
        value instanceof Set ? [...value] : value,
      )
      for (const { secret, service } of tokens) {
        expect(written).not.toContain(secret)
        expect(simulator.saw(secret)).toBe(service === simulator.service)
        expect(written.includes(fingerprint(secret))).toBe(service === simulator.service)
      }
    }
  })

  it('a secret in the URL, which does not belong there', async () => {
    const token = tolgeePat()
    await current(token)
    const print = fingerprint(token.secret)
    expect(simulators.tolgee.requests[0]!.fingerprints.has(print)).toBe(true)
    expect(simulators.tolgee.requests[0]!.urlFingerprints.has(print)).toBe(false)
    await ask(`${token.endpoint}/v2/pats/current?ak=${token.secret}`)
    expect(simulators.tolgee.requests[1]!.urlFingerprints.has(print)).toBe(true)
  })

  it('what a client carries to the other end of a redirect', async () => {
    const token = tolgeePat()
    simulators.tolgee.faults.add({ type: 'redirect', status: 307 })
    // A client that follows gives a custom header away, which is why ours must not follow.
    await current(token, { redirect: 'follow' })
    expect(simulators.trap.requests).toHaveLength(1)
    expect(simulators.trap.saw(token.secret)).toBe(true)
    expect(simulators.trap.saw(makeSecret('tolgee/pat'))).toBe(false)
  })

  it('method, path, status and time', async () => {
    const token = tolgeePat()
    await current(token)
    expect(simulators.tolgee.requests).toMatchObject([
      {
        method: 'GET',
        path: '/v2/pats/current',
        origin: 'https://app.tolgee.io',
        status: 200,
        time: clock.now(),
        headers: { 'x-api-key': `sha256:${fingerprint(token.secret)}` },
      },
    ])
  })

  it('what happened to tokens', () => {
    const token = tolgeePat()
    simulators.tolgee.setExpiry(token.secret, clock.now() + 5)
    simulators.tolgee.revoke(token.secret)
    expect(simulators.tolgee.ledger.map((entry) => entry.event)).toEqual([
      'issued',
      'expiry-changed',
      'revoked',
    ])
    expect(() => {
      simulators.tolgee.revoke(token.secret)
    }).toThrow(/No such live token/)
    expect(() => simulators.tolgee.issue('locize/pat')).toThrow(/another service/)
  })
})

describe('the set of simulators', () => {
  it('has an own loopback address for every real origin', () => {
    const endpoints = simulators.endpoints()
    for (const origin of [
      'https://rest.api.transifex.com',
      'https://api.phrase.com',
      'https://api.us.app.phrase.com',
      'https://eu.phrase.com',
      'https://us.phrase.com',
      'https://api.lokalise.com',
      'https://ota.lokalise.com',
      'https://app.tolgee.io',
      'https://api.lite.locize.app',
      'https://api.locize.app',
      'https://mcp.locize.app',
    ]) {
      expect(endpoints[origin]).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    }
    expect(new Set(Object.values(endpoints)).size).toBe(Object.keys(endpoints).length)
  })

  it('makes the same tokens again with the same seed', async () => {
    const take = async (): Promise<string[]> => {
      const seeded = await startSimulators({ seed: 'again', now: clock.now })
      const secrets = SIMULATED_KINDS.map((kind) => seeded.issue(kind).secret)
      await seeded.close()
      return secrets
    }
    expect(await take()).toEqual(await take())
  })

  it('forgets everything when it is reset, on the same ports', async () => {
    const token = tolgeePat()
    simulators.reset()
    expect((await current(token)).status).toBe(401)
    expect(simulators.tolgee.requests).toHaveLength(1)
    expect(simulators.tolgee.ledger).toEqual([])
  })

  it('closes also while a client waits', async () => {
    const own = await startSimulators()
    const token = own.issue('tolgee/pat')
    own.tolgee.faults.add({ type: 'latency', ms: 60_000 })
    const waiting = current(token)
    const outcome = expect(waiting).rejects.toThrow()
    while (own.tolgee.requests.length === 0) await new Promise(setImmediate)
    await own.close()
    await outcome
  })
})

function rawBytes(url: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    httpRequest(url, (response) => {
      const pieces: Buffer[] = []
      response.on('data', (piece: Buffer) => pieces.push(piece))
      response.on('end', () => {
        resolve(Buffer.concat(pieces))
      })
    })
      .on('error', reject)
      .end()
  })
}
