import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findSecret, type Pasted } from '../../../electron/service/paste'
import { createSecrets } from '../../simulator/secrets'
import { rank } from '../../../electron/platform/choose'
import { ADAPTERS } from '../../../electron/platform/registry'
import { KINDS, SEVENTH, token, WRAPPINGS } from './wrappings'

function found(text: string): Pasted {
  const result = findSecret(text)
  if (!result.ok) throw new Error(`${result.error.code} for ${JSON.stringify(text)}`)
  return result.value
}

describe('findSecret', () => {
  it.each<[string, string | null, (value: string) => string]>([
    [
      'a .transifexrc',
      'https://rest.api.transifex.com',
      (v) =>
        `[https://app.transifex.com]\nrest_hostname = https://rest.api.transifex.com\ntoken = ${v}`,
    ],
    [
      'a .tolgeerc',
      'https://tolgee.x.test/base',
      (v) =>
        JSON.stringify({
          $schema: 'https://docs.tolgee.io/cli-schema.json',
          apiUrl: 'https://tolgee.x.test/base/',
          apiKey: v,
        }),
    ],
    [
      'a .tolgeerc for the cloud',
      null,
      (v) => JSON.stringify({ $schema: 'https://docs.tolgee.io/cli-schema.json', apiKey: v }),
    ],
    [
      'MCP settings',
      'https://mcp.locize.app',
      (v) =>
        JSON.stringify({
          mcpServers: {
            locize: { url: 'https://mcp.locize.app', headers: { Authorization: `Bearer ${v}` } },
          },
        }),
    ],
    [
      'a dotenv file',
      'https://own.test/tolgee',
      (v) =>
        `API_URL=https://backend.test\nTOLGEE_API_URL=https://own.test/tolgee\nTOLGEE_API_KEY=${v}`,
    ],
    [
      'a dotenv file with addresses of other things',
      null,
      (v) => `SHOP_API_URL=https://shop.test\nLOGO_URL=https://cdn.test/a.png\nTOLGEE_API_KEY=${v}`,
    ],
    [
      'a package.json',
      null,
      (v) =>
        JSON.stringify({
          homepage: 'https://x.test',
          repository: 'https://git.x.test/a/b',
          tolgee: { apiKey: v },
        }),
    ],
    [
      'options of a program',
      'https://own.test/base',
      (v) => `const tolgee = Tolgee({ apiUrl: 'https://own.test/base', apiKey: '${v}' })`,
    ],
    ['flags', 'https://own.test', (v) => `tolgee --api-url https://own.test --api-key ${v} pull`],
    ['a short flag', 'https://own.test', (v) => `tolgee -au https://own.test -ak ${v} pull`],
    [
      'flags on several lines',
      'https://own.test',
      (v) => `tolgee push \\\n  --api-url https://own.test \\\n  --api-key ${v}`,
    ],
    ['the address of a request', 'https://own.test', (v) => `https://own.test/v2/projects?ak=${v}`],
    [
      'curl --url',
      'https://own.test',
      (v) => `curl --url=https://own.test/v2 -H 'X-API-Key: ${v}'`,
    ],
    [
      'the store of the Tolgee CLI',
      'https://tolgee.x.test',
      (v) =>
        JSON.stringify({
          'app.tolgee.io': {},
          'tolgee.x.test': { projects: { 12: { token: v, expires: 0 } }, projectDetails: {} },
        }),
    ],
    [
      'the store of the Tolgee CLI, own machine',
      'http://localhost',
      (v) => JSON.stringify({ localhost: { user: { token: v, expires: 0 } } }),
    ],
  ])('tells the server of: %s', (_name, server, wrap) => {
    const value = createSecrets('server').make('tolgee/pat')
    expect(found(wrap(value))).toMatchObject({ value, baseUrl: server })
  })

  it('tells other values that stood beside', () => {
    const value = createSecrets('named').make('tolgee/pat')
    const beside = (text: string) => found(text).context.beside
    const project = { name: 'locize_projectid', value: 'Ab-12' }
    expect(beside(`LOCIZE_PROJECTID=Ab-12\nLOCIZE_API_KEY=${value}`)).toContainEqual(project)
    expect(beside(`docker run -e LOCIZE_PROJECTID=Ab-12 -e LOCIZE_KEY=${value} x`)).toContainEqual(
      project,
    )
    expect(beside(`locize download -k ${value} -i Ab-12`)).toContainEqual({
      ...project,
      name: 'project-id',
    })
    expect(beside(JSON.stringify({ projectId: 12, apiKey: value }))).toContainEqual({
      name: 'projectid',
      value: '12',
    })
    expect(JSON.stringify(beside(`A_TOKEN=${value}`))).not.toContain(value)
  })

  it.each<[string, (value: string) => string]>([
    ['a label', (v) => `API token: ${v}`],
    ['a sentence', (v) => `Here is it: ${v} - regards`],
    ['several sentences', (v) => `Dear all,\nthe token is ${v}.\nPlease keep it safe`],
    ['brackets', (v) => `our token (${v}) for CI`],
    ['an address', (v) => `see https://x.test/v2/keys?ak=${v} please`],
    ['JSON', (v) => JSON.stringify({ note: `it is ${v} now`, by: 'Ann B' })],
  ])('takes the one token out of %s', (_name, wrap) => {
    // a key of the older kind is told apart from words only by a digit in it
    fc.assert(
      fc.property(
        token.filter((value) => /\d/.test(value) && /[a-z]/i.test(value)),
        (value) => {
          expect(found(wrap(value)).value).toBe(value)
        },
      ),
      { numRuns: 60 },
    )
  })
})

describe('findSecret and the recognizers', () => {
  const exact = Object.entries(WRAPPINGS).filter(
    ([name]) => name !== 'environ of Python' && !SEVENTH.has(name),
  )

  it.each(KINDS)('find %s in every wrapping', (kind) => {
    const wrapped = fc.tuple(fc.string({ minLength: 1 }), fc.constantFrom(...exact))
    fc.assert(
      fc.property(wrapped, ([seed, [, [, wrap]]]) => {
        const value = createSecrets(seed).make(kind, { projectId: 875 })
        const pasted = found(wrap(value))
        expect(pasted.value).toBe(value)
        const kinds = rank(
          ADAPTERS.flatMap((adapter) => adapter.recognize(value, pasted.context)),
        ).map((each) => each.kind)
        expect(kinds).toContain(kind)
      }),
      { numRuns: 100 },
    )
  })
})
