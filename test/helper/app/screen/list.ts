import type { Locator, Page } from '@playwright/test'
import { sentence, startingWith } from './text'

/** The left and the middle of the window. */
export class ListScreen {
  readonly grid: Locator
  readonly search: Locator
  readonly addButton: Locator
  readonly views: Locator
  readonly progress: Locator
  readonly messages: Locator

  constructor(readonly page: Page) {
    this.grid = page.getByRole('grid', { name: 'Tokens' })
    this.search = page.getByRole('searchbox', { name: 'Search tokens' })
    this.addButton = page.getByRole('button', { name: 'Add token' }).first()
    this.views = page.getByRole('navigation', { name: 'Views' })
    this.progress = page.getByRole('progressbar')
    this.messages = page.getByRole('region', { name: 'Messages' })
  }

  /** The row of a token. */
  row(label: string): Locator {
    return this.grid.getByRole('row', { name: startingWith(label) })
  }

  /** Rows of tokens, without the headings of platforms. */
  get rows(): Locator {
    return this.grid.locator('[data-token]')
  }

  view(name: string): Locator {
    return this.views.getByRole('button', { name: new RegExp(`^${name}`) })
  }

  copyButton(label: string): Locator {
    return this.grid.getByRole('button', { name: sentence('Copy {}', label) })
  }

  message(text: string | RegExp): Locator {
    return this.messages.getByText(text)
  }

  /** How many tokens a view has, as the side bar says it. */
  async countOf(view: string): Promise<number> {
    const text = (await this.view(view).textContent()) ?? ''
    return Number(text.slice(view.length).replaceAll(/\D/g, '') || '0')
  }

  /** Closes the messages that lie over the window. */
  async dismissMessages(): Promise<void> {
    const close = this.messages.getByRole('button', { name: 'Close' })
    // one that leaves by itself in this moment need not be closed
    while ((await close.count()) > 0)
      await close
        .first()
        .click({ timeout: 1000 })
        .catch(() => null)
  }

  async open(label: string): Promise<void> {
    await this.row(label).click()
  }
}
