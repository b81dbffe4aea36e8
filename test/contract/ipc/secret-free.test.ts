import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { contract } from '../../../shared/contract'
import { innerOf } from '../../../shared/contract/call'
import { events } from '../../../shared/contract/event'
import { CALL_NAMES, EVENT_NAMES, type CallName } from '../../../shared/contract/names'

/** One place in a schema: its path and what may stand there. */
interface Place {
  readonly path: string
  readonly schema: z.core.$ZodType
}

/**
 * Every place of a schema. Fails on a kind of schema that it does not know, so that nothing can
 * hide in one.
 */
function placesOf(schema: z.core.$ZodType, path = ''): Place[] {
  const here = { path, schema }
  const { def } = (schema as z.core.$ZodTypes)._zod
  switch (def.type) {
    case 'object': {
      // a catch-all of anything but 'never' would let more through than is named
      if (def.catchall?._zod.def.type !== 'never') throw new Error(`an open object at ${path}`)
      const inner = Object.entries(def.shape)
      return [here, ...inner.flatMap(([key, each]) => placesOf(each, `${path}.${key}`))]
    }
    case 'array':
      return [here, ...placesOf(def.element, `${path}[]`)]
    case 'record':
      return [
        here,
        ...placesOf(def.keyType, `${path}{key}`),
        ...placesOf(def.valueType, `${path}{}`),
      ]
    case 'union':
      return [here, ...def.options.flatMap((each) => placesOf(each, path))]
    case 'nullable':
    case 'optional':
    case 'default':
      return [here, ...placesOf(def.innerType, path)]
    case 'string': {
      const inner = innerOf(schema as z.ZodType)
      return inner ? [here, ...placesOf(inner, `${path}(json)`)] : [here]
    }
    case 'null':
    case 'number':
    case 'boolean':
    case 'enum':
    case 'literal':
    case 'template_literal':
      return [here]
    default:
      throw new Error(`a schema of type ${def.type} at ${path}`)
  }
}

/** Names under which a secret could go out. `secretSince` is a date. */
const SUSPECT =
  /secret|password|passphrase|credential|plain|clear(?!sAt)|^value$|bearer|authorization|jwt|grant|access-?token/i
const KNOWN_DATES = ['secretSince']

function suspects(schema: z.core.$ZodType): string[] {
  return placesOf(schema)
    .map(({ path }) => path)
    .filter((path) => {
      const name = path.split(/[.[\]{}()]/).at(-1) ?? ''
      return SUSPECT.test(name) && !KNOWN_DATES.includes(name)
    })
}

/** Facts carry text that the platform layer has cleaned, and some names sound worse than they are. */
const FREE_TEXT = new Set([
  'token.details .facts[].value',
  'draft.open .candidates[].facts[].value',
  'draft.check .facts[].value',
  // what trying the password costs, and since when there is one
  'ways.info .password',
  'ways.info .since.password',
])

/** A token's value on request, and a recovery key that the user is about to write down. */
const TELLS_A_SECRET: readonly CallName[] = ['token.reveal', 'recovery.make', 'ways.replaceKey']

describe('what crosses to the window', () => {
  it.each(CALL_NAMES)('%s answers with no secret, but for an explicit reveal', (name) => {
    const found = suspects(contract[name].output).filter(
      (path) => !FREE_TEXT.has(`${name} ${path}`),
    )
    expect(found).toEqual(TELLS_A_SECRET.includes(name) ? ['.secret'] : [])
  })

  it.each(EVENT_NAMES)('the event %s carries no secret', (name) => {
    expect(suspects(events[name])).toEqual([])
  })

  it('finds a secret in any corner of a schema', () => {
    const hidden = z.strictObject({
      rows: z.array(z.union([z.null(), z.strictObject({ apiSecret: z.string().nullable() })])),
    })
    expect(suspects(hidden)).toEqual(['.rows[].apiSecret', '.rows[].apiSecret'])
    const exchanged = z.strictObject({ accessToken: z.string(), jwt: z.string(), access: z.null() })
    expect(suspects(exchanged)).toEqual(['.accessToken', '.jwt'])
    expect(() => placesOf(z.object({}))).toThrow('an open object')
    expect(() => placesOf(z.strictObject({ any: z.unknown() }))).toThrow('unknown')
  })

  it('lists without details, identities or the record of a rotation', () => {
    const paths = placesOf(contract['token.details'].output).map(({ path }) => path)
    expect(paths).toContain('.facts[].key')
    for (const hidden of ['.identity', '.rotation', '.revocation']) {
      expect(paths.some((path) => path.startsWith(hidden))).toBe(false)
    }
  })
})
