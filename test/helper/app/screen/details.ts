import type { Locator, Page } from '@playwright/test'

/** The right of the window: everything about one token. */
export class DetailsScreen {
  readonly pane: Locator
  readonly secret: Locator
  readonly revealButton: Locator
  readonly copyButton: Locator
  readonly checkButton: Locator
  readonly verdict: Locator
  readonly actions: Locator

  constructor(
    readonly page: Page,
    label: string,
  ) {
    this.pane = page.getByRole('region', { name: `Details of ${label}`, exact: true })
    this.secret = this.pane.getByRole('status', { name: 'Secret' })
    this.revealButton = this.pane.getByRole('button', { name: 'Reveal' })
    this.copyButton = this.pane.getByRole('button', { name: 'Copy', exact: true })
    this.checkButton = this.pane.getByRole('button', { name: 'Check now' })
    this.verdict = this.pane.locator('div[role="status"]')
    this.actions = this.pane.getByRole('toolbar', { name: 'Token actions' })
  }

  /** A titled part, for example 'About'. */
  section(title: string): Locator {
    return this.pane.getByRole('region', { name: title, exact: true })
  }

  /** The value beside a name, with who says so. */
  row(name: string): Locator {
    return this.pane
      .locator('dt', { hasText: new RegExp(`^${name.replaceAll(/[()]/g, '\\$&')}$`) })
      .locator('xpath=following-sibling::dd')
  }

  action(name: 'Rotate' | 'Revoke' | 'Forget'): Locator {
    return this.actions.getByRole('button', { name })
  }
}
