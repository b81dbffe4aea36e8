export function ExpiryEditor(_: Readonly<Record<string, unknown>>) {
  return null
}
export function RotationEditor(_: Readonly<Record<string, unknown>>) {
  return null
}
