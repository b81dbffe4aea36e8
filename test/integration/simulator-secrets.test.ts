import { describe, expect, it } from 'vitest'
import {
  createSecrets,
  decodeTolgeePak,
  encodeTolgeePak,
  fingerprint,
  makeSecret,
} from '../simulator/secrets'
import { SIMULATED_KINDS, type SimulatedKind } from '../simulator/types'

const SHAPES: Record<SimulatedKind, RegExp> = {
  'transifex/api-token': /^1\/[0-9a-f]{40}$/,
  'phrase/platform-token': /^(?=.*[A-Z])[0-9A-Za-z]{48}$/,
  'phrase/strings-token': /^[0-9a-f]{64}$/,
  'lokalise/api-token': /^[0-9a-f]{40}$/,
  'lokalise/sdk-token': /^[0-9a-f]{36}$/,
  'tolgee/pat': /^tgpat_[0-9a-v]{40,52}$/,
  'tolgee/pak': /^tgpak_[gh][a-z2-7]{38,73}$/,
  'tolgee/legacy-key': /^[0-9a-v]{20,26}$/,
  'locize/api-key': /^lz_api_[0-9A-Za-z]{36}$/,
  'locize/pat': /^lz_pat_[0-9A-Za-z]{36}$/,
}

describe('made-up secrets', () => {
  it.each(SIMULATED_KINDS)('%s has the documented shape, every time', (kind) => {
    for (let count = 0; count < 200; count += 1) expect(makeSecret(kind)).toMatch(SHAPES[kind])
  })

  it('makes the older Locize key too', () => {
    expect(makeSecret('locize/api-key', { legacy: true })).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    )
  })

  it('repeats itself with a seed and never without one', () => {
    const take = (seed?: string): string[] => {
      const secrets = createSecrets(seed)
      return SIMULATED_KINDS.map((kind) => secrets.make(kind))
    }
    expect(take('a')).toEqual(take('a'))
    expect(take('a')).not.toEqual(take('b'))
    expect(take()).not.toEqual(take())
  })

  it('reads the documented Tolgee key', () => {
    const key = 'tgpak_ha3tkxzton2wm4twmrsgkmtgmnsgw4bqgvttemttnrwwoyld'
    const decoded = decodeTolgeePak(key)
    expect(decoded?.projectId).toBe(875)
    expect(encodeTolgeePak(875, decoded?.inner ?? '')).toBe(key)
  })

  it('puts the project into a Tolgee key, whatever its id', () => {
    for (const projectId of [1, 12, 875, 99_999, 12_345_678]) {
      const key = makeSecret('tolgee/pak', { projectId })
      expect(key).toMatch(SHAPES['tolgee/pak'])
      expect(decodeTolgeePak(key)?.projectId).toBe(projectId)
    }
  })

  it('says undefined of what does not decode', () => {
    for (const text of [
      '',
      'tgpak_',
      'tgpak_aaaa',
      'tgpak_HA3TKXZT',
      'tgpat_ha3tkxzt',
      'tgpak_1',
    ]) {
      expect(decodeTolgeePak(text)).toBeUndefined()
    }
  })

  it('writes a fingerprint from which the secret cannot be read', () => {
    const secret = makeSecret('tolgee/pat')
    expect(fingerprint(secret)).toMatch(/^[0-9a-f]{64}$/)
    expect(fingerprint(secret)).not.toContain(secret.slice(6))
  })
})
