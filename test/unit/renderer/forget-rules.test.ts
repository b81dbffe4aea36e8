import { describe, expect, test } from 'vitest'
import { alsoForgotten } from '../../../renderer/feature/forget-rules'
import type { RotationView } from '../../../shared/contract/rotation'
import type { Phase } from '../../../shared/model/token'
import { rotationView as view } from './rotation-view'

const rotating = (
  stage: RotationView['stage'] & ('planned' | 'creating' | 'tested' | 'promoted'),
): Phase => ({
  name: 'rotating',
  stage,
  since: 1,
})

describe('what forgetting deletes beside the current value', () => {
  test('is the old value, which may be alive, and the new one before it is current', () => {
    const old = view({ stage: 'promoted', previousHint: '••••old1' })
    const fresh = view({ stage: 'tested', pendingHint: '••••new1' })
    expect(alsoForgotten(rotating('promoted'), old)).toEqual({
      message: 'forget.also-old',
      hint: '••••old1',
    })
    for (const stage of ['creating', 'tested'] as const) {
      expect(alsoForgotten(rotating(stage), fresh)).toEqual({
        message: 'forget.also-new',
        hint: '••••new1',
      })
    }
  })

  test('is said though the rotation could not be looked at', () => {
    expect(alsoForgotten(rotating('tested'), null)?.message).toBe('forget.also-other')
    expect(alsoForgotten(rotating('promoted'), null)?.message).toBe('forget.also-other')
  })

  test('is nothing where there is no other value', () => {
    for (const stage of ['planned', 'creating'] as const) {
      expect(alsoForgotten(rotating(stage), view({}))).toBeNull()
      expect(alsoForgotten(rotating(stage), null)).toBeNull()
    }
    expect(alsoForgotten({ name: 'idle' }, null)).toBeNull()
    expect(alsoForgotten({ name: 'revoking', since: 1 }, null)).toBeNull()
  })
})
