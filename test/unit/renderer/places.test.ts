import { describe, expect, test } from 'vitest'
import { deliveredText } from '../../../renderer/feature/rotation/delivered-text'
import { hasOpenPlace } from '../../../renderer/feature/guide/rules'
import type { DestinationId } from '../../../shared/model/destination'
import { createHarness, words } from './harness'
import { rotationView } from './rotation-view'

const inputs = ({ fake }: ReturnType<typeof createHarness>, name: string): unknown[] =>
  fake.log.calls.filter((each) => each.name === name).map((each) => each.input)

describe('what is written into the field for places', () => {
  test('is sent as one place for each line, without lines that are empty', async () => {
    const harness = createHarness()
    const { id } = harness.token('Laptop')
    expect(await harness.app.act.addPlaces(id, 'one\r\n\n  \ntwo\rthree ')).toBeNull()
    expect(inputs(harness, 'destination.add')).toEqual([{ id, texts: ['one', 'two', 'three '] }])
    expect(harness.app.tokens.getState().byId.get(id)?.version).toBe(2)
  })

  test('is refused beside the field, not in a message of its own', async () => {
    const harness = createHarness()
    const { app, fake, token } = harness
    fake.failing.set('destination.add', 'destination.is-secret')
    expect(await app.act.addPlaces(token('Laptop').id, 'x')).toMatchObject({
      code: 'destination.is-secret',
    })
    expect(app.toaster.store.getState().toasts).toEqual([])
  })

  test('never is a malformed call, however much of it there is', async () => {
    const harness = createHarness()
    const { id } = harness.token('Laptop')
    await harness.app.act.addPlaces(id, Array(2000).fill('y'.repeat(9000)).join('\n'))
    await harness.app.act.addPlaces(id, ' ')
    const [much, nothing] = inputs(harness, 'destination.add') as { texts: string[] }[]
    expect(much?.texts).toHaveLength(500)
    expect(much?.texts[0]).toHaveLength(2000)
    expect(nothing?.texts).toEqual([''])
  })
})

describe('a tick that could not be stored', () => {
  test('is told', async () => {
    const { app, fake, token } = createHarness()
    fake.failing.set('destination.tick', 'vault.no-space')
    const destination = '0'.repeat(11) as DestinationId
    expect(await app.act.tickPlace({ id: token('Laptop').id, destination }, true)).toBe(false)
    expect(app.toaster.store.getState().toasts).toHaveLength(1)
  })
})

describe('the places of a rotation', () => {
  const place = (done: boolean, at: number) => ({
    id: String(at).padStart(11, '0') as DestinationId,
    text: `Place ${at}`,
    kind: 'note' as const,
    done,
  })

  test('are counted, and one that is not ticked off is seen', () => {
    const view = rotationView({ destinations: [true, false].map(place) })
    expect(deliveredText(words, view)).toBe('1 of 2 updated')
    expect(hasOpenPlace(view)).toBe(true)
    expect(hasOpenPlace(rotationView({ destinations: [place(true, 1)] }))).toBe(false)
  })

  test('are not mentioned where none are listed', () => {
    expect(deliveredText(words, rotationView())).toBeNull()
    expect(hasOpenPlace(rotationView())).toBe(false)
  })
})
