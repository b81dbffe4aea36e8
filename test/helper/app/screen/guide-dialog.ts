import type { ElectronApplication, Locator, Page } from '@playwright/test'
import { writeClipboard } from '../peek'

/** The guided replacement or end of a token. */
export class GuideDialog {
  readonly dialog: Locator
  readonly field: Locator
  readonly refusal: Locator
  readonly comparison: Locator
  readonly openPage: Locator

  constructor(
    readonly page: Page,
    title: RegExp,
  ) {
    this.dialog = page.getByRole('dialog', { name: title })
    this.field = this.dialog.getByRole('textbox', { name: 'New token' })
    this.refusal = this.dialog.getByRole('alert')
    this.comparison = this.dialog.getByRole('table', { name: 'New and old compared' })
    this.openPage = this.dialog.getByRole('button', { name: 'Open page' })
  }

  button(name: string): Locator {
    return this.dialog.getByRole('button', { name, exact: true })
  }

  async paste(app: ElectronApplication, text: string): Promise<void> {
    await writeClipboard(app, text)
    await this.field.focus()
    await this.page.keyboard.press('Control+V')
  }
}
