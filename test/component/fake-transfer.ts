import type { Handlers } from '../../shared/contract/index'
import { ok } from '../../shared/result'
import type { Fake } from './fake-bridge'

type TransferCalls = 'import.open' | 'import.read' | 'import.take' | 'import.drop' | 'export.write'

/** No file is ever chosen here; an export is said to be written. */
export function transferHandlers(fake: Fake) {
  return {
    'import.open': () => ok(null),
    'import.read': () => ok({ rows: '[]', without: 0 }),
    'import.take': ({ rows }) => ok({ added: rows.length }),
    'import.drop': () => ok(null),
    'export.write': async ({ format }) => {
      await fake.wait()
      return ok({ file: `keyglot-export.${format}`, tokens: 1, unreadable: 0 })
    },
  } satisfies Pick<Handlers, TransferCalls>
}
