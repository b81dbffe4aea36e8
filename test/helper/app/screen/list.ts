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

  /** How many tokens the list has, as it tells assistive technology. */
  async count(): Promise<number> {
    const groups = await this.grid.getByRole('rowheader').count()
    return Number(await this.grid.getAttribute('aria-rowcount')) - groups
  }

  async open(label: string): Promise<void> {
    await this.row(label).click()
  }
}
