import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { expect, test } from 'vitest'
import { repoRoot } from '../../../scripts/repo'

/** An import or export of values: with a semicolon-less statement from its word to its path. */
const STATIC = /^(?:import|export)\s+(?!type\b)[^'"]*?from\s+'(\.[^']+)'|^import\s+'(\.[^']+)'/gm

function fileOf(from: string, path: string): string | null {
  const base = join(dirname(from), path)
  const names = ['.ts', '.tsx', '/index.ts'].map((end) => base + end)
  return names.find((name) => existsSync(name)) ?? null
}

/** Every file of the program that is loaded before anything is drawn. */
function reachable(entry: string): Set<string> {
  const seen = new Set([entry])
  for (const file of seen) {
    for (const [, named, bare] of readFileSync(file, 'utf8').matchAll(STATIC)) {
      const found = fileOf(file, named ?? bare ?? '')
      if (found !== null) seen.add(found)
    }
  }
  return seen
}

const graph = [...reachable(join(repoRoot, 'renderer/main.tsx'))].map((file) =>
  relative(repoRoot, file),
)

test('the walk reaches the list and what it draws', () => {
  expect(graph).toContain('renderer/feature/list/list-pane.tsx')
  expect(graph).toContain('renderer/ui/button.tsx')
})

// React Aria's dialog alone is a seventh of the program that a start would have to run
test('no dialog is loaded before the list is drawn', () => {
  const late = graph.filter((file) => /[/-]dialog\.tsx$/.test(file))
  expect(late).toEqual([])
})
