import { describe, expect, it } from 'vitest'
import {
  besideWork,
  onScreen,
  readPlace,
  writePlace,
  type Place,
} from '../../../electron/app/window-place'

const place: Place = { x: 40, y: 60, width: 1000, height: 700, maximized: false }
const screen = { x: 0, y: 25, width: 1920, height: 1055 }

describe('the file with the window’s place', () => {
  it('comes back as it was', () => {
    expect(readPlace(writePlace(place))).toEqual(place)
    expect(readPlace(writePlace({ ...place, maximized: true }))?.maximized).toBe(true)
  })

  it('holds nothing but the place', () => {
    const more = { ...place, label: 'a token' } as Place
    expect(writePlace(more)).not.toContain('label')
  })

  it.each([
    '',
    'null',
    '[]',
    '{"x":0}',
    '{"x":0,"y":0,"width":1e9,"height":700,"maximized":false}',
    '{"x":0,"y":0,"width":1.5,"height":700,"maximized":false}',
    '{"x":0,"y":0,"width":10,"height":700,"maximized":false}',
    '{"x":"0","y":0,"width":700,"height":700,"maximized":false}',
    '{"x":0,"y":0,"width":700,"height":700,"maximized":1}',
    '{"__proto__":{"x":0,"y":0,"width":700,"height":700,"maximized":false}}',
  ])('is left alone if it is %j', (text) => {
    expect(readPlace(text)).toBeNull()
  })
})

describe('the place on the screens that are there', () => {
  it('stays where it can be seen whole', () => {
    expect(onScreen(place, [screen])).toEqual(place)
    const second = { ...screen, x: 1920 }
    expect(onScreen({ ...place, x: 2000 }, [screen, second])).toMatchObject({ x: 2000 })
  })

  it('moves in where a part is outside, and shrinks to what there is', () => {
    expect(onScreen({ ...place, x: -500, y: -20 }, [screen])).toMatchObject({ x: 0, y: 25 })
    const small = { x: 0, y: 0, width: 800, height: 600 }
    expect(onScreen(place, [small])).toEqual({ ...small, maximized: false })
  })

  it('is given up where the screen is gone', () => {
    expect(onScreen({ ...place, x: 2500 }, [screen])).toBeNull()
    expect(onScreen({ ...place, x: -990 }, [screen])).toBeNull()
    expect(onScreen(place, [])).toBeNull()
  })
})

describe('the window beside a page', () => {
  it('is small, at the right edge of its screen', () => {
    expect(besideWork({ x: 100, y: 20, width: 1600, height: 880 })).toEqual({
      x: 1300,
      y: 120,
      width: 400,
      height: 680,
    })
  })

  it('is no larger than its screen', () => {
    expect(besideWork({ x: 0, y: 0, width: 380, height: 600 })).toEqual({
      x: 0,
      y: 0,
      width: 380,
      height: 600,
    })
  })
})
