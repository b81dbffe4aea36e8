import { describe, expect, test } from 'vitest'
import { COMMANDS, findCommand } from '../../../renderer/command/commands'
import { isStroke, showKeys } from '../../../renderer/command/keys'
import { loadedHarness } from './harness'

const press = (
  key: string,
  held: Partial<Record<'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey', true>> = {},
) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
})

describe('shortcuts', () => {
  test('are met exactly, with control or with command', () => {
    expect(isStroke('Mod+N', press('n', { ctrlKey: true }), false)).toBe(true)
    expect(isStroke('Mod+N', press('n', { metaKey: true }), false)).toBe(false)
    expect(isStroke('Mod+N', press('n', { metaKey: true }), true)).toBe(true)
    expect(isStroke('Mod+N', press('n', { ctrlKey: true, shiftKey: true }), false)).toBe(false)
    expect(isStroke('Mod+Shift+R', press('R', { ctrlKey: true, shiftKey: true }), false)).toBe(true)
    expect(isStroke('F5', press('F5'), false)).toBe(true)
  })

  test('with a sign do not depend on where the keyboard has it', () => {
    expect(isStroke('?', press('?', { shiftKey: true }), false)).toBe(true)
    expect(isStroke('/', press('/', { shiftKey: true }), false)).toBe(true)
    expect(isStroke('/', press('/', { ctrlKey: true }), false)).toBe(false)
  })

  test('are shown as each system writes them', () => {
    expect(showKeys('Mod+Shift+R', false)).toBe('Ctrl+Shift+R')
    expect(showKeys('Mod+Shift+R', true)).toBe('⇧⌘R')
    expect(showKeys('Delete', false)).toBe('Del')
  })
})

describe('commands', () => {
  test('have ids and shortcuts of their own', () => {
    const ids = COMMANDS.map((command) => command.id)
    const keys = COMMANDS.flatMap((command) => command.keys)
    expect(new Set(ids).size).toBe(ids.length)
    expect(new Set(keys).size).toBe(keys.length)
  })

  test('of the menu exist', () => {
    const menu = ['token.add', 'token.check-all', 'search.focus', 'palette.open', 'settings.open']
    for (const id of menu) expect(findCommand(id), id).toBeDefined()
  })

  test('about a token need one', () => {
    const { app, token } = loadedHarness()
    const copy = findCommand('token.copy')
    expect(copy?.enabled(app)).toBe(false)
    app.act.select(token('Laptop').id)
    expect(copy?.enabled(app)).toBe(true)
  })

  test('do not rotate what is being revoked, nor revoke what is being rotated', () => {
    const { app, token } = loadedHarness()
    app.act.select(token('old plugin').id)
    expect(findCommand('token.rotate')?.enabled(app)).toBe(false)
    app.act.select(token('docs preview').id)
    expect(findCommand('token.revoke')?.enabled(app)).toBe(false)
    expect(findCommand('token.rotate')?.enabled(app)).toBe(true)
  })
})
