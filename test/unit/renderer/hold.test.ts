import { describe, expect, test } from 'vitest'
import type { TypedStroke } from '../../../renderer/bridge'
import { createHold, type HeldStroke } from '../../../renderer/command/hold'
import { loadedHarness } from './harness'

function holding() {
  const { app, clock } = loadedHarness()
  const sent: string[] = []
  const hold = createHold(app, (stroke: TypedStroke) => sent.push(stroke.key))
  /** Presses keys; answers how many of them went on to the page. */
  const press = (...keys: string[]): number => {
    let through = 0
    for (const key of keys) {
      const event: HeldStroke = {
        key,
        code: '',
        ctrlKey: false,
        metaKey: false,
        altKey: false,
        shiftKey: false,
        isComposing: false,
        target: null,
        preventDefault: () => undefined,
        stopPropagation: () => (through -= 1),
      }
      through += 1
      hold.take(event)
    }
    return through
  }
  const draw = (): void => app.arrival.setState({ overlay: app.overlay.getState() })
  return { app, clock, sent, press, draw }
}

describe('keys that are pressed before an overlay is drawn', () => {
  test('go to the palette in their order, with those that come while it takes them', () => {
    const { app, clock, sent, press, draw } = holding()
    expect(press('x')).toBe(1)
    app.act.openOverlay({ name: 'palette' })
    expect(press('s', 'e')).toBe(0)
    draw()
    expect(sent).toEqual([])
    expect(press('t', 'Enter')).toBe(0)
    clock.pass(1)
    expect(sent).toEqual(['s', 'e', 't', 'Enter'])
    expect(press('x')).toBe(1)
  })

  test('end with the palette: what is behind an Enter that closes it is nobody’s', () => {
    const { app, clock, sent, press, draw } = holding()
    app.act.openOverlay({ name: 'palette' })
    press('a', 'b')
    app.act.closeOverlay()
    app.act.openOverlay({ name: 'palette' })
    press('c')
    draw()
    clock.pass(1)
    expect(sent).toEqual(['c'])
  })

  test('are dropped where a question would be answered unread', () => {
    const { app, clock, sent, press, draw } = holding()
    const id = app.tokens.getState().list[0]!.id
    app.act.openOverlay({ name: 'forget', id })
    expect(press('Enter', 'Delete')).toBe(0)
    draw()
    clock.pass(1)
    expect(sent).toEqual([])
    expect(press('Enter')).toBe(1)
  })

  test('take back what was opened, with Escape', () => {
    const { app, press } = holding()
    app.act.openOverlay({ name: 'help' })
    expect(press('Escape')).toBe(0)
    expect(app.overlay.getState().name).toBe('none')
  })
})
