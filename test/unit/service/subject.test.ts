import { describe, expect, it } from 'vitest'
import {
  createdOn,
  dayOf,
  fieldsForNew,
  parseFields,
  parseServer,
  parseSubject,
} from '../../../electron/service/subject'
import type { FieldSpec } from '../../../shared/model/service'
import { manualClock } from '../../helper/manual-clock'
import { ScriptedPlatforms } from '../../helper/scripted-platforms'
import { codeOf, value } from '../../helper/vault'

const platforms = new ScriptedPlatforms(manualClock())
const tolgee = platforms.kind('tolgee/pak')!
const phrase = platforms.kind('phrase/platform-token')!
const lokalise = platforms.kind('lokalise/api-token')!

const specs: FieldSpec[] = [
  { key: 'projectId', type: 'text', options: [], requiredFor: 'check', pattern: '^[a-z0-9]+$' },
  { key: 'role', type: 'select', options: ['admin', 'user'], requiredFor: 'none', pattern: null },
  { key: 'scopes', type: 'multi', options: ['read', 'write'], requiredFor: 'none', pattern: null },
  { key: 'createdOn', type: 'date', options: [], requiredFor: 'none', pattern: null },
]
const kind = { ...tolgee, fields: specs }

describe('parseServer', () => {
  it('takes what the kind declares', () => {
    expect(value(parseServer(platforms, tolgee, { id: 'cloud', baseUrl: null })).id).toBe('cloud')
  })

  it.each([
    ['https://tolgee.example.test/', 'https://tolgee.example.test'],
    ['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
  ])('takes %s as a server of its own', (baseUrl, kept) => {
    const server = value(parseServer(platforms, tolgee, { id: 'custom', baseUrl }))
    expect(server).toEqual({ id: 'custom', baseUrl: kept })
  })

  it.each([
    'https://app.tolgee.io',
    'https://app.tolgee.io/',
    'HTTPS://APP.Tolgee.IO:443//',
    ' https://app.tolgee.io ',
  ])('takes %s for the server that has this address', (baseUrl) => {
    const server = value(parseServer(platforms, tolgee, { id: 'custom', baseUrl }))
    expect(server).toEqual({ id: 'cloud', baseUrl: null })
  })

  it('takes an address that two names share for the narrower', () => {
    const strings = platforms.kind('phrase/strings-token')!
    const baseUrl = 'https://api.phrase.com/v2'
    const server = value(parseServer(platforms, strings, { id: 'custom', baseUrl }))
    expect(server).toEqual({ id: 'eu', baseUrl: null })
  })

  it.each([
    ['http://tolgee.example.test', 'server.insecure'],
    ['https://me:pass@tolgee.example.test', 'server.userinfo'],
    ['file:///etc/passwd', 'server.scheme'],
    ['javascript:alert(1)', 'server.scheme'],
    ['', 'server.not-a-url'],
    ['https://x.test/?ak=1', 'server.query'],
  ])('refuses %s', (baseUrl, code) => {
    expect(codeOf(parseServer(platforms, tolgee, { id: 'custom', baseUrl }))).toBe(code)
  })

  it('refuses a server that the kind does not have', () => {
    const refuse = (of: typeof tolgee, id: string, baseUrl: string | null) =>
      codeOf(parseServer(platforms, of, { id, baseUrl }))
    expect(refuse(phrase, 'custom', 'https://x.test')).toBe('server.not-allowed')
    expect(refuse(tolgee, 'eu', null)).toBe('server.not-allowed')
    expect(refuse(tolgee, 'constructor', null)).toBe('server.not-allowed')
    // a known id must not smuggle in an address
    expect(refuse(tolgee, 'cloud', 'https://x.test')).toBe('server.not-allowed')
  })

  it('refuses a kind that nobody has', () => {
    const input = {
      kind: 'nobody/none',
      server: { id: 'cloud', baseUrl: null },
      fields: {},
    } as const
    expect(codeOf(parseSubject(platforms, input))).toBe('capability.unsupported')
  })
})

describe('parseFields', () => {
  it('keeps values that fit, trimmed and in the declared order', () => {
    const input = { projectId: ' abc1 ', role: 'user', scopes: ['write', 'read'], createdOn: '' }
    expect(value(parseFields(kind, input))).toEqual({
      projectId: 'abc1',
      role: 'user',
      scopes: ['read', 'write'],
    })
  })

  it.each([
    ['projectId', 'A B'],
    ['projectId', ['abc']],
    ['role', 'root'],
    ['scopes', 'read'],
    ['scopes', ['read', 'all']],
    ['createdOn', '2026-02-30'],
    ['createdOn', 'yesterday'],
    ['unknown', 'x'],
    ['constructor', 'x'],
  ])('refuses %s: %j and names the field', (field, input) => {
    const result = parseFields(kind, { [field]: input })
    expect(result).toMatchObject({ ok: false, error: { code: 'field.invalid', params: { field } } })
  })
})

describe('days', () => {
  it('reads a day of the calendar as midnight UTC', () => {
    expect(dayOf('2024-02-29')).toBe(Date.UTC(2024, 1, 29))
    for (const text of ['2023-02-29', '2024-13-01', '24-01-01', '2024-1-1', '']) {
      expect(dayOf(text)).toBeNull()
    }
    expect(createdOn({ createdOn: '2026-01-02' })).toBe(Date.UTC(2026, 0, 2))
    expect(createdOn({})).toBeNull()
    expect(createdOn({ createdOn: ['2026-01-02'] })).toBeNull()
  })

  it('dates a new value today, and keeps what is no date', () => {
    const now = Date.UTC(2026, 10, 22, 23, 59)
    const fields = fieldsForNew(kind, { projectId: 'abc', createdOn: '2020-01-01' }, now)
    expect(fields).toEqual({ projectId: 'abc', createdOn: '2026-11-22' })
    expect(fieldsForNew(lokalise, {}, now)).toEqual({})
  })
})
