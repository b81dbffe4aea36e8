export function Palette(_: Readonly<Record<string, unknown>>) {
  return null
}
