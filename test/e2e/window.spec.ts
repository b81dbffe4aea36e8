import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { untilOpen } from '../helper/app/arrange'
import type { RunningApp } from '../helper/app/launch'
import { expect, test } from './fixture'

const size = ({ app }: RunningApp): Promise<number[] | undefined> =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getSize())

test('The window comes back in the size it had, and holds on to nothing else', async ({
  start,
  profile,
}) => {
  const first = await start()
  await untilOpen(first.page)
  await first.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.setSize(900, 600),
  )
  await expect.poll(() => size(first)).toEqual([900, 600])
  await first.close()
  const kept = JSON.parse(readFileSync(join(profile, 'window.json'), 'utf8')) as object
  expect(Object.keys(kept).sort()).toEqual(['height', 'maximized', 'width', 'x', 'y'])

  const second = await start()
  await untilOpen(second.page)
  expect(await size(second)).toEqual([900, 600])
})

test('A window.json that is none is no obstacle', async ({ start, profile }) => {
  const file = join(profile, 'window.json')
  const far = { x: 15_000, y: 15_000, width: 900, height: 600, maximized: false }
  for (const text of ['{', JSON.stringify({ ...far, x: '0' }), JSON.stringify(far)]) {
    writeFileSync(file, text)
    const running = await start()
    await untilOpen(running.page)
    expect(await size(running)).toEqual([1180, 760])
    await running.close()
  }
})
