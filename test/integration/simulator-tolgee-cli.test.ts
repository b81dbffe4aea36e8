import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { stripVTControlCharacters } from 'node:util'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { makeSecret, startSimulators, type Simulators } from '../simulator'
import { SUPER_MS } from '../simulator/tolgee/state'
import { askJson } from '../simulator/wire'

const CLI = fileURLToPath(new URL('../../node_modules/@tolgee/cli/dist/cli.js', import.meta.url))
const TIMEOUT = 60_000

let simulators: Simulators
let home: string
beforeAll(async () => {
  simulators = await startSimulators()
})
beforeEach(() => {
  simulators.reset()
  home = mkdtempSync(join(tmpdir(), 'tolgee-cli-'))
})
afterEach(() => rmSync(home, { recursive: true, force: true }))
afterAll(() => simulators.close())

type Outcome = { readonly code: number; readonly output: string }

function tolgee(...args: string[]): Promise<Outcome> {
  const url = simulators.tolgee.origins['https://app.tolgee.io']!
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: home,
    XDG_CONFIG_HOME: home,
    TOLGEE_CLI_CONFIG_PATH: home,
  }
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [CLI, '-au', url, ...args],
      { env, cwd: home, timeout: TIMEOUT },
      (error, stdout, stderr) => {
        const code = typeof error?.code === 'number' ? error.code : error === null ? 0 : 1
        resolve({ code, output: stripVTControlCharacters(`${stdout}${stderr}`) })
      },
    )
  })
}

describe('Tolgee: its own command line tool', { timeout: TIMEOUT }, () => {
  it('signs in with a personal access token and lists it', async () => {
    const expiresAt = Date.now() + 86_400_000
    const token = simulators.tolgee.issue('tolgee/pat', { account: 'Acme', expiresAt })
    const login = await tolgee('login', token.secret)
    expect(login).toEqual({ code: 0, output: expect.stringContaining('Acme Developer') as unknown })
    const file = join(home, 'authentication.json')
    const stored = JSON.parse(readFileSync(file, 'utf8')) as unknown
    expect(stored).toEqual({ '127.0.0.1': { user: { token: token.secret, expires: expiresAt } } })
    expect(statSync(file).mode & 0o777).toBe(0o600)
    const list = await tolgee('login', '--list')
    expect(list.output).toMatch(/PAT\s+<all projects>\s+expires/)
  })

  it('signs in with a project key and lists its project', async () => {
    const token = simulators.tolgee.issue('tolgee/pak', { project: 875 })
    const login = await tolgee('login', token.secret)
    expect(login.code).toBe(0)
    expect(login.output).toContain('for project 875 (Project 875)')
    const list = await tolgee('login', '--list')
    expect(list.output).toMatch(/PAK\s+#875 Project 875\s+never expires/)
  })

  it('signs in with a key that was made over the API', async () => {
    const { state, origins } = simulators.tolgee
    const user = state.user('Acme')
    const project = state.project(user, 875, 'https://app.tolgee.io')
    const jwt = state.grant(user, 'https://app.tolgee.io', SUPER_MS)
    const made = await askJson(`${origins['https://app.tolgee.io']!}/v2/api-keys`, 'POST', {
      headers: { authorization: `Bearer ${jwt}` },
      body: { projectId: project.id, scopes: ['translations.view'] },
    })
    const login = await tolgee('login', (made.body as { key: string }).key)
    expect(login.code).toBe(0)
    expect(login.output).toContain('for project 875 (Project 875)')
  })

  it('is told that a token is not known', async () => {
    for (const kind of ['tolgee/pat', 'tolgee/pak'] as const) {
      const login = await tolgee('login', makeSecret(kind))
      expect(login.code).toBe(1)
      expect(login.output).toContain('the API key you provided is invalid')
    }
  })

  it('pulls an empty project and lists its branches', async () => {
    const token = simulators.tolgee.issue('tolgee/pak', { project: 875 })
    const pull = await tolgee('-ak', token.secret, 'pull', '--path', join(home, 'out'))
    expect(pull.output).toContain('Done!')
    expect(pull.code).toBe(0)
    expect(readdirSync(join(home, 'out'))).toEqual([])
    const branches = await tolgee('-ak', token.secret, 'branch')
    expect(branches.output).toContain('No branches found.')
    expect(branches.code).toBe(0)
  })

  it('is told which scope is missing', async () => {
    const token = simulators.tolgee.issue('tolgee/pak', {
      project: 875,
      scopes: ['translations.view'],
    })
    const tag = await tolgee('-ak', token.secret, 'tag', '--filter-tag', 'old', '--tag', 'new')
    expect(tag.code).toBe(1)
    expect(tag.output).toContain('code: operation_not_permitted, missing scope: keys.edit')
  })

  it('is held to the project of its key', async () => {
    const token = simulators.tolgee.issue('tolgee/pat', { project: 12 })
    const own = await tolgee('-ak', token.secret, '-p', '12', 'branch')
    expect(own.code).toBe(0)
    const unknown = await tolgee('-ak', token.secret, '-p', '99', 'branch')
    expect(unknown.code).toBe(1)
    expect(unknown.output).toContain('project_not_found')
  })
})
