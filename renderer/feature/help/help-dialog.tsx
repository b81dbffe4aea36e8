export function HelpDialog(_: Readonly<Record<string, unknown>>) {
  return null
}
