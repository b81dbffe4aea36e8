import { describe, expect, it } from 'vitest'
import { ICON_LIGHT, ICON_TEMPLATE, iconBitmap } from '../../../electron/app/tray-icon'

describe('the icon of the tray', () => {
  it.each([16, 32])('is a bubble with a keyhole, %i pixels wide', (size) => {
    const bitmap = iconBitmap(size, ICON_TEMPLATE)
    // opacity, 0 to 255
    const at = (x: number, y: number) =>
      bitmap[(Math.floor(y * size) * size + Math.floor(x * size)) * 4 + 3]
    expect(bitmap).toHaveLength(size * size * 4)
    expect([at(0, 0), at(0.97, 0.5), at(0.9, 0.95)]).toEqual([0, 0, 0])
    expect([at(0.15, 0.5), at(0.5, 0.72), at(0.85, 0.3)]).toEqual([255, 255, 255])
    expect([at(0.5, 0.35), at(0.5, 0.55)]).toEqual([0, 0])
  })

  it('multiplies its colour by its opacity', () => {
    const bitmap = iconBitmap(16, ICON_LIGHT)
    const edges = new Set<number>()
    for (let at = 0; at < bitmap.length; at += 4) {
      const [blue, green, red, alpha] = bitmap.subarray(at, at + 4)
      expect([blue, green, red]).toEqual([alpha, alpha, alpha])
      edges.add(alpha ?? 0)
    }
    expect(edges.size).toBeGreaterThan(4)
  })
})
