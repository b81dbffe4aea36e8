import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { contract } from '../../../shared/contract'
import { innerOf, jsonText } from '../../../shared/contract/call'
import { events } from '../../../shared/contract/event'
import { CALL_NAMES, EVENT_NAMES } from '../../../shared/contract/names'
import { appError, ERROR_CODES } from '../../../shared/error'
import { kindId, serverRef } from '../../../shared/model/service'
import { DEFAULT_SETTINGS, settings } from '../../../shared/model/settings'
import { tokenId } from '../../../shared/model/token'

describe('the contract', () => {
  it('names every call and event once, in both places', () => {
    expect([...CALL_NAMES].sort()).toEqual(Object.keys(contract).sort())
    expect(new Set(CALL_NAMES).size).toBe(CALL_NAMES.length)
    expect([...EVENT_NAMES].sort()).toEqual(Object.keys(events).sort())
  })

  it('lets nothing through without an open vault but what is needed to open it', () => {
    const free = CALL_NAMES.filter((name) => contract[name].needs === 'nothing')
    expect(free.sort()).toEqual([
      'app.companion',
      'app.desktop',
      'app.info',
      'app.openSource',
      'app.reload',
      'app.reportFault',
      'app.showDataFolder',
      'backup.drop',
      'backup.list',
      'backup.look',
      'backup.restore',
      'platform.list',
      'platform.openPage',
      'vault.create',
      'vault.lock',
      'vault.retry',
      'vault.setAside',
      'vault.status',
      'vault.unlock',
    ])
  })

  it('remembers what a JSON text holds', () => {
    const inner = z.array(z.string())
    expect(innerOf(jsonText(inner))).toBe(inner)
    expect(innerOf(z.string())).toBeUndefined()
  })
})

describe('the model', () => {
  it.each(['tolgee/pak', 'a1/b2', 'my-own/kind-2'])('takes %s as a kind', (kind) => {
    expect(kindId.safeParse(kind).success).toBe(true)
  })

  it.each([
    '',
    'tolgee',
    'tolgee/',
    '/pak',
    'a/b/c',
    'Tolgee/pak',
    '../etc/x',
    'a\n/b',
    'x/__proto__',
  ])('takes %j as no kind', (kind) => {
    expect(kindId.safeParse(kind).success).toBe(false)
  })

  it('takes ids of 128 bits only', () => {
    expect(tokenId.safeParse('A'.repeat(22)).success).toBe(true)
    for (const id of ['A'.repeat(21), 'A'.repeat(23), `${'A'.repeat(21)}/`, '__proto__']) {
      expect(tokenId.safeParse(id).success).toBe(false)
    }
  })

  it('takes no server with more than it asks for', () => {
    expect(serverRef.safeParse({ id: 'eu', baseUrl: null, secret: 'x' }).success).toBe(false)
  })

  it('has defaults that fit', () => {
    expect(settings.parse(DEFAULT_SETTINGS)).toEqual(DEFAULT_SETTINGS)
  })

  it('takes whether a failure may pass from the table', () => {
    expect(appError('vault.busy')).toEqual({ code: 'vault.busy', params: {}, retryable: true })
    expect(appError('secret.empty').retryable).toBe(false)
    expect(Object.keys(ERROR_CODES)).toContain('internal')
  })
})
