import { describe, expect, test } from 'vitest'
import { parseQuery, STATES, unknownState } from '../../../renderer/store/search'
import { labels, loadedHarness } from './harness'

function found(query: string): string[] {
  const { app } = loadedHarness()
  app.act.look({ query })
  return labels(app)
}

describe('a query', () => {
  test('is words, fields, quotes and minuses', () => {
    expect(parseQuery('web service:Tolgee project:"My site" -is:valid')).toEqual([
      { field: 'text', value: 'web', not: false },
      { field: 'service', value: 'tolgee', not: false },
      { field: 'project', value: 'my site', not: false },
      { field: 'is', value: 'valid', not: true },
    ])
  })

  test('may say platform for service', () => {
    expect(parseQuery('Platform:Tolgee')).toEqual(parseQuery('service:tolgee'))
    expect(found('platform:tolgee')).toHaveLength(4)
  })

  test('takes what is no field of ours as a word', () => {
    expect(parseQuery('https://tolgee.acme.example')).toEqual([
      { field: 'text', value: 'https://tolgee.acme.example', not: false },
    ])
  })

  test('stays a query while it is being typed', () => {
    expect(parseQuery('project:"My s')).toEqual([{ field: 'project', value: 'my s', not: false }])
    expect(parseQuery('   ')).toEqual([])
    expect(parseQuery('project:')).toEqual([{ field: 'text', value: 'project:', not: false }])
  })
})

describe('searching', () => {
  test('looks into label, account, project, scopes, hint and the names of platform and kind', () => {
    expect(found('orchestrator')).toEqual(['Phrase Orchestrator'])
    expect(found('acme labs')).toEqual(['API token 10'])
    expect(found('acme android')).toEqual(['OTA, Android'])
    expect(found('screenshots.upload')).toEqual(['website-ci'])
    expect(found('h2m4')).toEqual(['Laptop'])
    expect(found('over the air')).toEqual(['OTA, Android'])
    expect(found('LOCIZE')).toHaveLength(3)
  })

  test('wants all words, and leaves out what a minus names', () => {
    expect(found('acme gmbh token')).toEqual(['API token 1', 'API token 2'])
    expect(found('service:transifex -label:1')).toEqual(['API token 2'])
  })

  test('knows the states by name', () => {
    expect(found('is:rejected')).toEqual(['API token 10', 'Terraform'])
    expect(found('is:expired')).toEqual(['Strings sync (old)'])
    expect(found('is:rotating')).toEqual(['docs preview'])
    expect(found('is:unchecked')).toEqual(['OTA, Android', 'web app, production'])
    expect(found('is:works')).toEqual(found('is:valid'))
    expect(found('is:works').length).toBeGreaterThan(0)
    expect(found('is:nonsense')).toEqual([])
    expect(unknownState('web -is:works is:Nonsense')).toBe('nonsense')
    for (const state of STATES) expect(unknownState(`is:${state}`)).toBeNull()
  })

  test('treats a name of the language itself as any other text', () => {
    expect(found('__proto__')).toEqual([])
    expect(found('constructor:x')).toEqual([])
  })
})
