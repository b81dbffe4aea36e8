import { CSV_PARTS, type CsvPart } from '../../shared/model/transfer-list'
import type { CsvMapping } from '../../shared/model/transfer'

/** Names that columns have in exports of password managers and in tables by hand; likelier first. */
const NAMES: Readonly<Record<CsvPart, readonly string[]>> = {
  secret: [
    'token',
    'api token',
    'api key',
    'apikey',
    'access token',
    'secret',
    'credential',
    'password',
    'login_password',
    'value',
    'key',
  ],
  title: ['title', 'name', 'label', 'account', 'item', 'description'],
  username: ['username', 'user name', 'user', 'login', 'login name', 'login_username', 'email'],
  url: ['url', 'web site', 'website', 'login_uri', 'uri', 'server', 'host', 'hostname'],
  notes: ['notes', 'note', 'comments', 'comment', 'extra', 'remarks'],
  folder: ['group', 'folder', 'grouping', 'vault', 'category', 'collection'],
  tags: ['tags', 'tag', 'labels'],
  created: ['created', 'created at', 'creation time', 'creation date'],
  modified: ['last modified', 'modified', 'updated', 'updated at', 'last modification time'],
  expires: ['expires', 'expiry', 'expires at', 'expiration', 'expiry time', 'valid until'],
}

const plain = (name: string): string =>
  name
    .trim()
    .toLowerCase()
    .replaceAll(/[_\s-]+/g, ' ')

/** What the columns may be, by their names; each column once. */
export function guessMapping(columns: readonly string[]): CsvMapping {
  const names = columns.map(plain)
  const taken = new Set<number>()
  const mapping: CsvMapping = {}
  for (const part of ['secret', ...CSV_PARTS.filter((each) => each !== 'secret')] as const) {
    const wanted = NAMES[part].map(plain)
    const at = wanted.map((name) => names.indexOf(name)).find((i) => i !== -1 && !taken.has(i))
    if (at === undefined) continue
    mapping[part] = at
    taken.add(at)
  }
  return mapping
}
