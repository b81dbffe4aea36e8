import { appError } from '../../shared/error'
import { err, ok } from '../../shared/result'
import type { BackupService } from '../service/backup-service'
import { lending } from '../service/ways-service'
import type { HandlersOf } from './handlers-of'

export function backupHandlers({
  backups,
}: {
  readonly backups: BackupService
}): HandlersOf<'backup'> {
  return {
    'backup.list': () => backups.list(),
    'backup.make': () => backups.make(),
    'backup.saveCopy': () => backups.saveCopy(),
    'backup.look': async ({ source, proof }) => {
      const looked = proof
        ? await lending(proof, (how) =>
            // a PIN opens what was open before, and no file
            how.by === 'pin'
              ? Promise.resolve(err(appError('vault.no-such-way')))
              : backups.look(source, how),
          )
        : await backups.look(source, null)
      if (!looked.ok) return looked
      if (looked.value === null) return ok({ state: 'none' })
      return looked.value.state === 'open'
        ? ok(looked.value)
        : ok({ state: 'locked', ways: [...looked.value.ways] })
    },
    'backup.restore': ({ proof }) =>
      proof ? lending(proof, (how) => backups.restore(how)) : backups.restore(null),
    'backup.drop': () => {
      backups.drop()
      return ok(null)
    },
  }
}
