import type { Handlers } from '../../shared/contract/index'
import type { ImportId, ImportRow } from '../../shared/contract/transfer'
import { appError, type ErrorCode } from '../../shared/error'
import type { KindId } from '../../shared/model/kind'
import { FORMATS, type Format } from '../../shared/model/transfer-list'
import { err, ok } from '../../shared/result'
import type { Fake } from './fake-bridge'
import { services } from './fake-platforms'
import { fakeId, sampleToken } from './sample'

type TransferCalls = 'import.open' | 'import.read' | 'import.take' | 'import.drop' | 'export.write'

const ID = 'importimportimportimpo' as ImportId
const SEALED: readonly Format[] = ['age', 'kdbx', 'bitwarden-encrypted']
const LONG =
  'A title that somebody wrote without any thought for the width of windows, with the name of the project, of its customer, and of the customer’s customer in it'

/** A file to look at: one of each thing that can be said of a row, again and again. */
function fakeRows(count: number, fake: Fake): ImportRow[] {
  const kinds = services.flatMap((service) => service.kinds)
  const known = [...fake.tokens.keys()][0] ?? fakeId(1)
  return Array.from({ length: count }, (_, key): ImportRow => {
    const kind = kinds[key % kinds.length]
    const id: KindId = kind?.id ?? 'tolgee/pat'
    const candidate = { kind: id, confidence: 'certain', suggestedLabel: id, fields: {} } as const
    const plain: ImportRow = {
      key,
      title: `Entry ${key + 1}`,
      folder: 'Work/Localization',
      hint: '••••x7Qd',
      state: 'active',
      from: 'main',
      field: null,
      candidates: [candidate],
      own: null,
      server: { id: kind?.servers[0]?.id ?? 'cloud', baseUrl: null },
      suggestedLabel: `Entry ${key + 1}`,
      foreign: null,
      duplicateOf: null,
      twinOf: null,
      problem: null,
      leftOut: [],
    }
    const possible = kinds
      .slice(0, 3)
      .map((each) => ({ ...candidate, kind: each.id, confidence: 'possible' as const }))
    const none = { candidates: [], server: null }
    const variants: readonly Partial<ImportRow>[] = [
      {},
      { title: 'Of one of several kinds', candidates: possible },
      { title: 'Known already', duplicateOf: known },
      { title: 'A database', foreign: null, ...none },
      { title: 'Deploy key', foreign: 'GitHub', ...none },
      { title: 'Twice in it', twinOf: Math.max(0, key - 5) },
      { title: 'A mail account', problem: 'secret.white-space', ...none },
      { title: LONG, folder: LONG, leftOut: ['attachment', 'one-time-code'] },
      { title: 'Old and archived', state: 'archived' },
      { title: 'Thrown away', state: 'deleted' },
      { title: 'With a field', from: 'field', field: 'API token', folder: '' },
    ]
    return { ...plain, ...variants[key % variants.length] }
  })
}

/** `file=<format or error>` chooses what the chosen file is, `entries=<number>` how long it is. */
export function transferHandlers(fake: Fake) {
  const { file = 'none' } = fake.options
  let added = 5000
  return {
    'import.open': () => {
      if (file === 'none') return ok(null)
      const format = FORMATS.find((each) => each === file)
      if (format === undefined) return err(appError(file as ErrorCode, { line: 12, megabytes: 64 }))
      const sealed = SEALED.includes(format)
      const names = ['Service', 'Token', 'Comment', 'A column whose name nobody has kept short']
      const columns = format === 'csv' ? { names, guess: { title: 0, secret: 1, notes: 2 } } : null
      return ok({ id: ID, file: `tokens.${format}`, format, sealed, columns })
    },
    'import.read': async ({ password }) => {
      await fake.wait()
      if (password === 'wrong') return err(appError('import.wrong-password'))
      const { entries = 33 } = fake.options
      const rows = JSON.stringify(fakeRows(entries, fake))
      return ok({ rows, without: entries === 0 ? 12 : 3 })
    },
    'import.take': async ({ rows: taken }) => {
      await fake.wait()
      const now = fake.options.now()
      const made = taken.map(({ kind, label }) => sampleToken((added += 1), { kind, label }, now))
      for (const token of made) fake.tokens.set(token.summary.id, token)
      const upserted = made.map(({ summary }) => summary)
      fake.announce('tokens.changed', { upserted, removed: [] })
      return ok({ ids: upserted.map(({ id }) => id) })
    },
    'import.drop': () => ok(null),
    'export.write': async ({ format }) => {
      await fake.wait()
      const { size } = fake.tokens
      return ok({ file: `keyglot-export.${format}`, tokens: size, unreadable: 0 })
    },
  } satisfies Pick<Handlers, TransferCalls>
}
