export function RotateDialog(_: Readonly<Record<string, unknown>>) {
  return null
}
