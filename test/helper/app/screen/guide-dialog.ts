import type { ElectronApplication, Locator, Page } from '@playwright/test'
import type { SignIn } from '../../../simulator/index'
import { writeClipboard } from '../peek'

export type Way =
  'Keyglot does it' | 'Keyglot does it with your sign-in' | 'You do it in the browser'

/** The replacement or end of a token, by API or by hand. */
export class GuideDialog {
  readonly dialog: Locator
  readonly field: Locator
  readonly refusal: Locator
  readonly comparison: Locator
  readonly openPage: Locator
  /** The sign-in, or the question for one more code. */
  readonly signInForm: Locator
  readonly ways: Locator

  constructor(
    readonly page: Page,
    title: RegExp,
  ) {
    this.dialog = page.getByRole('dialog', { name: title })
    this.field = this.dialog.getByRole('textbox', { name: 'New token' })
    this.refusal = this.dialog.getByRole('alert')
    this.comparison = this.dialog.getByRole('table', { name: 'New and old compared' })
    this.openPage = this.dialog.getByRole('button', { name: 'Open page' })
    this.signInForm = this.dialog.getByRole('form', { name: /^Sign in to/ })
    this.ways = this.dialog.getByRole('radiogroup', { name: /^How it is/ })
  }

  button(name: string): Locator {
    return this.dialog.getByRole('button', { name, exact: true })
  }

  async paste(app: ElectronApplication, text: string): Promise<void> {
    await writeClipboard(app, text)
    await this.field.focus()
    await this.page.keyboard.press('Control+V')
  }

  /** Who does it. The radio itself is not in view, as everywhere in the window. */
  async choose(way: Way): Promise<void> {
    await this.ways
      .getByRole('radio', { name: new RegExp(`^${way}(?! with)`) })
      .click({ force: true })
  }

  /** How long the old value stays; `No time`, `1 day`, … */
  async keepOldFor(period: string): Promise<void> {
    await this.dialog.getByRole('button', { name: /keep the old one for$/i }).click()
    await this.page.getByRole('option', { name: period }).click()
  }

  /** Where the start asks for nothing, the period is among the options. */
  async keepOldForByOptions(period: string): Promise<void> {
    await this.button('Options').click()
    await this.keepOldFor(period)
  }

  /** Types name and password, and the code where one is asked for with them. */
  async signIn({ username, password }: SignIn, code?: string): Promise<void> {
    await this.signInForm.getByLabel('User name or e-mail').fill(username)
    await this.signInForm.getByLabel('Password').fill(password)
    if (code !== undefined) await this.codeField.fill(code)
    await this.button('Sign in').click()
  }

  get codeField(): Locator {
    return this.signInForm.getByLabel('One-time code')
  }
}
