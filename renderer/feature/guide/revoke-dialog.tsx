export function RevokeDialog(_: Readonly<Record<string, unknown>>) {
  return null
}
