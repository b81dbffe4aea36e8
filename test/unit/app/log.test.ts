import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { clean, FileLog } from '../../../electron/app/log'

describe('the log', () => {
  let folder = ''
  beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'keyglot-log-'))))
  afterEach(() => rmSync(folder, { recursive: true }))
  const written = (): string => readFileSync(join(folder, 'keyglot.log'), 'utf8')

  it('keeps early lines until it is open, in order', async () => {
    const log = new FileLog()
    log.info('first')
    log.warn('second', { code: 'vault.busy', count: 3 })
    await log.open(folder)
    log.info('third')
    const lines = written().trimEnd().split('\n')
    expect(lines.map((line) => line.split(' ').slice(1).join(' '))).toEqual([
      'info first',
      'warn second code=vault.busy count=3',
      'info third',
    ])
  })

  it('writes where an exception came from, and not what it said', async () => {
    const log = new FileLog()
    await log.open(folder)
    const id = log.fault('unexpected', new TypeError('Headers.append: "hush\nhush" is invalid'))
    expect(written()).toContain(`id=${id}`)
    expect(written()).toContain('TypeError at ')
    expect(written()).not.toContain('hush')
  })

  it('takes out whatever looks like a secret, and cuts what is long', async () => {
    const secret = 'x'.repeat(8) + '1'.repeat(32)
    expect(clean(`value ${secret}!`)).toBe('value […]!')
    expect(clean('a b '.repeat(1000)).length).toBe(300)
    const log = new FileLog()
    await log.open(folder)
    log.info('odd', { data: secret })
    expect(written()).not.toContain('1111')
  })
})
