import type { Item } from '../../store/listing'

interface Place {
  readonly items: readonly Item[]
  /** The line that is active, or -1. */
  readonly at: number
  /** How many lines a page has. */
  readonly page: number
}

const isToken = (item: Item | undefined): boolean => item?.type === 'token'

/** The nearest token from an index on, in a direction; null at the end. */
function nearest(items: readonly Item[], from: number, step: 1 | -1): number | null {
  for (let index = from; index >= 0 && index < items.length; index += step) {
    if (isToken(items[index])) return index
  }
  return null
}

/** Where a key leads in the list, or null if it leads nowhere. */
export function nextIndex(event: { readonly key: string }, place: Place): number | null {
  const { items, at, page } = place
  const last = items.length - 1
  switch (event.key) {
    case 'ArrowDown':
      return nearest(items, at + 1, 1) ?? nearest(items, at, 1)
    case 'ArrowUp':
      return at < 0
        ? nearest(items, last, -1)
        : (nearest(items, at - 1, -1) ?? nearest(items, at, 1))
    case 'PageDown':
      return nearest(items, Math.min(last, at + page), 1) ?? nearest(items, last, -1)
    case 'PageUp':
      return nearest(items, Math.max(0, at - page), -1) ?? nearest(items, 0, 1)
    case 'Home':
      return nearest(items, 0, 1)
    case 'End':
      return nearest(items, last, -1)
    default:
      return null
  }
}

interface Typed {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
}

const PAUSE = 800
/** Keys that mean something in the whole window. */
const TAKEN = new Set(['/', '?', ' '])

/** Finds the next label that begins with what is typed; the same letter again goes on to the next. */
export function createTypeAhead(
  now: () => number,
): (event: Typed, place: Omit<Place, 'page'>) => number | null {
  let typed = ''
  let last = -Infinity
  return (event, { items, at }) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !/^.$/u.test(event.key)) return null
    const going = now() - last < PAUSE && typed !== ''
    if (TAKEN.has(event.key) && !(event.key === ' ' && going)) return null
    last = now()
    const letter = event.key.toLowerCase()
    typed = going && typed !== letter ? typed + letter : letter
    const start = typed.length === 1 ? at + 1 : Math.max(0, at)
    for (let step = 0; step < items.length; step += 1) {
      const index = (start + step) % items.length
      const item = items[index]
      if (item?.type === 'token' && item.token.label.toLowerCase().startsWith(typed)) return index
    }
    return null
  }
}
