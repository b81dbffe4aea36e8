import { describe, expect, test } from 'vitest'
import {
  chooseProxy,
  environmentProxy,
  readChoices,
  UNSUPPORTED,
} from '../../../electron/platform/http/proxy'

const secure = new URL('https://api.phrase.com/v2/user')
const P = 'http://proxy.example:3128'

describe('the proxy of the environment', () => {
  test.each([
    ['nothing set', {}, undefined],
    ['https_proxy', { https_proxy: P }, P],
    ['HTTPS_PROXY', { HTTPS_PROXY: P }, P],
    ['the lower-case name wins', { https_proxy: P, HTTPS_PROXY: 'http://other:1' }, P],
    ['http_proxy is for http only', { http_proxy: P }, undefined],
    ['all_proxy for the rest', { ALL_PROXY: P }, P],
    ['a scheme of its own wins over all_proxy', { ALL_PROXY: 'http://other:1', HTTPS_PROXY: P }, P],
    ['without a scheme', { https_proxy: 'proxy.example:3128' }, P],
    ['empty counts as absent', { https_proxy: ' ' }, undefined],
    ['SOCKS is not gone past', { https_proxy: 'socks5://proxy.example:1080' }, UNSUPPORTED],
    ['nor as the proxy for all', { all_proxy: 'socks://proxy.example:1080' }, UNSUPPORTED],
    ['one that can be used wins', { all_proxy: 'socks://p:1', https_proxy: P }, P],
    ['an excepted host needs none', { all_proxy: 'socks://p:1', no_proxy: 'phrase.com' }, null],
    ['nonsense', { https_proxy: 'http://' }, undefined],
  ])('%s', (_, environment, expected) => {
    expect(environmentProxy(environment, secure)).toBe(expected)
  })

  test.each([
    ['*', null],
    ['phrase.com', null],
    ['.phrase.com', null],
    ['*.phrase.com', null],
    ['api.phrase.com:443', null],
    ['api.phrase.com:8443', P],
    ['PHRASE.COM', null],
    ['rase.com', P],
    ['other.example, phrase.com', null],
    ['other.example phrase.com', null],
    ['', P],
  ])('no_proxy=%j', (no_proxy, expected) => {
    expect(environmentProxy({ https_proxy: P, no_proxy }, secure)).toBe(expected)
  })

  test('http_proxy serves http, and NO_PROXY an IPv6 address', () => {
    const plain = new URL('http://intranet.example/')
    expect(environmentProxy({ http_proxy: P }, plain)).toBe(P)
    const six = new URL('https://[2001:db8::1]/')
    expect(environmentProxy({ https_proxy: P, NO_PROXY: '[2001:db8::1]' }, six)).toBe(null)
    expect(environmentProxy({ https_proxy: P, NO_PROXY: '2001:db8::1' }, six)).toBe(null)
  })
})

describe('the proxy of the system', () => {
  test.each([
    ['DIRECT', null],
    ['', null],
    ['PROXY proxy.example:3128', P],
    ['HTTPS proxy.example:443; DIRECT', 'https://proxy.example:443'],
    ['SOCKS5 proxy.example:1080', UNSUPPORTED],
    ['SOCKS proxy.example:1080; DIRECT', UNSUPPORTED],
    ['SOCKS proxy.example:1080; PROXY proxy.example:3128', P],
    ['PROXY', UNSUPPORTED],
  ])('%j', (text, expected) => {
    expect(readChoices(text)).toBe(expected)
  })
})

describe('the choice between environment and system', () => {
  const asked: string[] = []
  const system = (url: string): Promise<string | null> => {
    asked.push(url)
    return Promise.resolve('http://system.example:80')
  }

  test('the environment decides where it says something', async () => {
    expect(await chooseProxy({ https_proxy: P }, system)(secure.href)).toBe(P)
    const excepted = { https_proxy: P, no_proxy: 'phrase.com' }
    expect(await chooseProxy(excepted, system)(secure.href)).toBe(null)
    expect(asked).toEqual([])
  })

  test('the system is asked else, about the origin alone', async () => {
    expect(await chooseProxy({}, system)(secure.href)).toBe('http://system.example:80')
    expect(asked).toEqual(['https://api.phrase.com/'])
  })

  test.each([
    'http://127.0.0.1:8200/',
    'http://127.9.9.9/',
    'http://[::1]:1/',
    'http://localhost/',
  ])('never for %s', async (url) => {
    const everything = { http_proxy: P, https_proxy: P, all_proxy: P }
    expect(await chooseProxy(everything, system)(url)).toBe(null)
  })
})
