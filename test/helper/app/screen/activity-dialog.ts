import type { ElectronApplication, Locator, Page } from '@playwright/test'

/** The view of the audit log. */
export class ActivityDialog {
  readonly dialog: Locator
  readonly grid: Locator
  readonly text: Locator
  readonly found: Locator

  constructor(readonly page: Page) {
    this.dialog = page.getByRole('dialog', { name: 'Activity' })
    this.grid = this.dialog.getByRole('grid', { name: 'What was done, newest first' })
    this.text = this.dialog.getByRole('textbox', { name: 'Label, kind or detail' })
    this.found = this.dialog.getByRole('status').filter({ hasText: /^(Intact|Line)/ })
  }

  button(name: string): Locator {
    return this.dialog.getByRole('button', { name, exact: true })
  }

  /** Lines that tell of this act, whatever else they tell. */
  lines(act: string): Locator {
    return this.grid.getByRole('row').filter({ hasText: act })
  }

  /** Chooses from one of the two lists of the filter. */
  async choose(list: 'What' | 'Outcome', option: string): Promise<void> {
    await this.dialog.getByRole('button', { name: new RegExp(`${list}$`) }).click()
    await this.page.getByRole('option', { name: option }).click()
  }

  /** Exports as the menu's entry says; the system's dialog is answered with this path. */
  async exportTo(app: ElectronApplication, path: string | null, entry: string): Promise<void> {
    await app.evaluate(({ dialog }, filePath) => {
      const answer = { canceled: filePath === null, filePath: filePath ?? '' }
      Object.assign(dialog, { showSaveDialog: () => Promise.resolve(answer) })
    }, path)
    await this.button('Export…').click()
    await this.page.getByRole('menuitem', { name: entry }).click()
  }
}
