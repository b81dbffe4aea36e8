import { describe, expect, it } from 'vitest'
import { fitting, headOf, isOpenFilter, textOf } from '../../../electron/service/audit-text'
import type { AuditFilter, AuditLine } from '../../../shared/model/audit'
import { AUDIT_ACTS, AUDIT_GROUP_NAMES, groupOf } from '../../../shared/model/audit-list'
import { AT, entry, OPEN_FILTER } from '../../helper/audit'
import { newId } from '../../helper/vault'

const line = (change: Partial<AuditLine> = {}): AuditLine => ({ ...entry(), seq: 1, ...change })

describe('a line of a table', () => {
  it('has a head, quotes every field, and ends as RFC 4180 says', () => {
    expect(headOf('csv')).toBe(
      '"line","time","actor","act","outcome","code","token","kind","label","details"\r\n',
    )
    const row = line({ label: 'A "b", c\nd', code: 'valid', detail: { stage: 'create', count: 3 } })
    expect(textOf('csv', row)).toBe(
      `"1","${new Date(AT).toISOString()}","user","token.check","done","valid","","tolgee/pak",` +
        '"A ""b"", c\nd","stage: create; count: 3"\r\n',
    )
  })

  it.each([
    ...['=1+1', '+1', '-1', '@SUM(A1)', ' =1', '|x', '%x', '\tx', '\rx', '\nx'],
    ...['＝1+1', '＋1', '－1', '＠SUM(A1)', '\u3000＝1'],
  ])('makes %j harmless', (label) => {
    expect(textOf('csv', line({ label }))).toContain(`,"'${label}",`)
  })

  it.each([
    ["a;=cmd|' /C calc'!A0", "a;'=cmd|' /C calc'!A0"],
    ['a; =1', "a;' =1"],
    ['a\t+1', "a\t'+1"],
    ['a\r\n-1', "a\r'\n'-1"],
    ['a;＝1;b', "a;'＝1;b"],
    ['a;"=1', `a;'""=1`],
    ['\t=1', "'\t'=1"],
  ])('makes %j harmless where a cell may begin inside of it', (label, cell) => {
    expect(textOf('csv', line({ label }))).toContain(`,"${cell}",`)
  })

  it('leaves a plain text alone, and the same text to JSON', () => {
    expect(textOf('csv', line({ label: 'a=1' }))).toContain(',"a=1",')
    const json = JSON.parse(textOf('jsonl', line({ label: '=1', detail: { count: 2 } }))) as object
    expect(json).toEqual({
      line: 1,
      time: new Date(AT).toISOString(),
      actor: 'user',
      act: 'token.check',
      outcome: 'done',
      code: null,
      token: null,
      kind: 'tolgee/pak',
      label: '=1',
      details: { count: 2 },
    })
    expect(textOf('jsonl', line({ label: 'a\nb' })).trimEnd()).not.toContain('\n')
  })

  it('tells of a line that does not prove itself', () => {
    expect(textOf('csv', { seq: 4, broken: 'missing' })).toBe(
      '"4","","","","broken","missing","","","",""\r\n',
    )
    expect(textOf('jsonl', { seq: 4, broken: 'altered' })).toBe('{"line":4,"broken":"altered"}\n')
  })
})

describe('the filter', () => {
  const token = newId()
  const row = line({
    token,
    label: 'Überschrift',
    act: 'rotation.tested',
    outcome: 'unknown',
    actor: 'engine',
    code: 'unreachable',
    detail: { hint: 'tgpak_••••abcd' },
  })
  const fits = (change: Partial<AuditFilter>) => fitting({ ...OPEN_FILTER, ...change })(row)

  it.each<[Partial<AuditFilter>, Partial<AuditFilter>]>([
    [{ token }, { token: newId() }],
    [{ groups: ['checks', 'rotation'] }, { groups: ['checks'] }],
    [{ outcomes: ['unknown'] }, { outcomes: ['done', 'failed'] }],
    [{ actors: ['engine'] }, { actors: ['user'] }],
    [{ from: AT }, { from: AT + 1 }],
    [{ to: AT + 1 }, { to: AT }],
    [{ text: 'überSCHRIFT abcd' }, { text: 'Überschrift other' }],
    [{ text: 'unreach' }, { text: 'valid' }],
    [{ text: 'tolgee tested' }, { text: 'phrase' }],
  ])('takes %j and not %j', (taken, other) => {
    expect(fits(taken)).toBe(true)
    expect(fits(other)).toBe(false)
  })

  it('takes a broken line only while it is open', () => {
    expect(isOpenFilter({ ...OPEN_FILTER, text: ' ' })).toBe(true)
    expect(fitting(OPEN_FILTER)({ seq: 1, broken: 'missing' })).toBe(true)
    expect(fitting({ ...OPEN_FILTER, token })({ seq: 1, broken: 'missing' })).toBe(false)
  })

  it('has a group for every act', () => {
    expect(new Set(AUDIT_ACTS.map(groupOf))).toEqual(new Set(AUDIT_GROUP_NAMES))
    expect(groupOf('token.copy')).toBe('secrets')
    expect(groupOf('token.check')).toBe('checks')
    expect(groupOf('token.add')).toBe('tokens')
  })
})
