import { Message } from '@jellybrick/dbus-next'
import { putToken, untilOpen } from '../helper/app/arrange'
import { startDesk, type Owner } from '../helper/desk'
import { ListScreen } from '../helper/app/screen/list'
import { expect, test } from './fixture'

test.skip(process.platform !== 'linux', 'the buses are those of Linux')

/** How many programs are connected, the one that asks among them. */
async function connections({ bus }: Owner): Promise<number> {
  const daemon = 'org.freedesktop.DBus'
  const answer = await bus.call(
    new Message({ destination: daemon, path: '/', interface: daemon, member: 'ListNames' }),
  )
  const names = (answer?.body[0] ?? []) as readonly string[]
  return names.filter((name) => name.startsWith(':')).length
}

/**
 * Chromium ends a program whose bus is gone; Electron lets it exit cleanly since "fix: exit cleanly
 * when the D-Bus session bus goes away on Linux", https://github.com/electron/electron/pull/53022.
 * If this fails, that has changed: a bus that comes back is then to be listened to once more.
 */
test('A bus that ends takes the program with it, and nothing that was acknowledged', async ({
  start,
  desktop,
  platforms,
}) => {
  const system = await startDesk()
  const env = { ...desktop.env, DBUS_SYSTEM_BUS_ADDRESS: system.address }
  const running = await start({ env })
  await untilOpen(running.page)
  await putToken(running.page, platforms.issue('tolgee/pat'), { label: 'Just added' })
  // Chromium's own connection, and ours
  const other = await system.owner('com.example.Other')
  await expect.poll(() => connections(other)).toBeGreaterThanOrEqual(3)
  const gone = running.app.waitForEvent('close')
  await system.stop()
  await gone
  await running.close()

  const { page } = await start()
  await expect(new ListScreen(page).row('Just added')).toBeVisible()
  await expect(page.getByRole('alert')).toHaveCount(0)
})
