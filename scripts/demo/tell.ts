import type { ElectronApplication } from '@playwright/test'
import type { VaultStatus } from '../../shared/model/vault'

/** Tells the window how its vault stands, without it being so; the tests bring the real ones about. */
export function tellVault(app: ElectronApplication, status: VaultStatus): Promise<void> {
  return app.evaluate(
    ({ BrowserWindow }, given) =>
      BrowserWindow.getAllWindows()[0]?.webContents.send('keyglot:event', 'vault.changed', given),
    status,
  )
}
