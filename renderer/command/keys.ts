/** On a Mac the shortcuts use the command key, elsewhere the control key. */
const MAC = 'navigator' in globalThis && navigator.userAgent.includes('Mac')

interface Stroke {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
  readonly shiftKey: boolean
}

/** Signs that need the shift key on some keyboards and not on others. */
const SIGNS = new Set(['/', '?', ','])

/** Whether a key event is the shortcut `Mod+Shift+R`, `F5`, `?`. */
export function isStroke(keys: string, event: Stroke, mac = MAC): boolean {
  const parts = keys.split('+')
  const key = parts.at(-1) ?? ''
  const mod = mac ? event.metaKey : event.ctrlKey
  const other = mac ? event.ctrlKey : event.metaKey
  return (
    event.key.toLowerCase() === key.toLowerCase() &&
    mod === parts.includes('Mod') &&
    !other &&
    event.altKey === parts.includes('Alt') &&
    (SIGNS.has(key) || event.shiftKey === parts.includes('Shift'))
  )
}

const MAC_SIGNS: Readonly<Record<string, string>> = { Mod: '⌘', Shift: '⇧', Alt: '⌥', Delete: '⌫' }
const NAMES: Readonly<Record<string, string>> = { Mod: 'Ctrl', Delete: 'Del' }

/** The shortcut as people read it: 'Ctrl+Shift+R', '⇧⌘R'. */
export function showKeys(keys: string, mac = MAC): string {
  const parts = keys.split('+')
  if (!mac) return parts.map((part) => NAMES[part] ?? part).join('+')
  const order = ['Alt', 'Shift', 'Mod']
  const held = order.filter((part) => parts.includes(part))
  const key = parts.at(-1) ?? ''
  return [...held, key].map((part) => MAC_SIGNS[part] ?? part).join('')
}
