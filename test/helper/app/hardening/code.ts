import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { mayOpen } from '../../../../electron/app/link-rule'
import { packageVersion } from '../../../../scripts/repo'
import type { CodeFacts } from './facts'

const LINKS = [
  'https://app.tolgee.io/account/apiKeys',
  'http://127.0.0.1:8200/account/apiKeys',
  'http://app.tolgee.io/',
  'http://127.0.0.1.example.com/',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'data:text/html,x',
  'smb://server/share',
  'ms-msdt:/id',
  'search-ms:query=x',
  '\\\\server\\share',
  'https://user:word@app.tolgee.io/',
  'https://app.tolgee.io/a\nb',
  `https://app.tolgee.io/${'a'.repeat(100_000)}`,
]

/** What the built main process is made of, and what stands in the project. */
export function readCode(folder: string): CodeFacts {
  const out = join(folder, 'out', 'main')
  const files = readdirSync(out).filter((name) => name.endsWith('.js'))
  const code = files.map((name) => readFileSync(join(out, name), 'utf8')).join('\n')
  const all = [...code.matchAll(/\bopenExternal\(/g)].map(({ index }) => index)
  const guarded = all.filter((at) => /if \(!mayOpen\(url\)\) return/.test(code.slice(at - 400, at)))
  return {
    openers: { all: all.length, guarded: guarded.length },
    links: Object.fromEntries(LINKS.map((url) => [url.slice(0, 60), mayOpen(url)])),
    electron: packageVersion('electron'),
  }
}
