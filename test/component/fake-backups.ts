import type { Handlers } from '../../shared/contract/index'
import { appError } from '../../shared/error'
import type { BackupInfo, BackupReason } from '../../shared/model/backup'
import { statusOf } from '../../shared/model/vault'
import { err, ok } from '../../shared/result'
import type { Fake } from './fake-bridge'

const HOUR = 3_600_000

function madeAt(at: number, reason: BackupReason): BackupInfo {
  const time = new Date(at).toISOString().replace(/[:.]/g, '-')
  return { id: `1a2b3c4d-${time}-${reason}`, at, reason, bytes: 98_304 }
}

/** Three backups, of which the oldest asks for a password; 'wrong' is a wrong one. */
export function backupHandlers(fake: Fake) {
  const now = fake.options.now()
  const backups = [
    madeAt(now - 5 * HOUR, 'daily'),
    madeAt(now - 30 * HOUR, 'manual'),
    madeAt(now - 60 * HOUR, 'keys'),
  ]
  let held: string | null = null
  return {
    'backup.list': () =>
      ok({ backups, last: { at: now - 5 * HOUR, reason: 'daily', error: null }, able: true }),
    'backup.make': async () => {
      await fake.wait()
      const made = madeAt(fake.options.now(), 'manual')
      backups.unshift(made)
      return ok(made)
    },
    'backup.saveCopy': () => ok({ file: 'keyglot-backup.db' }),
    'backup.look': ({ source, proof }) => {
      if (source.from !== 'held') held = source.from === 'list' ? source.id : 'file'
      if (proof && Object.values(proof).includes('wrong')) {
        return err(appError('vault.wrong-password'))
      }
      const asks = held === 'file' || held?.endsWith('-keys')
      if (asks && !proof) return ok({ state: 'locked', ways: ['password', 'recovery'] })
      return ok({
        state: 'open',
        preview: {
          at: now - 5 * HOUR,
          tokens: 12,
          same: true,
          damaged: 0,
          changes: {
            back: { count: 1, labels: ['Website, production'] },
            gone: { count: 2, labels: ['App, staging', 'Docs'] },
            different: { count: 0, labels: [] },
          },
          ways: ['keychain', 'recovery'],
        },
      })
    },
    'backup.restore': () => ok(statusOf('open')),
    'backup.drop': () => ok(null),
  } satisfies Partial<Handlers>
}
