import { appError } from '../../shared/error'
import { err, ok } from '../../shared/result'
import type { BackupService } from '../service/backup-service'
import { unlockOf } from '../service/ways-service'
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
      const how = proof && unlockOf(proof)
      // a PIN opens what was open before, and no file
      if (how?.by === 'pin') return err(appError('vault.no-such-way'))
      const looked = await backups.look(source, how)
      if (how && how.by !== 'keychain') how.secret.wipe()
      if (!looked.ok) return looked
      if (looked.value === null) return ok({ state: 'none' })
      return looked.value.state === 'open'
        ? ok(looked.value)
        : ok({ state: 'locked', ways: [...looked.value.ways] })
    },
    'backup.restore': async ({ proof }) => {
      const how = proof && unlockOf(proof)
      const restored = await backups.restore(how)
      if (how && how.by !== 'keychain') how.secret.wipe()
      return restored
    },
    'backup.drop': () => {
      backups.drop()
      return ok(null)
    },
  }
}
