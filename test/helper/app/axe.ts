import { createRequire } from 'node:module'
import type { Page } from '@playwright/test'
import type { AxeResults, RunOptions } from 'axe-core'

const { source } = createRequire(import.meta.url)('axe-core') as { readonly source: string }

/** One rule that a view breaks, and where. */
export interface Violation {
  readonly rule: string
  readonly impact: string
  readonly where: readonly string[]
}

/** WCAG 2.2 AA, and what axe counts as best practice. */
const OPTIONS: RunOptions = {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  resultTypes: ['violations'],
}

/** Another theme changes nothing but colours. */
const COLOURS: RunOptions = {
  runOnly: { type: 'rule', values: ['color-contrast'] },
  resultTypes: ['violations'],
}

/** A colour on its way to another is none that anybody reads. What turns for ever is not waited for. */
async function atRest(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
    const passing = document
      .getAnimations()
      .filter(({ effect }) => Number.isFinite(effect?.getComputedTiming().endTime))
    // one that is taken away meanwhile has come to rest as well
    await Promise.allSettled(passing.map(({ finished }) => finished))
  })
}

/**
 * What axe finds in the page as it stands; `within`: only in what that selects, which is quicker;
 * `what`: everything, or the colours of a view that was looked at in another theme.
 */
export async function violationsOf(
  page: Page,
  within: string | null = null,
  what: 'all' | 'colours' = 'all',
): Promise<Violation[]> {
  await atRest(page)
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(source)
  const results = await page.evaluate(
    ({ where, options }) =>
      (
        window as unknown as {
          axe: { run(where: Document | string, how: RunOptions): Promise<AxeResults> }
        }
      ).axe.run(where ?? document, options),
    { where: within, options: what === 'all' ? OPTIONS : COLOURS },
  )
  return results.violations.map(({ id, impact, nodes }) => ({
    rule: id,
    impact: impact ?? 'unknown',
    where: nodes.map(({ target, failureSummary }) =>
      `${target.join(' ')}: ${failureSummary ?? ''}`.replaceAll(/\s+/g, ' ').slice(0, 300),
    ),
  }))
}
