import { describe, expect, test } from 'vitest'
import { parseEndpoints } from '../../../electron/platform/http/endpoints'

describe('stand-ins for real origins', () => {
  test('are read from the environment', () => {
    const text = '{"https://api.phrase.com":"http://127.0.0.1:4001/"}'
    expect(parseEndpoints(text)).toEqual({ 'https://api.phrase.com': 'http://127.0.0.1:4001' })
    expect(parseEndpoints(undefined)).toEqual({})
    expect(parseEndpoints('')).toEqual({})
  })

  test.each([
    '{',
    '[]',
    'null',
    '"x"',
    '{"https://api.phrase.com":1}',
    '{"https://api.phrase.com":"https://evil.example"}',
    '{"https://api.phrase.com":"http://evil.example"}',
    '{"https://api.phrase.com":"http://127.0.0.1.evil.example"}',
    '{"https://api.phrase.com":"https://127.0.0.1"}',
    '{"http://api.phrase.com":"http://127.0.0.1:1"}',
    '{"x":"http://127.0.0.1:1"}',
  ])('%s stops the start', (text) => {
    expect(() => parseEndpoints(text)).toThrow()
  })
})
