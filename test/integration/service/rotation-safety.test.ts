import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { OpenVault, Slot, TokenStore } from '../../../electron/service/port'
import { appError } from '../../../shared/error'
import type { TokenId } from '../../../shared/model/token'
import { err } from '../../../shared/result'
import { createSecrets } from '../../simulator/secrets'
import { overriding } from '../../helper/overriding'
import { openBench, type Bench } from '../../helper/services'
import { codeOf } from '../../helper/vault'

const secrets = createSecrets('rotation-safety')

type Verdict = 'valid' | 'rejected' | 'unreachable' | 'rate-limited' | 'expired' | 'not-yet-active'
type Command =
  | {
      readonly do:
        'begin' | 'promote' | 'prove' | 'back' | 'cancel' | 'check' | 'restart' | 'fill' | 'free'
    }
  | { readonly do: 'submit'; readonly value: number }
  | { readonly do: 'answer'; readonly value: number; readonly verdict: Verdict }

const VALUES = 4
const value = fc.nat(VALUES - 1)
const verdict = fc.constantFrom<Verdict>(
  'valid',
  'valid',
  'rejected',
  'unreachable',
  'rate-limited',
  'expired',
  'not-yet-active',
)
const single: fc.Arbitrary<Command> = fc.oneof(
  fc.record({
    do: fc.constantFrom(
      ...(['begin', 'promote', 'prove', 'back', 'cancel'] as const),
      ...(['check', 'restart', 'fill', 'free'] as const),
    ),
  } as const),
  fc.record({ do: fc.constant('submit'), value } as const),
  fc.record({ do: fc.constant('answer'), value, verdict } as const),
)
/** The way from the first step to the proof, with anything in between, as far as it goes. */
const way: fc.Arbitrary<Command[]> = fc
  .tuple(value, fc.array(fc.option(single, { freq: 2 }), { minLength: 4, maxLength: 4 }))
  .map(([next, between]) => {
    const steps: Command[] = [
      { do: 'begin' },
      { do: 'submit', value: next },
      { do: 'promote' },
      { do: 'prove' },
    ]
    return steps.flatMap((step, index) => [between[index], step].filter((each) => each != null))
  })
const commands = fc
  .array(
    fc.oneof(
      way,
      single.map((each) => [each]),
    ),
    { minLength: 2, maxLength: 10 },
  )
  .map((chunks) => chunks.flat())

/** A disk that can be full. */
function disk() {
  const state = { full: false }
  const vault = (inner: OpenVault): OpenVault =>
    overriding(inner, { tokens: limited(inner.tokens) })
  const limited = (store: TokenStore): TokenStore => {
    const noSpace = () => err(appError('vault.no-space'))
    return {
      list: () => store.list(),
      damaged: () => store.damaged(),
      get: (id) => store.get(id),
      details: (id) => store.details(id),
      secret: (id, slot) => store.secret(id, slot),
      findBySecret: (secret) => store.findBySecret(secret),
      insert: (id, token) => (state.full ? noSpace() : store.insert(id, token)),
      insertMany: (tokens) => (state.full ? noSpace() : store.insertMany(tokens)),
      update: (id, version, change) => (state.full ? noSpace() : store.update(id, version, change)),
      remove: (id) => (state.full ? noSpace() : store.remove(id)),
    }
  }
  return { state, vault }
}

function held(bench: Bench, id: TokenId): Record<Slot, string | null> {
  const read = (slot: Slot) => {
    const secret = bench.services.index.secret(id, slot)
    if (!secret.ok) throw new Error(secret.error.code)
    return secret.value?.text() ?? null
  }
  return { current: read('current'), pending: read('pending'), previous: read('previous') }
}

describe('whatever happens to a rotation', () => {
  it('never loses a value that was in use before its platform refused it', async () => {
    const run = fc.asyncProperty(commands, async (steps) => {
      const values = Array.from({ length: VALUES }, () => secrets.make('tolgee/pat'))
      const [first = ''] = values
      const { state, vault } = disk()
      let bench = await openBench({ vault })
      try {
        const answers = new Map<string, Verdict>(values.map((each) => [each, 'valid']))
        for (const each of values) bench.platforms.script(each, { verdict: 'valid' })
        const { id } = await bench.add(first)
        const used = new Set([first])
        /** What was last said of a value while it was the new one. */
        const verdictOf = new Map<string, string | null>()
        for (const each of steps) {
          const { pending } = held(bench, id)
          const text = 'value' in each ? (values[each.value] ?? '') : ''
          if (each.do === 'restart') bench = await bench.restart()
          else if (each.do === 'fill' || each.do === 'free') state.full = each.do === 'fill'
          else if (each.do === 'check') await bench.call('check.one', { id })
          else if (each.do === 'submit') await bench.call('rotation.submit', { id, text })
          else if (each.do === 'answer') {
            answers.set(text, each.verdict)
            bench.platforms.script(text, { verdict: each.verdict })
          } else await bench.call(`rotation.${each.do}`, { id })
          const now = held(bench, id)
          if (now.current === null) throw new Error('no current value')
          used.add(now.current)
          // after the way back it is a new value again, and may be given up
          if (each.do === 'back' && now.pending !== null) used.delete(now.pending)
          const isLost = pending !== null && !Object.values(now).includes(pending)
          if (isLost && each.do === 'submit') {
            expect(['rejected', 'expired']).toContain(verdictOf.get(pending))
          } else if (isLost) expect(each.do).toBe('cancel')
          for (const past of used) {
            if (Object.values(now).includes(past)) continue
            expect(['rejected', 'expired']).toContain(answers.get(past))
            used.delete(past)
          }
          const view = await bench.must('rotation.view', { id })
          if (now.pending) verdictOf.set(now.pending, view?.pendingCheck?.verdict ?? null)
          expect(view?.stage === 'promoted').toBe(now.previous !== null)
          expect((view?.pendingHint ?? null) !== null).toBe(now.pending !== null)
          if (view?.stage === 'tested') expect(now.pending).not.toBeNull()
        }
      } finally {
        bench.end()
      }
    })
    await fc.assert(run, { numRuns: 25 })
  })

  it('asks nobody about a value that could not be stored', async () => {
    const { state, vault } = disk()
    const bench = await openBench({ vault })
    try {
      const { id } = await bench.add(secrets.make('tolgee/pat'))
      await bench.must('rotation.begin', { id })
      state.full = true
      bench.platforms.asked.length = 0
      const fresh = secrets.make('tolgee/pat')
      const refused = await bench.call('rotation.submit', { id, text: fresh })
      expect(codeOf(refused)).toBe('vault.no-space')
      expect(bench.platforms.asked).toEqual([])
      state.full = false
      bench.platforms.script(fresh, { verdict: 'valid' })
      // typed by hand, it may be nowhere else
      expect(codeOf(await bench.call('rotation.submit', { id, text: null }))).toBe('ok')
      expect(bench.platforms.asked.map((each) => each.value)).toEqual([fresh])
      expect(held(bench, id).pending).toBe(fresh)
    } finally {
      bench.end()
    }
  })

  it('keeps a draft that could not be stored, for another try', async () => {
    const { state, vault } = disk()
    const bench = await openBench({ vault })
    try {
      const draft = await bench.must('draft.open', { text: secrets.make('tolgee/pat') })
      const input = {
        id: draft.id,
        kind: 'tolgee/pat',
        server: { id: 'cloud', baseUrl: null },
        fields: {},
        label: 'CI',
        note: '',
        expiry: null,
        rotateEveryDays: null,
      } as const
      state.full = true
      expect(codeOf(await bench.call('draft.save', input))).toBe('vault.no-space')
      expect(await bench.list()).toEqual([])
      state.full = false
      expect(codeOf(await bench.call('draft.save', input))).toBe('ok')
    } finally {
      bench.end()
    }
  })
})
