import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { described, mergeFacts } from '../../../electron/service/described'
import type { Description } from '../../../electron/platform/adapter'
import { accessLayer, fact, type Fact } from '../../../shared/model/token'
import { createSecrets } from '../../simulator/secrets'
import { z } from 'zod'
import { anyText } from '../../helper/any-text'

const secret = createSecrets('described').make('tolgee/pat')
const text = (key: string, value: string): Fact => ({
  key,
  value,
  format: 'text',
  source: 'platform',
})

describe('described', () => {
  it('keeps what is plain', () => {
    const known = described(
      {
        account: 'Acme',
        accountId: '7',
        access: [{ layer: 'rights', values: ['read'], source: 'platform' }],
        expiry: { known: 'never', source: 'platform' },
        facts: [text('plan', 'Pro')],
      },
      secret,
    )
    expect(known).toEqual({
      account: 'Acme',
      project: null,
      identity: { account: '7', project: null },
      access: [{ layer: 'rights', values: ['read'], source: 'platform' }],
      expiry: { known: 'never', source: 'platform' },
      facts: [text('plan', 'Pro')],
    })
  })

  it('never lets the secret through, wherever a server repeats it', () => {
    const known = described(
      {
        account: `you sent ${secret}`,
        projectId: secret,
        access: [{ layer: 'rights', values: [secret], source: 'platform' }],
        facts: [text('note', `${secret}${secret}`), { ...text('list', ''), value: [secret] }],
      },
      secret,
    )
    expect(JSON.stringify(known)).not.toContain(secret)
  })

  it('contains markup, directions and endless names', () => {
    const known = described(
      {
        account: '<script>alert(1)</script>\u202e',
        project: '__proto__',
        facts: [text('x', 'y'.repeat(10_000))],
      },
      secret,
    )
    expect(known.account).toBe('<script>alert(1)</script>')
    expect(known.project).toBe('__proto__')
    expect(String(known.facts[0]?.value)).toHaveLength(500)
  })

  it('drops what does not fit rather than fail', () => {
    const odd = {
      expiry: { known: 'date', at: Number.NaN, source: 'platform' },
      facts: [{ ...text('Bad Key', 'x') }, { ...text('ok', 'x'), value: Number.POSITIVE_INFINITY }],
    } as Description
    expect(described(odd, secret)).toMatchObject({ expiry: undefined, facts: [] })
  })

  it('always fits the model', () => {
    const texts = anyText(600)
    fc.assert(
      fc.property(texts, fc.array(texts, { maxLength: 20 }), (one, many) => {
        const known = described(
          {
            account: one,
            access: Array.from(
              { length: 6 },
              () => ({ layer: 'rights', values: many, source: 'user' }) as const,
            ),
            facts: Array.from({ length: 120 }, () => text('key', one)),
          },
          secret,
        )
        expect(z.array(accessLayer).max(4).safeParse(known.access).success).toBe(true)
        expect(z.array(fact).max(100).safeParse(known.facts).success).toBe(true)
        expect(known.account === null || known.account.length <= 500).toBe(true)
      }),
      { numRuns: 20 },
    )
  })
})

describe('mergeFacts', () => {
  it('replaces by key', () => {
    const before = [text('a', '1'), text('b', '1')]
    expect(mergeFacts(before, [text('b', '2')])).toEqual([text('b', '2'), text('a', '1')])
  })
})
