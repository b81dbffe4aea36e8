import { once } from 'node:events'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { systemClock } from '../../../electron/app/clock'
import { systemRandom } from '../../../electron/app/random'
import { Http } from '../../../electron/platform/http'
import { SecretText } from '../../../electron/service/secret'
import { makeSecret } from '../../simulator'
import { keptLog } from './desk'
import { selfSigned, type SelfSigned } from './self-signed'

const DAY = 86_400_000
const HOST = { name: 'localhost', address: '127.0.0.1' }
const before = process.env['NODE_TLS_REJECT_UNAUTHORIZED']

const ends: (() => unknown)[] = []
afterEach(async () => {
  if (before === undefined) delete process.env['NODE_TLS_REJECT_UNAUTHORIZED']
  else process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = before
  for (const end of ends.splice(0)) await end()
})

async function ask(pair: SelfSigned, authorities: readonly string[] = []) {
  const urls: string[] = []
  const server: Server = createServer(pair, (request, response) => {
    urls.push(request.url ?? '')
    response.end('{"fine":true}')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const http = new Http({
    version: '1.2.3',
    clock: systemClock,
    random: systemRandom,
    log: keptLog(),
    proxyFor: () => Promise.resolve(null),
    authorities,
  })
  ends.push(
    () => http.close(),
    () => {
      server.close()
      server.closeAllConnections()
    },
  )
  const rule = { concurrent: 1 }
  const client = http.bind({
    kind: 'tolgee/pat',
    bases: [`https://127.0.0.1:${port}`],
    secret: SecretText.fromText(makeSecret('tolgee/pat')),
    authorize: (value) => ({ header: 'x-api-key', value: value.text() }),
    limit: { perHost: rule, perToken: rule, rests: 'host' },
    signal: new AbortController().signal,
  })
  return { reply: await client.request({ method: 'GET', path: '/v2/pats/current' }), urls }
}

describe('a server’s certificate', () => {
  test('is accepted from an authority that is trusted', async () => {
    const pair = selfSigned(HOST)
    const { reply, urls } = await ask(pair, [pair.cert])
    expect(reply).toMatchObject({ ok: true, value: { json: { fine: true } } })
    expect(urls).toEqual(['/v2/pats/current'])
  })

  test.each([
    ['that nobody vouches for', selfSigned(HOST), false],
    ['of another name', selfSigned({ name: 'other.example' }), true],
    [
      'that has run out',
      selfSigned(HOST, { from: Date.now() - 9 * DAY, to: Date.now() - DAY }),
      true,
    ],
    ['of tomorrow', selfSigned(HOST, { from: Date.now() + DAY, to: Date.now() + 9 * DAY }), true],
  ])('%s ends the call before anything is sent', async (_, pair, trusted) => {
    const { reply, urls } = await ask(pair, trusted ? [pair.cert] : [])
    expect(reply).toMatchObject({ ok: false, error: { code: 'http.tls', params: { sent: 'no' } } })
    expect(urls).toEqual([])
  })

  test('is checked even where the environment says not to', async () => {
    process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0'
    const { reply, urls } = await ask(selfSigned(HOST))
    expect(reply).toMatchObject({ ok: false, error: { code: 'http.tls' } })
    expect(urls).toEqual([])
  })
})
