/** Where the window was: kept in a file of its own, since it is needed before the vault is open. */
export interface Rectangle {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export interface Place extends Rectangle {
  readonly maximized: boolean
}

/** The smallest size of the window, px. */
export const SMALLEST = 420
/** The same while it stands beside a page, px. */
export const SMALLEST_BESIDE = 360
const BESIDE = { width: 400, height: 680 }
/** So much of it has to be on a screen to be taken hold of, px. */
const HOLD = 100
const LARGEST = 20_000

/** What a file says; null: nothing that this program has written. Without the schema library, which the start does without. */
export function readPlace(text: string): Place | null {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return null
  }
  if (typeof value !== 'object' || value === null) return null
  const { x, y, width, height, maximized } = value as Record<keyof Place, unknown>
  if (!isPixel(x) || !isPixel(y) || !isPixel(width) || !isPixel(height)) return null
  if (width < SMALLEST || height < SMALLEST || typeof maximized !== 'boolean') return null
  return { x, y, width, height, maximized }
}

function isPixel(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && Math.abs(value) <= LARGEST
}

export function writePlace({ x, y, width, height, maximized }: Place): string {
  return JSON.stringify({ x, y, width, height, maximized })
}

/** The place on one of the present screens; null: none of them shows enough of it. */
export function onScreen(place: Place, areas: readonly Rectangle[]): Place | null {
  const seen = areas.map((area) => ({ area, shown: overlap(place, area) }))
  const best = seen.sort((a, b) => b.shown - a.shown)[0]
  if (best === undefined || best.shown < HOLD * HOLD) return null
  const { area } = best
  const width = Math.min(place.width, area.width)
  const height = Math.min(place.height, area.height)
  return {
    x: Math.max(area.x, Math.min(place.x, area.x + area.width - width)),
    y: Math.max(area.y, Math.min(place.y, area.y + area.height - height)),
    width,
    height,
    maximized: place.maximized,
  }
}

/** The small window beside a page: at the right edge of a screen, in the middle of its height. */
export function besideWork(area: Rectangle): Rectangle {
  const width = Math.min(BESIDE.width, area.width)
  const height = Math.min(BESIDE.height, area.height)
  return {
    x: area.x + area.width - width,
    y: area.y + Math.round((area.height - height) / 2),
    width,
    height,
  }
}

/** The area that two rectangles have in common, px². */
function overlap(a: Rectangle, b: Rectangle): number {
  const wide = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)
  const high = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y)
  return wide > 0 && high > 0 ? wide * high : 0
}
