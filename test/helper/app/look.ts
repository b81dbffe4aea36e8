import type { Page } from '@playwright/test'
import { violationsOf, type Violation } from './axe'

export interface Look {
  /** Runs axe over what is on view, or over what `within` selects of it, in light and in dark. */
  readonly at: (view: string, within?: string) => Promise<void>
  readonly found: (Violation & { readonly view: string })[]
}

/** Colours that are still on their way from one theme to the other would be measured half. */
async function untilPainted(page: Page, scheme: string): Promise<void> {
  await page.waitForFunction(async (wanted) => {
    const frame = (): Promise<number> => new Promise((done) => requestAnimationFrame(done))
    await frame()
    await frame()
    const themed = matchMedia(`(prefers-color-scheme: ${wanted})`).matches
    return themed && document.getAnimations().every(({ playState }) => playState !== 'running')
  }, scheme)
}

export function lookAt(page: Page): Look {
  const found: Look['found'] = []
  return {
    found,
    at: async (view, within) => {
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
        await untilPainted(page, colorScheme)
        const what = colorScheme === 'light' ? 'all' : 'colours'
        const violations = await violationsOf(page, within, what)
        found.push(...violations.map((each) => ({ view: `${view}, ${colorScheme}`, ...each })))
      }
    },
  }
}
