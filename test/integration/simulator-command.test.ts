import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { SIMULATED_KINDS, type IssuedToken } from '../simulator'
import { ask } from '../simulator/wire'

const root = fileURLToPath(new URL('../../', import.meta.url))
const tsx = createRequire(import.meta.url).resolve('tsx')

it('serves until it is told to stop', { timeout: 60_000 }, async () => {
  const child = spawn(process.execPath, ['--import', tsx, 'scripts/simulators.ts'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'exit')
  try {
    const { origins, tokens, signIns } = await printed(child.stdout)
    expect(tokens.map((token) => token.kind)).toEqual(SIMULATED_KINDS)
    const pat = tokens.find((token) => token.kind === 'tolgee/pat')!
    expect(pat.endpoint).toBe(origins['https://app.tolgee.io'])
    const headers = { 'x-api-key': pat.secret }
    expect((await ask(`${pat.endpoint}/v2/pats/current`, { headers })).status).toBe(200)
    expect(signIns.map(({ service, codes }) => [service, codes.length])).toEqual([
      ['tolgee', 0],
      ['phrase', 0],
      ['tolgee', 8],
      ['phrase', 8],
    ])
    for (const { username, password, codes } of signIns.filter(isTolgee)) {
      const body = JSON.stringify({ username, password, otp: codes[0] })
      const init = { method: 'POST', body }
      expect((await ask(`${pat.endpoint}/api/public/generatetoken`, init)).status).toBe(200)
    }
  } finally {
    child.kill('SIGTERM')
  }
  expect(await ended).toEqual([0, null])
})

type PrintedSignIn = { service: string; username: string; password: string; codes: string[] }
type Printed = {
  origins: Record<string, string>
  tokens: IssuedToken[]
  signIns: PrintedSignIn[]
}

function isTolgee({ service }: PrintedSignIn): boolean {
  return service === 'tolgee'
}

/** Reads until what has come is a whole JSON text. */
async function printed(stream: AsyncIterable<Buffer>): Promise<Printed> {
  let text = ''
  for await (const piece of stream) {
    text += piece.toString('utf8')
    try {
      return JSON.parse(text) as Printed
    } catch {
      continue
    }
  }
  throw new Error(`The command ended after ${text.length} characters`)
}
