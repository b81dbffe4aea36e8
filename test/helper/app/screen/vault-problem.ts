import type { Locator, Page } from '@playwright/test'

/** What stands in place of the tokens while the vault is shut. */
export class VaultProblem {
  readonly heading: Locator
  readonly retry: Locator
  readonly folder: Locator
  readonly startNew: Locator

  constructor(readonly page: Page) {
    const screen = page.getByRole('main')
    this.heading = screen.getByRole('heading', { level: 1 })
    this.retry = screen.getByRole('button', { name: 'Try again' })
    this.folder = screen.getByRole('button', { name: 'Show data folder' })
    this.startNew = screen.getByRole('button', { name: 'Start a new vault…' })
  }

  says(text: string): Locator {
    return this.page.getByRole('main').getByText(text)
  }
}
