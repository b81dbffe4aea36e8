import { run } from '../process'
import { hasCommand } from './system'

const NAME = 'org.freedesktop.secrets'

/** True if the answer of `ListNames` or `ListActivatableNames` names a keychain service. */
export function namesKeychain(answer: string): boolean {
  return answer.includes(`"${NAME}"`)
}

/**
 * True if a keychain service runs on the session bus or is started on demand; also where that
 * cannot be asked, as outside Linux. It may still be locked: the app tells that apart.
 */
export async function hasKeychainService(): Promise<boolean> {
  if (process.platform !== 'linux' || !hasCommand('dbus-send')) return true
  const target = ['--dest=org.freedesktop.DBus', '/org/freedesktop/DBus']
  for (const method of ['ListNames', 'ListActivatableNames']) {
    const args = ['--session', '--print-reply', '--reply-timeout=1000', ...target]
    const asked = await run('dbus-send', [...args, `org.freedesktop.DBus.${method}`], {
      timeout: 2_000,
    })
    if (asked.code === 0 && namesKeychain(asked.stdout)) return true
  }
  return false
}
