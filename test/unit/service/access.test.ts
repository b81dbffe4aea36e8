import { describe, expect, it } from 'vitest'
import { mergeAccess } from '../../../electron/service/described'
import type { AccessLayer } from '../../../shared/model/token'

const layer = (name: AccessLayer['layer'], ...values: string[]): AccessLayer => ({
  layer: name,
  values,
  source: 'platform',
})

describe('layers of access after a check', () => {
  const before = [layer('assigned', 'keys.view'), layer('effective', 'keys.view')]

  it('keeps the layers that a short check does not ask for', () => {
    const after = mergeAccess(before, [layer('assigned', 'keys.edit')])
    expect(after).toEqual([layer('assigned', 'keys.edit'), layer('effective', 'keys.view')])
  })

  it('takes an emptied layer at its word, and a new one at the end', () => {
    const after = mergeAccess(before, [layer('effective'), layer('role', 'user')])
    expect(after).toEqual([
      layer('assigned', 'keys.view'),
      layer('effective'),
      layer('role', 'user'),
    ])
  })

  it('changes nothing where nothing was told', () => {
    expect(mergeAccess(before, [])).toEqual(before)
  })
})
