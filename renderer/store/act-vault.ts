import type { EventPayload } from '../../shared/contract/event'
import type { Input } from '../../shared/contract/index'
import type { AppError } from '../../shared/error'
import type { Proof } from '../../shared/model/proof'
import type { Outcome } from '../bridge'
import type { Parts } from './actions'
import type { Env } from './env'

/** Opens and locks the vault, and changes what opens it. Forms show the failures themselves. */
export function vaultActions({ bridge, words }: Env, parts: Parts) {
  const failed = (answer: Outcome<'vault.lock'>): void => {
    if (!answer.ok) parts.toaster.error(answer.error.code)
  }
  /** Nobody types a paper again and again: what else opened the vault is forgotten, or lost. */
  const recovered = (): void =>
    parts.toaster.show({
      key: 'recovered',
      message: 'toast.recovered',
      until: null,
      action: { label: 'care.title', run: () => parts.overlay.setState({ name: 'vault' }, true) },
    })
  return {
    /** null: it is open, or another screen tells why not. */
    async unlock(proof: Proof): Promise<AppError | null> {
      const answer = await bridge.call('vault.unlock', { proof })
      if (!answer.ok) return answer.error
      parts.session.setState({ vault: answer.value })
      if (proof.by === 'recovery' && answer.value.state === 'open') recovered()
      return null
    },

    async createVault(password: string): Promise<AppError | null> {
      const answer = await bridge.call('vault.create', { password })
      if (!answer.ok) return answer.error
      parts.session.setState({ vault: answer.value })
      return null
    },

    async lock(): Promise<void> {
      failed(await bridge.call('vault.lock', null))
    },

    async acceptVault(): Promise<void> {
      const answer = await bridge.call('vault.accept', { confirm: 'accept' })
      if (answer.ok) parts.session.setState({ vault: answer.value })
      else parts.toaster.error(answer.error.code)
    },

    desktop: () => bridge.call('app.desktop', null),
    waysInfo: () => bridge.call('ways.info', null),
    setPassword: (input: Input<'ways.setPassword'>) => bridge.call('ways.setPassword', input),
    addKeychain: (proof: Proof) => bridge.call('ways.addKeychain', { proof }),
    setPin: (input: Input<'ways.setPin'>) => bridge.call('ways.setPin', input),
    removeWay: (input: Input<'ways.remove'>) => bridge.call('ways.remove', input),
    replaceKey: (proof: Proof) => bridge.call('ways.replaceKey', { proof }),
    makeRecovery: (proof: Proof) => bridge.call('recovery.make', { proof }),
    confirmRecovery: (groups: string[]) => bridge.call('recovery.confirm', { groups }),
    saveKit: () => bridge.call('recovery.savePdf', null),
    printKit: () => bridge.call('recovery.print', null),
    /** A backup that should have been made and was not: told until somebody has read it. */
    backupChanged({ error, reason }: EventPayload<'backup.changed'>): void {
      if (error === null || reason === 'manual') parts.toaster.drop('backup')
      else {
        parts.toaster.show({
          key: 'backup',
          tone: 'bad',
          message: 'toast.no-backup',
          values: { why: words.t(`error.${error}`) },
          until: null,
        })
      }
    },

    listBackups: () => bridge.call('backup.list', null),
    makeBackup: () => bridge.call('backup.make', null),
    saveBackup: () => bridge.call('backup.saveCopy', null),
    lookBackup: (input: Input<'backup.look'>) => bridge.call('backup.look', input),
    restoreBackup: (proof: Proof | null) =>
      bridge.call('backup.restore', { confirm: 'restore', proof }),
    dropBackup: (): void => void bridge.call('backup.drop', null),
    exportTokens: (input: Input<'export.write'>) => bridge.call('export.write', input),
    dropRecovery: (): void => void bridge.call('recovery.drop', null),
  }
}
