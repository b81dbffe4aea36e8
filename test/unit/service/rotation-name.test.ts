import { describe, expect, it } from 'vitest'
import { NAME_MAX, remoteName } from '../../../electron/service/rotation-name'

const random = { bytes: (length: number) => Buffer.alloc(length, 0xab) }
const named = (pattern: string, label: string, max?: number): string =>
  remoteName(pattern, { label, now: Date.UTC(2026, 10, 26), random }, max)

describe('the name of a new token', () => {
  it('follows the pattern', () => {
    expect(named('{label} {date} {id}', 'CI')).toBe('CI 2026-11-26 ababab')
    expect(named('{id}: {label} / {label}', 'CI')).toBe('ababab: CI / CI')
    expect(named('keyglot-{id}', 'CI')).toBe('keyglot-ababab')
  })

  it.each([
    '{label} {date} {id}',
    '{label} / {label} {id}',
    '{id}{label}{label}{label}{date}',
    '{label}{label} {label} {label} {label} - {id} {label}',
    `${'{date}'.repeat(15)} {id}`,
    '{id}'.repeat(25),
  ])('is never longer than its platform takes, and keeps its id: %s', (pattern) => {
    for (const label of ['CI', 'x'.repeat(200), 'Zugriff 🔑 '.repeat(18)]) {
      for (const max of [40, 64, 200, NAME_MAX]) {
        const name = named(pattern, label, max)
        expect(name.length).toBeLessThanOrEqual(max)
        expect(name).toContain('ababab')
      }
    }
  })

  it('gives a label all the room that there is', () => {
    expect(named('{label} {id}', 'x'.repeat(200), 64)).toBe(`${'x'.repeat(57)} ababab`)
    const twice = named('{label} / {label} {id}', 'x'.repeat(190), 200)
    expect(twice).toBe(`${'x'.repeat(95)} / ${'x'.repeat(95)} ababab`)
  })
})
