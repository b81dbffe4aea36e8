/**
 * Switches of Chromium that open a packed app for others (its debugger answers whoever connects),
 * take the window's protections away, or write down what it does. The fuses stop those of Node.
 */
export const REFUSED_SWITCHES = [
  'remote-debugging-port',
  'remote-debugging-pipe',
  'remote-debugging-address',
  'remote-allow-origins',
  'auto-open-devtools-for-tabs',
  'load-extension',
  'log-net-log',
  'allow-file-access-from-files',
  'allow-running-insecure-content',
  'disable-site-isolation-trials',
  'disable-web-security',
  'enable-blink-features',
  'enable-experimental-web-platform-features',
  'unsafely-treat-insecure-origin-as-secure',
] as const

/** Forgets them before Chromium looks, which it does when Electron gets ready. */
export function refuseSwitches(commandLine: { removeSwitch(name: string): void }): void {
  for (const name of REFUSED_SWITCHES) commandLine.removeSwitch(name)
}
