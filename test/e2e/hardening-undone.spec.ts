import { untilOpen } from '../helper/app/arrange'
import type { Finding } from '../helper/app/hardening/finding'
import { ELECTRON_LIST } from '../helper/app/hardening/list'
import { measure } from '../helper/app/hardening/measure'
import { makeUndone, NOT_ISOLATED, UNDONE, type Undoing } from '../helper/app/hardening/undone'
import { expect, test } from './fixture'

/** What each line of Electron's list says of an app without the protections, by its number. */
const judged = test.extend<{
  readonly judge: (
    undoings: readonly Undoing[],
    ready: 'open' | 'loaded',
  ) => Promise<Map<number, Finding>>
}>({
  judge: async ({ start, platforms }, use) => {
    const removals: (() => Promise<void>)[] = []
    await use(async (undoings, ready) => {
      const { folder, remove } = await makeUndone(undoings)
      removals.push(remove)
      const args = ['--disable-site-isolation-trials', '--enable-blink-features=CSSVariables']
      const running = await start({ folder, args })
      if (ready === 'open') await untilOpen(running.page)
      else await running.page.waitForLoadState()
      const foreign = platforms.tolgee.origins['https://app.tolgee.io'] ?? ''
      const facts = await measure({ ...running, folder, foreign })
      return new Map(ELECTRON_LIST.map(([number, item]) => [number, item.judge(facts)]))
    })
    for (const remove of removals) await remove()
  },
})

judged('Every line says FAILED of an app whose protection is undone', async ({ judge }) => {
  const found = await judge(UNDONE, 'open')
  const passed = [...found].filter(([, { ok }]) => ok).map(([number]) => number)
  // the page needs its bridge to get this far, and the version is no part of the program
  expect(passed).toEqual([3, 16])
})

judged('Isolation and Node are missed too', async ({ judge }) => {
  const found = await judge(NOT_ISOLATED, 'loaded')
  expect(found.get(2)?.seen).toContain('the page knows: too many: require, process')
  expect(found.get(3)).toEqual({ ok: false, seen: 'contextIsolation is false' })
  expect(found.get(20)?.ok).toBe(false)
})
