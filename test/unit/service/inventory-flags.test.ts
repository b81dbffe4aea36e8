import { describe, expect, it } from 'vitest'
import { flagsOf, UNUSED_MS, type Traits } from '../../../electron/service/inventory-flags'
import type { TokenId } from '../../../shared/model/token'

const NOW = Date.UTC(2026, 10, 22)
const DAY = 86_400_000
const token = 'A'.repeat(22) as TokenId

interface Case {
  readonly createdAt?: number | null
  readonly lastUsedAt?: number | null
  readonly expiresAt?: number | null | undefined
  readonly traits?: Partial<Traits>
  readonly inVault?: 'yes' | 'no' | 'unclear'
  readonly orphanOf?: TokenId | null
}

function flags(given: Case): string[] {
  const { createdAt = null, lastUsedAt = null, traits, inVault = 'yes', orphanOf = null } = given
  return flagsOf(
    { createdAt, lastUsedAt, expiresAt: given.expiresAt },
    { tellsUse: true, canEnd: true, ...traits },
    { inVault, orphanOf, now: NOW },
  )
}

describe('a listed token', () => {
  it.each([
    ['used today', { lastUsedAt: NOW, createdAt: 0 }, []],
    ['used 90 days ago', { lastUsedAt: NOW - UNUSED_MS }, []],
    ['used before that', { lastUsedAt: NOW - UNUSED_MS - 1 }, ['unused']],
    ['made lately and never used', { createdAt: NOW - DAY }, []],
    ['made long ago and never used', { createdAt: NOW - 91 * DAY }, ['unused']],
    ['never used, and nobody knows since when', {}, []],
    [
      'of a platform that does not tell when it was used',
      { createdAt: 0, traits: { tellsUse: false } },
      [],
    ],
    ['without an end', { expiresAt: null }, ['no-expiry']],
    ['of a kind that has no ends', { expiresAt: null, traits: { canEnd: false } }, []],
    ['whose end is not told', { expiresAt: undefined }, []],
    ['that ends tomorrow', { expiresAt: NOW + DAY }, []],
    ['that ends now', { expiresAt: NOW }, ['expired']],
    ['that the vault does not have', { inVault: 'no' }, ['not-in-vault']],
    ['that the vault may have', { inVault: 'unclear' }, []],
    [
      'that a rotation may have left',
      { inVault: 'no', orphanOf: token },
      ['not-in-vault', 'possible-orphan'],
    ],
    ['that a rotation made and the vault has', { orphanOf: token }, []],
  ] as const)('%s', (_, given, expected) => {
    expect(flags({ expiresAt: NOW + DAY, ...given })).toEqual(expected)
  })
})
