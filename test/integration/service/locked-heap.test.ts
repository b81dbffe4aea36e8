import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { scanTexts } from '../../helper/canary'
import { startChild, type Child } from '../../helper/child'
import { makeSecret, startSimulators, type IssuedToken, type Simulators } from '../../simulator'
import type { HeapTask, HeapToken } from './locked-heap.child'

const DAY = 86_400_000

let folder: string
let simulators: Simulators
let child: Child

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'keyglot-heap-'))
  simulators = await startSimulators({ limits: false })
})
afterEach(async () => {
  child.kill()
  await child.ended
  await simulators.close()
  rmSync(folder, { recursive: true })
})

function tokens(): HeapToken[] {
  const soon = { expiresAt: Date.now() + 30 * DAY, createdAt: Date.now() }
  const shared = { account: 'Acme', project: 'App', activeAt: 0 }
  const pat = simulators.issue('tolgee/pat', { ...soon, account: 'Rotating' })
  const { username, password } = simulators.tolgee.signIn(pat.account.name)
  simulators.issue('lokalise/sdk-token', shared)
  return [
    taken(simulators.issue('transifex/api-token'), { also: ['wrap'] }),
    taken(simulators.issue('lokalise/api-token', { account: 'Acme' }), { also: ['wrap'] }),
    taken(simulators.issue('lokalise/sdk-token', shared), { also: ['list'] }),
    taken(simulators.issue('phrase/platform-token'), { also: ['exchange'] }),
    taken(simulators.issue('tolgee/pak'), { also: ['wrap'] }),
    taken(simulators.issue('locize/api-key'), {}),
    taken(pat, {
      also: ['rotate'],
      signIn: { username, password },
    }),
  ]
}

function taken(
  { kind, secret, origin, server, project, label }: IssuedToken,
  { also = [], signIn = null }: Partial<Pick<HeapToken, 'also' | 'signIn'>>,
): HeapToken {
  const bound = kind === 'lokalise/sdk-token' || kind === 'locize/api-key'
  return {
    ...{ kind, secret, origin, server, also, signIn },
    fields: bound && project ? { projectId: project.id } : {},
    label: label === '' ? kind : label,
  }
}

async function tell(command: string): Promise<void> {
  child.say(command)
  expect(await child.line()).toBe('done')
}

describe('the memory of a locked vault', () => {
  it('holds none of the secrets that went through it', { timeout: 120_000 }, async () => {
    const task: HeapTask = { tokens: tokens(), abandoned: makeSecret('tolgee/pat') }
    const work = join(folder, 'task.json')
    writeFileSync(work, JSON.stringify(task))
    child = startChild('integration/service/locked-heap.child.ts', [
      work,
      JSON.stringify(simulators.endpoints()),
    ])
    await tell('open')
    await tell('use')
    const canaries = [
      ...task.tokens.map(({ secret }) => secret),
      ...task.tokens.flatMap(({ signIn }) => (signIn ? [signIn.password] : [])),
      ...simulators.live().map(({ secret }) => secret),
      ...simulators.madeByApi().map(({ secret }) => secret),
      task.abandoned,
    ]
    const heap = async () => {
      await tell('snapshot')
      return scanTexts({ heap: readFileSync(`${work}.heapsnapshot`) }, [...new Set(canaries)])
    }
    expect(simulators.madeByApi().length).toBeGreaterThan(0)
    // what was copied last is on the clipboard, which is in this memory here: one does look
    expect((await heap()).length).toBeGreaterThan(0)
    await tell('lock')
    expect(await heap()).toEqual([])
    await tell('end')
  })
})
