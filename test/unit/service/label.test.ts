import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cleanLabel, cleanNote, cut, plainLine, uniqueLabel } from '../../../electron/service/label'
import { LABEL_MAX } from '../../../shared/model/limit'
import { codeOf, value } from '../../helper/vault'
import { anyText } from '../../helper/any-text'

describe('cleanLabel', () => {
  it.each([
    ['  API token 1  ', 'API token 1'],
    ['two\n\tlines', 'two lines'],
    ['a \u00a0\u2003 b', 'a b'],
    ['\u202egnp.exe\u202c', 'gnp.exe'],
    ['\u200fשלום\u200f', 'שלום'],
    ['zero\u200bwidth\ufeff', 'zerowidth'],
    ['NUL\0bell\u0007', 'NULbell'],
    ['<b>bold</b> & "co"', '<b>bold</b> & "co"'],
    ['__proto__', '__proto__'],
    ['family 👨‍👩‍👧', 'family 👨‍👩‍👧'],
    ['می‌خواهم', 'می‌خواهم'],
    ['e\u0301', 'é'],
    ['half \ud83d pair', 'half pair'],
    // what goes stood between two marks, or a letter and its mark
    ['x\u0301\0\u0316', 'x\u0316\u0301'],
    ['e\0\u0301', '\u00e9'],
    ['e\u200b\u0301', '\u00e9'],
  ])('makes of %j: %j', (text, label) => {
    expect(value(cleanLabel(text))).toBe(label)
  })

  it.each(['', '  \n ', '\u200b\u202e', '\u200d', '\0'])('refuses %j', (text) => {
    expect(codeOf(cleanLabel(text))).toBe('label.empty')
  })

  it('refuses what is too long after cleaning, not before', () => {
    expect(codeOf(cleanLabel('x'.repeat(LABEL_MAX + 1)))).toBe('label.too-long')
    expect(value(cleanLabel(`${' '.repeat(500)}x`))).toBe('x')
  })

  it('gives one visible line whatever comes in, and the same again', () => {
    fc.assert(
      fc.property(anyText(100), (text) => {
        const label = cleanLabel(text)
        if (!label.ok) return
        expect(label.value).not.toMatch(/[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069\n]/u)
        expect(plainLine(label.value)).toBe(label.value)
        expect(label.value.length).toBeGreaterThan(0)
      }),
      { numRuns: 300 },
    )
  })
})

describe('cleanNote', () => {
  it('composes what is left, and gives the same again', () => {
    const note = cleanNote('x\u0301\0\u0316\ne\0\u0301')
    expect(note).toBe('x\u0316\u0301\n\u00e9')
    expect(cleanNote(note)).toBe(note)
  })

  it('keeps lines, and drops what cannot be seen', () => {
    expect(cleanNote(' a\r\nb\u202e\0 \n\n c\t1 \n')).toBe('a\nb\n\n c 1')
  })
})

describe('cut', () => {
  it('never splits a character of two units', () => {
    expect(cut('ab😀', 3)).toBe('ab')
    expect(cut('ab😀', 4)).toBe('ab😀')
  })
})

describe('uniqueLabel', () => {
  it('takes the first number that is free', () => {
    expect(uniqueLabel('CI', [])).toBe('CI')
    expect(uniqueLabel('CI', ['CI'])).toBe('CI 2')
    expect(uniqueLabel('CI', ['CI', 'CI 2', 'CI 4'])).toBe('CI 3')
  })

  it('stays within the limit', () => {
    const long = 'x'.repeat(LABEL_MAX)
    expect(uniqueLabel(long, [long])).toBe(`${'x'.repeat(LABEL_MAX - 2)} 2`)
  })
})
