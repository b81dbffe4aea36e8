export function VaultScreen(_: Readonly<Record<string, unknown>>) {
  return null
}
