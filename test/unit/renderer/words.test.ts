import { describe, expect, it } from 'vitest'
import { createWords, type RichValues, type Values } from '../../../renderer/i18n/intl'
import type { MessageId } from '../../../renderer/i18n/messages'
import { words } from './harness'

const table = { plain: 'Plain', named: 'Hello {name}', rich: '<b>{name}</b> is here' }

function collecting() {
  const failed: string[] = []
  const made = createWords('en', table, (what) => failed.push(what))
  return {
    failed,
    t: (id: string, values?: Values) => made.t(id as MessageId, values),
    rich: (id: string, values: RichValues): void => void made.rich(id as MessageId, values),
  }
}

describe('the words of the window', () => {
  it('say nothing of a message that is whole', () => {
    const { failed, t, rich } = collecting()
    expect(t('plain')).toBe('Plain')
    expect(t('named', { name: 'Mara' })).toBe('Hello Mara')
    rich('rich', { name: 'Mara', b: (chunks) => chunks })
    expect(failed).toEqual([])
  })

  it('tell of a value that is missing, and show the message as it stands', () => {
    const { failed, t, rich } = collecting()
    expect(t('named')).toBe('Hello {name}')
    rich('rich', { b: (chunks) => chunks })
    rich('nowhere', {})
    expect(failed).toHaveLength(3)
  })

  it('fail a unit test that forgets one', () => {
    expect(() => words.t('toast.copied')).toThrow('a value is missing')
  })
})
