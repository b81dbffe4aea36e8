import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { example } from '../../../electron/platform/_template'
import { describeServices } from '../../../electron/platform/services'
import { filesFor, variableOf } from '../../../scripts/platform-new'

const root = join(import.meta.dirname, '../../..')

describe('the template of a platform', () => {
  test('is a platform itself, and is not in the registry', () => {
    expect(describeServices([example])).toHaveLength(1)
    const registry = readFileSync(join(root, 'electron/platform/registry.ts'), 'utf8')
    expect(registry).not.toContain('_template')
  })

  test('takes the names of a new one', () => {
    const files = filesFor(root, 'my-platform', 'My Platform')
    expect(files.map(({ path }) => path.slice(root.length + 1)).sort()).toEqual([
      'electron/platform/my-platform/api.ts',
      'electron/platform/my-platform/index.ts',
      'electron/platform/my-platform/recognize.ts',
      'renderer/i18n/en/platform/my-platform.json',
    ])
    const all = files.map(({ text }) => text).join('\n')
    expect(all).not.toMatch(/example/i)
    expect(all).toContain("id: 'my-platform/api-key'")
    expect(all).toContain('export const myPlatform: PlatformAdapter')
    expect(all).toContain("envNames: ['MY_PLATFORM_API_KEY']")
    expect(all).toContain('"service.my-platform": "My Platform"')
    expect(variableOf('my-new-platform')).toBe('myNewPlatform')
  })

  test.each(['', 'Crowdin', '../up', 'a b', 'example', '-x', 'x'.repeat(33)])(
    '%j is no id',
    (id) => {
      expect(() => filesFor(root, id, 'Name')).toThrow('is no id')
    },
  )

  test('a name cannot leave its quotes', () => {
    expect(() => filesFor(root, 'fine', "It's")).toThrow('is no name')
  })
})
