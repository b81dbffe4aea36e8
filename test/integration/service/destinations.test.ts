import { afterEach, describe, expect, it } from 'vitest'
import type { DestinationId } from '../../../shared/model/destination'
import { DESTINATIONS_MAX } from '../../../shared/model/limit'
import type { TokenId } from '../../../shared/model/token'
import { createSecrets } from '../../simulator/secrets'
import { openBench, type Bench } from '../../helper/services'
import { codeOf, newId } from '../../helper/vault'

const secrets = createSecrets('destinations')
const PLACES = ['GitHub secret TX_TOKEN of acme/app', '~/.transifexrc', 'Ann has it']

let bench: Bench
afterEach(() => bench.end())

async function started() {
  bench = await openBench()
  const old = secrets.make('tolgee/pat')
  const fresh = secrets.make('tolgee/pat')
  for (const text of [old, fresh]) bench.platforms.script(text, { verdict: 'valid' })
  const { id } = await bench.add(old)
  await bench.must('check.one', { id })
  return { id, old, fresh }
}

const listOf = async (id: TokenId) => (await bench.must('token.details', { id })).destinations
const textsOf = async (id: TokenId) => (await listOf(id)).map((each) => each.text)

async function idOf(id: TokenId, text: string): Promise<DestinationId> {
  const found = (await listOf(id)).find((each) => each.text === text)
  if (!found) throw new Error(`not listed: ${text}`)
  return found.id
}

async function listed(texts = PLACES) {
  const parts = await started()
  await bench.must('destination.add', { id: parts.id, texts })
  return parts
}

/** With a rotation by hand whose new value is the current one. */
async function promoted(texts = PLACES) {
  const parts = await listed(texts)
  const { id } = parts
  await bench.must('rotation.begin', { id })
  await bench.must('rotation.submit', { id, text: parts.fresh })
  await bench.must('rotation.promote', { id })
  return parts
}

/** The open rotation's places: what is ticked off is written as `[x]`. */
async function ticks(id: TokenId): Promise<string[]> {
  const view = await bench.must('rotation.view', { id })
  return (view?.destinations ?? []).map((each) => `[${each.done ? 'x' : ' '}] ${each.text}`)
}

async function tick(id: TokenId, text: string, done = true) {
  return bench.call('destination.tick', { id, destination: await idOf(id, text), done })
}

describe('the list of places', () => {
  it('takes several at once, cleaned and each only once, and is there after a restart', async () => {
    const { id } = await listed()
    const row = await bench.must('destination.add', {
      id,
      texts: ['  Figma \u202e plugin ', '', 'Figma plugin', '~/.transifexrc'],
    })
    expect(await textsOf(id)).toEqual([...PLACES, 'Figma plugin'])
    expect((await listOf(id)).map((each) => each.kind)).toEqual([
      'ci-secret',
      'file',
      'note',
      'app',
    ])
    expect((await listOf(id)).map((each) => each.updatedAt)).toEqual([null, null, null, null])
    expect(bench.told('tokens.changed').at(-1)?.upserted).toEqual([row])
    const before = await listOf(id)
    bench = await bench.restart()
    expect(await listOf(id)).toEqual(before)
  })

  it('lets a place be said in other words and be taken out, and names it by its id', async () => {
    const { id } = await listed()
    const place = { id, destination: await idOf(id, '~/.transifexrc') }
    await bench.must('destination.edit', { ...place, text: ' Zendesk ' })
    expect(await textsOf(id)).toEqual([PLACES[0], 'Zendesk', PLACES[2]])
    expect((await listOf(id))[1]).toMatchObject({ id: place.destination, kind: 'app' })
    await bench.must('destination.remove', place)
    expect(await textsOf(id)).toEqual([PLACES[0], PLACES[2]])
    // the window may be late
    expect(codeOf(await bench.call('destination.remove', place))).toBe('destination.not-found')
    expect(codeOf(await bench.call('destination.edit', { ...place, text: 'x' }))).toBe(
      'destination.not-found',
    )
    expect(codeOf(await bench.call('destination.tick', { ...place, done: true }))).toBe(
      'destination.not-found',
    )
  })

  it('refuses what is empty, listed, too long or one too many, and then keeps all as it was', async () => {
    const { id } = await listed()
    const add = async (texts: string[]) =>
      codeOf(await bench.call('destination.add', { id, texts }))
    expect(await add([' ', '\u200b'])).toBe('destination.empty')
    expect(await add(['Ann has it', ' Ann  has it'])).toBe('destination.listed')
    expect(await add(['fits', 'x'.repeat(201)])).toBe('destination.too-long')
    const many = Array.from({ length: DESTINATIONS_MAX - PLACES.length }, (_, at) => `Place ${at}`)
    expect(await add([...many, 'one more'])).toBe('destination.too-many')
    expect(await textsOf(id)).toEqual(PLACES)
    expect(await add([...many, ...PLACES])).toBe('ok')
    expect(await add(['one more'])).toBe('destination.too-many')
    const destination = await idOf(id, 'Ann has it')
    const edit = async (text: string) =>
      codeOf(await bench.call('destination.edit', { id, destination, text }))
    expect(await edit(' ')).toBe('destination.empty')
    expect(await edit('x'.repeat(201))).toBe('destination.too-long')
    expect(await edit('Place 3')).toBe('destination.listed')
    expect(await edit('Ann has it')).toBe('ok')
    expect(await add(['x'.repeat(2001)])).toBe('call.invalid')
  })

  it('is of tokens that are there', async () => {
    const { id } = await listed()
    const place = { id, destination: await idOf(id, 'Ann has it') }
    const none = newId()
    expect(codeOf(await bench.call('destination.add', { id: none, texts: ['x'] }))).toBe(
      'token.not-found',
    )
    await bench.must('token.forget', { id })
    for (const answer of [
      await bench.call('destination.add', { id, texts: ['x'] }),
      await bench.call('destination.remove', place),
      await bench.call('destination.tick', { ...place, done: true }),
    ]) {
      expect(codeOf(answer)).toBe('token.not-found')
    }
    await bench.must('token.restore', { id })
    expect(await textsOf(id)).toEqual(PLACES)
  })

  it('holds no value of the token, neither the current one nor those of its rotation', async () => {
    const { id, old, fresh } = await listed()
    const destination = await idOf(id, 'Ann has it')
    const refused = async (text: string) => {
      expect(codeOf(await bench.call('destination.add', { id, texts: ['fine', text] }))).toBe(
        'destination.is-secret',
      )
      expect(codeOf(await bench.call('destination.edit', { id, destination, text }))).toBe(
        'destination.is-secret',
      )
    }
    await refused(`TOLGEE=${old.toUpperCase()}`)
    await bench.must('rotation.begin', { id })
    await bench.must('rotation.submit', { id, text: fresh })
    await refused(`https://example.com/?key=${encodeURIComponent(fresh)}`)
    await refused(old)
    await bench.must('rotation.promote', { id })
    await refused(`old: ${old}`)
    await refused(fresh)
    expect(await textsOf(id)).toEqual(PLACES)
    expect(JSON.stringify([bench.log.lines, bench.events])).not.toContain(old)
  })

  it('outside of a rotation a tick says that the place has the current value', async () => {
    const { id } = await listed()
    await tick(id, 'Ann has it')
    expect((await listOf(id))[2]?.updatedAt).toBe(bench.clock.now())
    await tick(id, 'Ann has it', false)
    expect((await listOf(id))[2]?.updatedAt).toBeNull()
  })
})

describe('the places of a rotation', () => {
  it('are shown with it, and are ticked off only once the new value is the current one', async () => {
    const { id, fresh } = await listed()
    await bench.must('rotation.begin', { id })
    expect(await ticks(id)).toEqual(PLACES.map((text) => `[ ] ${text}`))
    expect(codeOf(await tick(id, 'Ann has it'))).toBe('rotation.wrong-stage')
    await bench.must('rotation.submit', { id, text: fresh })
    expect(codeOf(await tick(id, 'Ann has it'))).toBe('rotation.wrong-stage')
    await bench.must('rotation.promote', { id })
    expect(codeOf(await tick(id, 'Ann has it'))).toBe('ok')
    expect((await ticks(id)).at(-1)).toBe('[x] Ann has it')
    expect(bench.told('rotation.moved').at(-1)?.rotation?.destinations.at(-1)?.done).toBe(true)
    bench = await bench.restart()
    expect((await ticks(id)).at(-1)).toBe('[x] Ann has it')
    await tick(id, 'Ann has it', false)
    expect((await ticks(id)).at(-1)).toBe('[ ] Ann has it')
  })

  it('wait for the user’s word by hand, also when all are ticked off', async () => {
    const { id } = await promoted()
    for (const text of PLACES) await tick(id, text)
    const view = await bench.must('rotation.view', { id })
    expect(view).toMatchObject({ stage: 'promoted', waiting: { need: 'delivery' } })
  })

  it('forbid to end the old value before they are ticked off, or all are said to be', async () => {
    const { id } = await promoted()
    await tick(id, 'Ann has it')
    expect(codeOf(await bench.call('rotation.revoke', { id }))).toBe('rotation.not-delivered')
    const said = await bench.must('rotation.deliver', { id })
    expect(said.rotation.destinations.map((each) => each.done)).toEqual([true, true, true])
    expect(codeOf(await bench.call('rotation.revoke', { id }))).toBe('ok')
  })

  it('know at its end when they were updated: those that were ticked off', async () => {
    const { id, old } = await promoted()
    await tick(id, 'Ann has it')
    const removed = { id, destination: await idOf(id, '~/.transifexrc') }
    await tick(id, '~/.transifexrc')
    await bench.must('destination.remove', removed)
    bench.clock.pass(5000)
    bench.platforms.script(old, { verdict: 'rejected' })
    const proved = await bench.must('rotation.prove', { id })
    expect(proved.rotation.stage).toBe('done')
    expect((await listOf(id)).map((each) => each.updatedAt)).toEqual([null, bench.clock.now()])
  })

  it('begin anew after the way back, and in the next rotation', async () => {
    const { id } = await promoted()
    for (const text of PLACES) await tick(id, text)
    await bench.must('rotation.back', { id })
    expect(await ticks(id)).toEqual(PLACES.map((text) => `[ ] ${text}`))
    await bench.must('rotation.promote', { id })
    expect(await ticks(id)).toEqual(PLACES.map((text) => `[ ] ${text}`))
    await tick(id, 'Ann has it')
    await bench.must('rotation.finish', { id })
    await bench.must('rotation.begin', { id })
    expect(await ticks(id)).toEqual(PLACES.map((text) => `[ ] ${text}`))
    expect((await listOf(id)).map((each) => each.updatedAt !== null)).toEqual([false, false, true])
  })
})
