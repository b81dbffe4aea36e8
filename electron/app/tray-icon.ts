/**
 * The key of the brand as a picture of a few pixels, drawn: one shape in one colour, as the trays
 * of all systems want it. The shape is that of `renderer/ui/brand.svg`, on its grid of 64.
 */
const GRID = 64
/** Samples for each pixel and direction. */
const FINE = 4

export interface Colour {
  readonly red: number
  readonly green: number
  readonly blue: number
}

export const ICON_DARK: Colour = { red: 0x17, green: 0x18, blue: 0x1c }
export const ICON_LIGHT: Colour = { red: 0xff, green: 0xff, blue: 0xff }
/** macOS takes the shape alone, and colours it to fit its menu bar. */
export const ICON_TEMPLATE: Colour = { red: 0, green: 0, blue: 0 }

/** Rows of blue, green, red, opacity, the colours multiplied by it, as `createFromBitmap` takes them. */
export function iconBitmap(size: number, { red, green, blue }: Colour): Buffer {
  const bitmap = Buffer.alloc(size * size * 4)
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const part = covered(x, y, size)
      const bytes = [blue, green, red, 255].map((each) => Math.round(each * part))
      bitmap.set(bytes, (y * size + x) * 4)
    }
  }
  return bitmap
}

/** How much of a pixel the shape covers, 0 to 1. */
function covered(x: number, y: number, size: number): number {
  let inside = 0
  for (let row = 0; row < FINE; row++) {
    for (let column = 0; column < FINE; column++) {
      const at = (part: number, step: number): number =>
        ((part + (step + 0.5) / FINE) * GRID) / size
      if (isInside(at(x, column), at(y, row))) inside += 1
    }
  }
  return inside / FINE ** 2
}

/** A speech bubble with a keyhole in it. */
function isInside(x: number, y: number): boolean {
  return isBubble(x, y) && !isKeyhole(x, y)
}

function isBubble(x: number, y: number): boolean {
  const tail = y >= 50 && y <= 61 && x >= 16 && x - 16 <= 15 * (1 - (y - 50) / 11)
  return tail || isRounded(x - 4, y - 4, { width: 56, height: 46, radius: 12 })
}

function isKeyhole(x: number, y: number): boolean {
  const hole = Math.hypot(x - 32, y - 22.5) <= 8
  const slot = y > 22.5 && y <= 40 && Math.abs(x - 32) <= 3 + (y - 22.5) * 0.25
  return hole || slot
}

function isRounded(
  x: number,
  y: number,
  { width, height, radius }: { width: number; height: number; radius: number },
): boolean {
  const over = (at: number, length: number): number =>
    Math.max(radius - at, at - (length - radius), 0)
  const within = x >= 0 && y >= 0 && x <= width && y <= height
  return within && Math.hypot(over(x, width), over(y, height)) <= radius
}
