import { describe, expect, it } from 'vitest'
import type { Facts } from '../../helper/app/hardening/facts'
import { ELECTRON_LIST } from '../../helper/app/hardening/list'

const judge = (number: number, facts: unknown) =>
  new Map(ELECTRON_LIST).get(number)?.judge(facts as Facts)

/** What no launch shows: the rest is tried in test/e2e/hardening-undone.spec.ts. */
describe('lines of Electron’s list', () => {
  it('miss an Electron that gets no security fixes', () => {
    expect(judge(16, { code: { electron: '43.0.0' } })?.ok).toBe(true)
    expect(judge(16, { code: { electron: '42.9.9' } })).toEqual({
      ok: false,
      seen: '42.9.9 is older than 43',
    })
  })

  it('miss a rule that lets a link out, and one that was not found', () => {
    const links = { 'https://app.tolgee.io/account/apiKeys': true, 'file:///etc/passwd': true }
    const seen = judge(15, { code: { openers: { all: 0, guarded: 0 }, links } })?.seen
    expect(seen).toContain('it was not found')
    expect(seen).toContain('too many: file:///etc/passwd')
  })

  it('take no silence for a good answer', () => {
    const nothing = { page: { permissions: {} }, main: { preferences: [] } }
    expect(judge(5, nothing)).toEqual({ ok: false, seen: 'nothing was tried' })
    expect(judge(4, nothing)).toEqual({ ok: false, seen: 'there is no page' })
  })
})
