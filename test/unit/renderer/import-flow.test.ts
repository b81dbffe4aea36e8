import { afterEach, describe, expect, it } from 'vitest'
import { createImport, type ImportFlow } from '../../../renderer/feature/transfer/import-flow'
import { isProposed, standingOf } from '../../../renderer/feature/transfer/rules'
import { loadedHarness, type Harness } from './harness'

let harness: Harness
let flow: ImportFlow
afterEach(() => flow.end())

const state = () => flow.store.getState()
const calls = (name: string) => harness.fake.log.calls.filter((each) => each.name === name)

function begin(file: string): void {
  harness = loadedHarness({ file })
  flow = createImport(harness.app)
}

/** A file that nothing has to be said to, as far as its rows. */
async function previewed(): Promise<void> {
  begin('keyglot-json')
  await flow.choose()
  expect(state().stage).toBe('preview')
}

/** Only rows that lack nothing are ticked. */
function tickWhole(): void {
  flow.tick([...flow.incomplete()], false)
}

describe('the way to what is in a file', () => {
  it('ends before it begins where no file is chosen', async () => {
    begin('none')
    await flow.choose()
    expect(state()).toMatchObject({ stage: 'choose', busy: null, failed: null, file: null })
  })

  it('says why a file is none that is read', async () => {
    begin('import.unknown')
    await flow.choose()
    expect(state()).toMatchObject({ stage: 'choose', failed: { code: 'import.unknown' } })
  })

  it('asks for a password until it is the right one', async () => {
    begin('age')
    await flow.choose()
    expect(state()).toMatchObject({ stage: 'open', file: { sealed: true } })
    await flow.read('wrong')
    expect(state()).toMatchObject({ stage: 'open', failed: { code: 'import.wrong-password' } })
    await flow.read('right')
    expect(state()).toMatchObject({ stage: 'preview', failed: null, without: 3 })
    expect(calls('import.read')[0]?.input).toMatchObject({ password: 'wrong', mapping: null })
  })

  it('reads a table as its columns are mapped', async () => {
    begin('csv')
    await flow.choose()
    expect(state()).toMatchObject({ stage: 'open', mapping: { title: 0, secret: 1, notes: 2 } })
    flow.map({ secret: 2 })
    await flow.read(null)
    expect(calls('import.read')[0]?.input).toMatchObject({ mapping: { secret: 2 } })
    const [key = -1] = state().ticked
    flow.tick([key], false)
    flow.remap()
    expect(state().stage).toBe('open')
    await flow.read(null)
    expect(state().restored).toBe(false)
    expect(state().ticked.has(key)).toBe(true)
  })

  it('lets a file go that cannot be read, and says why', async () => {
    begin('keyglot-json')
    harness.fake.failing.set('import.read', 'import.damaged')
    await flow.choose()
    expect(state()).toMatchObject({ stage: 'choose', file: null })
    expect(state().failed?.code).toBe('import.damaged')
    expect(calls('import.drop')).toHaveLength(1)
  })

  it('takes no answer for a dialog that is closed', async () => {
    begin('age')
    await flow.choose()
    const reading = flow.read('right')
    flow.end()
    await reading
    expect(state().stage).toBe('open')
    expect(calls('import.drop')).toHaveLength(1)
  })

  it('lets a file go that was chosen for a dialog that is closed', async () => {
    begin('age')
    const choosing = flow.choose()
    flow.end()
    await choosing
    expect(state().file).toBeNull()
    expect(calls('import.drop')).toHaveLength(1)
  })
})

describe('what is taken of it', () => {
  it('is what is sure, until the user says otherwise', async () => {
    await previewed()
    const { rows, ticked } = state()
    expect([...ticked]).toEqual(rows.filter(isProposed).map(({ key }) => key))
    expect(state().touched).toBe(false)
  })

  it('is never what is there already, nor what has no kind', async () => {
    await previewed()
    flow.tick(
      state().rows.map(({ key }) => key),
      true,
    )
    const standings = [...state().ticked].map((key) => standingOf(state().rows[key]!))
    expect(new Set(standings)).toEqual(new Set(['likely']))
    flow.tickLikely()
    expect([...state().ticked].every((key) => isProposed(state().rows[key]!))).toBe(true)
  })

  it('is ticked by the answer to what it is, and so are those alike', async () => {
    await previewed()
    const [first, ...others] = state().rows.filter((row) => standingOf(row) === 'open')
    const kind = first?.candidates[0]?.kind ?? 'none/none'
    flow.chooseKind(first?.key ?? -1, kind)
    const keys = others.map(({ key }) => key)
    flow.chooseKinds(keys, kind)
    expect(keys.length).toBeGreaterThan(0)
    for (const { key } of [first!, ...others]) {
      expect(state().choices[key]?.kind).toBe(kind)
      expect(state().ticked.has(key)).toBe(true)
    }
  })

  it('is stored at once, in the order of the file', async () => {
    await previewed()
    tickWhole()
    const ticked = [...state().ticked]
    await flow.submit()
    expect(state().stage).toBe('done')
    expect(state().added).toHaveLength(ticked.length)
    const [call] = calls('import.take')
    const { rows } = call?.input as { rows: { key: number }[] }
    expect(rows.map(({ key }) => key)).toEqual(ticked.toSorted((a, b) => a - b))
  })

  it('waits for what is wrong in it to be put right', async () => {
    await previewed()
    tickWhole()
    const key = [...state().ticked].at(-1) ?? -1
    flow.look({ filter: 'problem', text: 'x' })
    flow.put(key, { ...state().choices[key]!, label: ' ' })
    await flow.submit()
    expect(state()).toMatchObject({ wrong: key, active: key, filter: 'all', text: '' })
    expect(calls('import.take')).toHaveLength(0)
    flow.put(key, { ...state().choices[key]!, label: 'Right' })
    expect(state().wrong).toBeNull()
    await flow.submit()
    expect(state().stage).toBe('done')
  })

  it('is asked about where something is missing, and can be stored without it', async () => {
    await previewed()
    expect(flow.incomplete().size).toBeGreaterThan(0)
    await flow.submit()
    expect(state()).toMatchObject({ asking: 'incomplete', stage: 'preview' })
    await flow.submit(true)
    expect(state().stage).toBe('done')
  })

  it('stays in view with the reason where none could be stored', async () => {
    await previewed()
    harness.fake.failing.set('import.take', 'vault.no-space')
    await flow.submit(true)
    expect(state()).toMatchObject({ stage: 'preview', busy: null })
    expect(state().failed?.code).toBe('vault.no-space')
    harness.fake.failing.clear()
    await flow.submit(true)
    expect(state().stage).toBe('done')
  })
})

describe('a file that was let go of meanwhile', () => {
  it('is chosen again, and what was chosen of it is back', async () => {
    await previewed()
    tickWhole()
    const [key = -1] = state().ticked
    flow.put(key, { ...state().choices[key]!, label: 'Renamed' })
    const { ticked } = state()
    harness.fake.failing.set('import.take', 'import.gone')
    await flow.submit()
    expect(state()).toMatchObject({ stage: 'choose', rows: [], file: null })
    expect(state().failed?.code).toBe('import.gone')
    harness.fake.failing.clear()
    await flow.choose()
    expect(state()).toMatchObject({ stage: 'preview', restored: true, ticked })
    expect(state().choices[key]?.label).toBe('Renamed')
  })

  it('is chosen again while it is still held, and keeps what was chosen as well', async () => {
    await previewed()
    const [key = -1] = state().ticked
    flow.tick([key], false)
    await flow.choose()
    expect(state().restored).toBe(true)
    expect(state().ticked.has(key)).toBe(false)
  })

  it('leaves nothing behind for another file', async () => {
    await previewed()
    flow.tick([...state().ticked], false)
    harness.fake.failing.set('import.read', 'import.gone')
    await flow.choose()
    expect(state().stage).toBe('choose')
    harness.fake.failing.clear()
    Object.assign(harness.fake.fake.options, { entries: 5 })
    await flow.choose()
    expect(state().restored).toBe(false)
    expect(state().ticked.size).toBeGreaterThan(0)
  })
})
