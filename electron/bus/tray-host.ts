import type { Bus } from './bus'

/**
 * "Status Notifier Item", StatusNotifierWatcher,
 * https://specifications.freedesktop.org/status-notifier-item/latest/status-notifier-watcher.html
 * Desktops and Chromium use the name of its first implementation, KDE's.
 */
const WATCHER = 'org.kde.StatusNotifierWatcher'

/** Whether there is something on the screen that shows the icons of programs. */
export async function hasTrayHost(bus: Bus | null): Promise<boolean> {
  const answer = await bus?.call({
    destination: WATCHER,
    path: '/StatusNotifierWatcher',
    interface: 'org.freedesktop.DBus.Properties',
    member: 'Get',
    args: [WATCHER, 'IsStatusNotifierHostRegistered'],
  })
  return answer?.[0] === true
}
