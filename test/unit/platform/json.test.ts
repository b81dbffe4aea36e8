import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  decodeText,
  looksLikeHtml,
  parseEventStream,
  parseJson,
} from '../../../electron/platform/http/json'

describe('JSON of a server', () => {
  test('is parsed as JSON.parse does', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 8 }), (value) => {
        const text = JSON.stringify(value)
        if (text.includes('__proto__')) return
        expect(parseJson(text)).toEqual(JSON.parse(text))
      }),
    )
  })

  test('is refused beyond a depth of 64, without running into the stack', () => {
    const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth)
    expect(parseJson(nested(64))).toBeDefined()
    expect(parseJson(nested(65))).toBeUndefined()
    expect(parseJson(nested(500_000))).toBeUndefined()
    expect(parseJson('{"a":'.repeat(65) + '1' + '}'.repeat(65))).toBeUndefined()
  })

  test('does not take brackets in texts for nesting', () => {
    const value = { text: '[['.repeat(100) + '\\"[' }
    expect(parseJson(JSON.stringify(value))).toEqual(value)
  })

  test('cannot reach a prototype', () => {
    const value = parseJson('{"__proto__":{"polluted":1},"a":{"__proto__":{"polluted":1},"b":2}}')
    expect(Object.keys(value as object)).toEqual(['a'])
    expect(Object.assign({}, value)).not.toHaveProperty('polluted')
    expect({}).not.toHaveProperty('polluted')
  })

  test.each(['', ' ', 'nope', '{', '{"a":1}x', 'undefined', '<html>'])('%j is none', (text) => {
    expect(parseJson(text)).toBeUndefined()
  })
})

describe('the text of a body', () => {
  test('is strict UTF-8', () => {
    expect(decodeText(Buffer.from('añ漢🙂'))).toEqual({ ok: true, value: 'añ漢🙂' })
    expect(decodeText(Buffer.from('\ufeff{}'))).toEqual({ ok: true, value: '{}' })
    for (const bytes of ['c328', 'ff', 'eda080', 'f4908080', 'c0af', 'e28']) {
      expect(decodeText(Buffer.from(`7b${bytes.padEnd(6, '2')}`, 'hex'))).toMatchObject({
        ok: false,
        error: { code: 'http.not-utf8' },
      })
    }
  })

  test.each([
    '<!DOCTYPE html><html></html>',
    '\n  <!doctype HTML>',
    '<html lang="en">',
    '<!-- hello --><html>',
    '<HEAD>',
    '<body>',
  ])('%j begins like a page', (text) => {
    expect(looksLikeHtml(text)).toBe(true)
  })

  test.each(['{"html":"<html>"}', '', 'html', '<?xml version="1.0"?>', '<headers/>'])(
    '%j does not',
    (text) => {
      expect(looksLikeHtml(text)).toBe(false)
    },
  )
})

describe('an event stream', () => {
  test('gives the JSON of its last message', () => {
    expect(parseEventStream('event: message\ndata: {"a":1}\n\n')).toEqual({ a: 1 })
    expect(parseEventStream('data: {"a":1}\r\n\r\ndata: {"b":\ndata: 2}\r\n\r\n')).toEqual({ b: 2 })
    expect(parseEventStream(': ping\n\n')).toBeUndefined()
    expect(parseEventStream('')).toBeUndefined()
  })
})
