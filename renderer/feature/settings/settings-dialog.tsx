export function SettingsDialog(_: Readonly<Record<string, unknown>>) {
  return null
}
