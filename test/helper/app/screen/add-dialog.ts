import type { ElectronApplication, Locator, Page } from '@playwright/test'
import { writeClipboard } from '../peek'

/** From a paste to a saved token. */
export class AddDialog {
  readonly dialog: Locator
  readonly paste: Locator
  readonly refusal: Locator
  readonly kinds: Locator
  readonly label: Locator
  readonly server: Locator
  readonly address: Locator
  readonly found: Locator
  readonly verdict: Locator
  readonly checkButton: Locator
  /** Names a server that is only a guess; nothing is sent before it is pressed. */
  readonly askButton: Locator
  readonly note: Locator
  readonly standing: Locator
  readonly saveButton: Locator

  constructor(readonly page: Page) {
    this.dialog = page.getByRole('dialog', { name: 'Add token' })
    this.paste = this.dialog.getByRole('textbox', { name: 'Paste a token' })
    this.refusal = this.dialog.getByRole('alert')
    this.kinds = this.dialog.getByRole('radiogroup').first()
    this.label = this.dialog.getByRole('textbox', { name: 'Label' })
    this.server = this.dialog.getByRole('button', { name: /Server$/ })
    this.address = this.dialog.getByRole('textbox', { name: 'Address' })
    this.found = this.dialog.getByRole('region', { name: 'What is known' })
    this.verdict = this.found.getByRole('status')
    this.checkButton = this.found.getByRole('button', { name: 'Check' })
    this.askButton = this.found.getByRole('button', { name: /^Check at/ })
    this.note = this.dialog.getByRole('textbox', { name: 'Note' })
    this.standing = this.dialog.getByRole('contentinfo').getByRole('status')
    this.saveButton = this.dialog.getByRole('button', { name: 'Save' })
  }

  /** Copies a text and pastes it into the window, wherever the focus is. */
  async pasteAnywhere(app: ElectronApplication, text: string): Promise<void> {
    await writeClipboard(app, text)
    await this.page.keyboard.press('Control+V')
  }

  /** The kind that is shown as recognized, without a question. */
  recognized(name: string): Locator {
    return this.dialog.getByText(name, { exact: true })
  }

  kind(name: string): Locator {
    return this.kinds.getByRole('radio', { name })
  }

  field(name: string): Locator {
    return this.dialog.getByRole('textbox', { name })
  }

  /** Opens a list of choices and takes one. */
  async choose(name: RegExp, option: string | RegExp): Promise<void> {
    await this.dialog.getByRole('button', { name }).click()
    await this.page.getByRole('option', { name: option }).click()
  }

  /** The value of something known, beside its name. */
  fact(name: string): Locator {
    return this.found.locator('dt', { hasText: name }).locator('xpath=following-sibling::dd')
  }

  /** Leaves without saving, by the keyboard; a value that is not saved is asked about. */
  async giveUp(): Promise<void> {
    await this.page.keyboard.press('Escape')
    const sure = this.dialog.getByRole('button', { name: 'Discard' })
    await sure.press('Enter')
    await this.dialog.waitFor({ state: 'hidden' })
  }

  async save(): Promise<void> {
    await this.saveButton.click()
    await this.dialog.waitFor({ state: 'hidden' })
  }
}
