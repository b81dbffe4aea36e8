import { app, Notification } from 'electron'
import type { TokenId } from '../../shared/model/token'
import type { Notifier } from '../service/port'

/** Some Linux desktops read markup in a notification; a label must not be able to write any. */
function plain(text: string): string {
  if (process.platform !== 'linux') return text
  return text.replaceAll('<', '‹').replaceAll('>', '›').replaceAll('&', '＆')
}

/** Desktop notifications, and the number on the app's icon where the system has one. */
export function systemNotifier(open: (token: TokenId | null) => void): Notifier {
  // a notification that is collected loses its click
  const shown = new Set<Notification>()
  return {
    available: Notification.isSupported(),
    show({ title, body, token }) {
      const notification = new Notification({
        title: plain(title),
        body: plain(body),
        silent: true,
      })
      shown.add(notification)
      notification.on('click', () => open(token))
      notification.on('close', () => shown.delete(notification))
      notification.show()
    },
    badge: (count) => void app.setBadgeCount(count),
  }
}
