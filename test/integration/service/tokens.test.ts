import { afterEach, describe, expect, it } from 'vitest'
import { SLOTS } from '../../../electron/service/port'
import { SecretText } from '../../../electron/service/secret'
import { RESTORE_AGAIN_MS, UNDO_MS } from '../../../electron/service/token-service'
import { tokenSummary, type TokenId } from '../../../shared/model/token'
import { z } from 'zod'
import { createSecrets } from '../../simulator/secrets'
import { eventually } from '../../helper/eventually'
import { fullDisk } from '../../helper/full-disk'
import { openBench, type Bench } from '../../helper/services'
import { codeOf, details, newId, overview } from '../../helper/vault'

const secrets = createSecrets('tokens')
const newPat = () => secrets.make('tolgee/pat')

let bench: Bench
afterEach(() => bench.end())

describe('the list', () => {
  it('shows what was saved, and announces it', async () => {
    bench = await openBench()
    expect(await bench.list()).toEqual([])
    const token = await bench.add(newPat(), { label: 'CI' })
    expect(await bench.list()).toEqual([token])
    expect(bench.told('tokens.changed')).toEqual([{ upserted: [token], removed: [] }])
    expect(z.array(tokenSummary).safeParse(await bench.list()).success).toBe(true)
  })

  it('is the same after a restart', async () => {
    bench = await openBench()
    for (let i = 0; i < 5; i++) await bench.add(newPat())
    const before = await bench.list()
    bench = await bench.restart()
    const byId = (rows: typeof before) => [...rows].sort((a, b) => a.id.localeCompare(b.id))
    expect(byId(await bench.list())).toEqual(byId(before))
  })

  it('builds its text ahead, gives it away once, and never an old one', async () => {
    bench = await openBench()
    const token = await bench.add(newPat())
    const { index } = bench.services
    index.prepare()
    const text = index.json()
    expect(index.json()).toBe(text)
    index.prepare()
    await bench.must('token.edit', { id: token.id, version: token.version, label: 'Other' })
    expect(index.json()).not.toBe(text)
    expect(index.json()).toContain('Other')
  })
})

describe('edit', () => {
  it('changes what it names, cleaned, and nothing else', async () => {
    bench = await openBench()
    const token = await bench.add(newPat(), { note: 'old' })
    const edited = await bench.must('token.edit', {
      id: token.id,
      version: token.version,
      label: '  New\u202e label ',
      rotateEveryDays: 30,
    })
    expect(edited).toEqual({
      ...token,
      label: 'New label',
      rotateEveryDays: 30,
      version: token.version + 1,
    })
    expect((await bench.must('token.details', { id: token.id })).note).toBe('old')
  })

  it('refuses an edit of what somebody else has edited, but not of what was checked', async () => {
    bench = await openBench()
    const value = newPat()
    const { id, version } = await bench.add(value)
    bench.platforms.script(value, { verdict: 'valid' })
    await bench.must('check.one', { id })
    const edited = await bench.must('token.edit', { id, version, label: 'A' })
    const late = await bench.call('token.edit', { id, version, label: 'B' })
    expect(codeOf(late)).toBe('token.changed-elsewhere')
    expect((await bench.list())[0]).toEqual(edited)
    const future = { id, version: edited.version + 1, label: 'C' }
    expect(codeOf(await bench.call('token.edit', future))).toBe('token.changed-elsewhere')
  })

  it('takes an expiry only where the platform gives none', async () => {
    bench = await openBench()
    const at = bench.clock.now() + 1000
    const open = await bench.add(secrets.make('tolgee/pat'))
    const dated = await bench.must('token.edit', { id: open.id, version: open.version, expiry: at })
    expect(dated.expiry).toEqual({ known: 'date', at, source: 'user' })
    const undated = await bench.must('token.edit', {
      id: open.id,
      version: dated.version,
      expiry: null,
    })
    expect(undated.expiry).toEqual(open.expiry)

    const value = newPat()
    bench.platforms.script(value, {
      verdict: 'valid',
      description: { expiry: { known: 'date', at: 5, source: 'platform' } },
    })
    const fixed = await bench.add(value)
    const checked = (await bench.must('check.one', { id: fixed.id })).token
    expect(checked.expiry).toEqual({ known: 'date', at: 5, source: 'platform' })
    const edit = { id: fixed.id, version: checked.version, expiry: at }
    expect(codeOf(await bench.call('token.edit', edit))).toBe('expiry.set-by-platform')
    const never = await bench.add(secrets.make('transifex/api-token'))
    const ending = await bench.call('token.edit', { id: never.id, version: 1, expiry: at })
    expect(ending.ok || ending.error.code).toBe(
      never.expiry.known === 'never' ? 'expiry.set-by-platform' : true,
    )
  })

  it('counts the days of a rule from the day that is entered', async () => {
    bench = await openBench()
    const text = `PHRASE_TMS_TOKEN=${secrets.make('phrase/platform-token')}`
    const token = await bench.add(text)
    expect(token.kind).toBe('phrase/platform-token')
    expect(token.expiry).toEqual({ known: 'unknown' })
    const dated = await bench.must('token.edit', {
      id: token.id,
      version: token.version,
      fields: { createdOn: '2026-01-01', product: 'TMS' },
    })
    expect(dated).toMatchObject({
      expiry: { known: 'date', at: new Date(2028, 0, 1, 23, 59, 59).getTime(), source: 'rule' },
      secretSince: Date.UTC(2026, 0, 1),
      access: [{ layer: 'product', values: ['TMS'], source: 'user' }],
    })
  })

  it('forgets what was known of another server, and sends the secret there only when asked', async () => {
    bench = await openBench()
    const value = newPat()
    bench.platforms.script(value, { verdict: 'valid' })
    const token = await bench.add(value)
    const checked = (await bench.must('check.one', { id: token.id })).token
    const server = { id: 'custom', baseUrl: 'https://tolgee.example.test' }
    const moved = await bench.must('token.edit', {
      id: token.id,
      version: checked.version,
      server,
    })
    expect(moved).toMatchObject({ server, check: null, settled: null })
    expect(bench.platforms.asked).toHaveLength(1)
    const bad = { ...server, baseUrl: 'http://tolgee.example.test' }
    const answer = await bench.call('token.edit', { id: token.id, version: 99, server: bad })
    expect(codeOf(answer)).toBe('token.changed-elsewhere')
    const insecure = { id: token.id, version: moved.version, server: bad }
    expect(codeOf(await bench.call('token.edit', insecure))).toBe('server.insecure')
  })

  it('changes nothing when one part is refused', async () => {
    bench = await openBench()
    const token = await bench.add(newPat())
    const edit = { id: token.id, version: token.version, label: 'New', fields: { nosuch: 'x' } }
    expect(codeOf(await bench.call('token.edit', edit))).toBe('field.invalid')
    const empty = { id: token.id, version: token.version, note: 'New', label: ' ' }
    expect(codeOf(await bench.call('token.edit', empty))).toBe('label.empty')
    expect(await bench.list()).toEqual([token])
  })
})

describe('an entry that holds the value itself', () => {
  it('is refused, for the values of a rotation too, and changes nothing', async () => {
    bench = await openBench()
    const text = `LOKALISE_SDK_TOKEN=${secrets.make('lokalise/sdk-token')}`
    const { id } = await bench.add(text, { kind: 'lokalise/sdk-token' })
    const { secret } = await bench.must('token.reveal', { id })
    const before = await bench.list()
    const edit = (projectId: string) =>
      bench.call('token.edit', { id, version: before[0]!.version, fields: { projectId } })
    expect(codeOf(await edit(secret.toUpperCase()))).toBe('field.is-secret')
    expect(await bench.list()).toEqual(before)
    await bench.must('rotation.begin', { id })
    const other = secrets.make('lokalise/sdk-token')
    await bench.must('rotation.submit', { id, text: other })
    expect(codeOf(await edit(other))).toBe('field.is-secret')
  })
})

describe('reveal', () => {
  it('answers with the value, and nothing else does', async () => {
    bench = await openBench()
    const value = newPat()
    bench.platforms.script(value, { verdict: 'valid', description: { account: `I am ${value}` } })
    const token = await bench.add(`export X_TOKEN="${value}"`)
    expect(await bench.must('token.reveal', { id: token.id })).toEqual({ secret: value })
    const others = [
      await bench.must('token.list', null),
      await bench.must('token.details', { id: token.id }),
      await bench.must('check.one', { id: token.id }),
      bench.events,
      bench.log.lines,
    ]
    expect(JSON.stringify(others)).not.toContain(value)
  })
})

describe('forget', () => {
  it('can be undone for a while', async () => {
    bench = await openBench()
    const token = await bench.add(newPat())
    const { undoUntil } = await bench.must('token.forget', { id: token.id })
    expect(undoUntil).toBe(bench.clock.now() + UNDO_MS)
    expect(await bench.list()).toEqual([])
    expect(bench.told('tokens.changed').at(-1)).toEqual({ upserted: [], removed: [token.id] })
    for (const name of ['token.details', 'token.reveal', 'token.copy', 'check.one'] as const) {
      expect(codeOf(await bench.call(name, { id: token.id }))).toBe('token.not-found')
    }
    bench.clock.pass(UNDO_MS - 1)
    const restored = await bench.must('token.restore', { id: token.id })
    expect({ ...restored, version: 1 }).toEqual({ ...token, version: 1 })
    bench.clock.pass(UNDO_MS * 2)
    expect(await bench.list()).toEqual([restored])
    expect(codeOf(await bench.call('token.restore', { id: token.id }))).toBe('token.not-forgotten')
  })

  it('is for good after that', async () => {
    bench = await openBench()
    const token = await bench.add(newPat())
    await bench.must('token.forget', { id: token.id })
    bench.clock.pass(UNDO_MS)
    expect(codeOf(await bench.call('token.restore', { id: token.id }))).toBe('token.not-found')
    bench = await bench.restart()
    expect(codeOf(await bench.call('token.restore', { id: token.id }))).toBe('token.not-found')
  })

  it('goes on over a restart', async () => {
    bench = await openBench()
    const early = await bench.add(newPat())
    const late = await bench.add(newPat())
    await bench.must('token.forget', { id: early.id })
    bench.clock.pass(20_000)
    await bench.must('token.forget', { id: late.id })
    bench.services.vault.close()
    // the machine is off, and no timer of the old process runs
    bench.clock.sleep(15_000)
    bench = await bench.restart()
    expect(codeOf(await bench.call('token.restore', { id: early.id }))).toBe('token.not-found')
    expect(codeOf(await bench.call('token.restore', { id: late.id }))).toBe('ok')
  })

  it('is not kept for years by a clock that was set back', async () => {
    bench = await openBench()
    const token = await bench.add(newPat())
    await bench.must('token.forget', { id: token.id })
    bench.services.vault.close()
    bench.clock.sleep(-400 * 86_400_000)
    bench = await bench.restart()
    bench.clock.pass(UNDO_MS)
    expect(codeOf(await bench.call('token.restore', { id: token.id }))).toBe('token.not-found')
  })

  it('clears a clipboard that holds the value', async () => {
    bench = await openBench()
    const token = await bench.add(newPat())
    await bench.must('token.copy', { id: token.id })
    await bench.must('token.forget', { id: token.id })
    await eventually(() => bench.clipboard.text).toBe('')
  })

  it('makes room for the same value, pasted again', async () => {
    bench = await openBench()
    const value = newPat()
    const token = await bench.add(value, { label: 'Old' })
    await bench.must('token.forget', { id: token.id })
    const draft = await bench.must('draft.open', { text: value })
    expect(draft.duplicateOf).toBeNull()
    const again = await bench.add(value, { label: 'New' })
    bench.clock.pass(UNDO_MS * 2)
    expect(await bench.list()).toEqual([again])
    expect(await bench.must('token.reveal', { id: again.id })).toEqual({ secret: value })
  })
})

describe('a token that cannot be restored at once', () => {
  async function wanted() {
    const disk = fullDisk()
    bench = await openBench({ vault: disk.vault })
    const { id } = await bench.add(newPat(), { label: 'Wanted' })
    await bench.must('token.forget', { id })
    disk.state.full = true
    expect(codeOf(await bench.call('token.restore', { id }))).toBe('vault.no-space')
    return { id, disk }
  }

  it('is not purged, and is back once the user tries again', async () => {
    const { id, disk } = await wanted()
    bench.clock.pass(UNDO_MS * 100)
    expect(codeOf(await bench.call('token.restore', { id }))).toBe('vault.no-space')
    disk.state.full = false
    expect(await bench.must('token.restore', { id })).toMatchObject({ label: 'Wanted' })
    bench.clock.pass(UNDO_MS * 100)
    expect(await bench.list()).toMatchObject([{ id }])
    expect(bench.clock.waiting).toBe(2) // the hourly looks of reminders and backups
  })

  it('is back by itself when there is room, and can be forgotten again', async () => {
    const { id, disk } = await wanted()
    bench.clock.pass(UNDO_MS * 10)
    disk.state.full = false
    bench.clock.pass(RESTORE_AGAIN_MS)
    expect(await bench.list()).toMatchObject([{ id }])
    await bench.must('token.forget', { id })
    bench.clock.pass(UNDO_MS)
    expect(codeOf(await bench.call('token.restore', { id }))).toBe('token.not-found')
  })

  it('is tried once more before the vault closes', async () => {
    const { id, disk } = await wanted()
    disk.state.full = false
    bench = await bench.restart()
    expect(await bench.list()).toMatchObject([{ id }])
  })

  it('is still wanted when the vault opens again', async () => {
    const { id, disk } = await wanted()
    bench.services.vault.close()
    bench.clock.sleep(UNDO_MS * 2)
    disk.state.full = false
    await bench.must('vault.retry', null)
    expect(await bench.list()).toMatchObject([{ id }])
  })
})

describe('a forgotten token with the values of a rotation', () => {
  async function promoted() {
    bench = await openBench()
    const [old, fresh] = [newPat(), newPat()]
    for (const value of [old, fresh]) bench.platforms.script(value, { verdict: 'valid' })
    const { id } = await bench.add(old, { label: 'Rotated' })
    await bench.must('rotation.begin', { id })
    await bench.must('rotation.submit', { id, text: fresh })
    await bench.must('rotation.promote', { id })
    return { id, old, fresh }
  }
  const held = (id: TokenId) => {
    const texts = SLOTS.map((slot) => {
      const secret = bench.services.index.secret(id, slot)
      return secret.ok ? (secret.value?.text() ?? null) : secret.error.code
    })
    return Object.fromEntries(SLOTS.map((slot, i) => [slot, texts[i]]))
  }

  it.each(['old', 'fresh'] as const)('keeps them when the %s one is saved again', async (which) => {
    const { id, ...values } = await promoted()
    await bench.must('token.forget', { id })
    const again = await bench.add(values[which], { label: 'Pasted again' })
    expect(again.id).not.toBe(id)
    expect(await bench.must('token.restore', { id })).toMatchObject({ id, label: 'Rotated' })
    expect(held(id)).toEqual({ current: values.fresh, pending: null, previous: values.old })
    expect(held(again.id)).toEqual({ current: values[which], pending: null, previous: null })
  })

  it('keeps one that was not promoted yet', async () => {
    bench = await openBench()
    const [old, fresh] = [newPat(), newPat()]
    const { id } = await bench.add(old)
    await bench.must('rotation.begin', { id })
    await bench.must('rotation.submit', { id, text: fresh })
    await bench.must('token.forget', { id })
    await bench.add(fresh)
    await bench.must('token.restore', { id })
    expect(held(id)).toEqual({ current: old, pending: fresh, previous: null })
  })

  it('does not hide one that is in the list', async () => {
    const { id, old } = await promoted()
    await bench.must('token.forget', { id })
    const again = await bench.add(old)
    await bench.must('token.restore', { id })
    await bench.must('token.forget', { id: again.id })
    const draft = await bench.must('draft.open', { text: old })
    expect(draft.duplicateOf).toBe(id)
  })
})

it('lists ten thousand tokens as one text, and finds one of them', async () => {
  bench = await openBench()

  bench.services.vault.close()
  const vault = await bench.place.open()
  const rows = Array.from({ length: 10_000 }, (_, i) => ({
    id: newId(),
    overview: overview({ label: `Token ${i}` }),
    details: details(),
    secret: SecretText.fromText(`value-of-token-number-${i}`),
  }))
  expect(codeOf(vault.tokens.insertMany(rows))).toBe('ok')
  vault.close()
  bench = await bench.restart()
  expect(await bench.list()).toHaveLength(10_000)
  const last = rows.at(-1)!
  expect(await bench.must('token.reveal', { id: last.id })).toEqual({
    secret: 'value-of-token-number-9999',
  })
  const draft = await bench.must('draft.open', { text: 'value-of-token-number-9999' })
  expect(draft.duplicateOf).toBe(last.id)
})
