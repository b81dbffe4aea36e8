export function ServerDialog(_: Readonly<Record<string, unknown>>) {
  return null
}
