export function AddDialog(_: Readonly<Record<string, unknown>>) {
  return null
}
